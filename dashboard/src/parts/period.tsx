import type { JSX } from 'preact'
import { days, PERIODS } from '../state/period.js'
import { setQuery } from '../state/url.js'
import { periods } from '../texts/periods.js'
import { Segments } from './marks.js'

/** Chooses how far to look back; the address keeps it. */
export function PeriodChoice(): JSX.Element {
  return (
    <Segments
      label={periods.title}
      options={PERIODS.map((one) => [String(one), periods.last[one]] as const)}
      value={String(days.value)}
      onChoose={(key) => setQuery({ days: key === '1' ? undefined : key }, { push: true })}
    />
  )
}
