import { signal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { Legend } from '../../charts/legend.js'
import { TimeChart } from '../../charts/time-chart.js'
import { bytes, count, usd } from '../../format/numbers.js'
import { Card } from '../../parts/card.js'
import { Segments } from '../../parts/marks.js'
import { hasPrice, usdOf } from '../../parts/money.js'
import { Loaded } from '../../parts/states.js'
import type { Incident } from '../../state/incidents.js'
import type { Days } from '../../state/period.js'
import { zone } from '../../state/preferences.js'
import { serverNow } from '../../state/pulse.js'
import { stepOf, type TeamTimeline, useTimeline } from '../../state/timeline.js'
import { query, setQuery } from '../../state/url.js'
import { overview } from '../../texts/overview.js'
import { useByPeople, useTakenBack } from './audit-resource.js'
import { chartSeries, UNITS, type Unit } from './chart-series.js'
import type { TeamFigures } from './figures.js'
import { laneMarks } from './lane-marks.js'

const texts = overview.chart
const HEIGHT = 322

/** Whether somebody looked at what was changed: by pointing at the chart, or by scrolling to the list. */
export const changesWanted = signal(false)
const want = (): void => {
  changesWanted.value = true
}

interface TeamChartProps {
  readonly days: Days
  readonly by: 'all' | 'service'
  readonly figures: TeamFigures
  readonly incidents: readonly Incident[]
}

/** What all services logged and sent against the budget, with a lane of what happened. */
export function TeamChart({ days, by, figures, incidents }: TeamChartProps): JSX.Element {
  const timeline = useTimeline(days, by)
  const asked = query.value.get('unit')
  const unit = UNITS.find((one) => one === asked && (one !== 'usd' || hasPrice())) ?? 'bytes'
  // Until it is known there is one, as usual: the legend does not grow by a line then.
  const isBudget = unit !== 'records' && (timeline.data.value?.budget.some((value) => value !== null) ?? true)
  return (
    <Card
      title={texts.title}
      look="team"
      tools={
        <>
          <Legend
            items={[
              ['logged', texts.logged],
              ['sent', texts.sent],
              ...(isBudget ? ([['dash', texts.budget]] as const) : []),
              ['mk', texts.person],
              ['bar', texts.incident],
              ['tri', texts.back],
            ]}
          />
          <Segments
            label={texts.unit}
            options={UNITS.filter((one) => one !== 'usd' || hasPrice()).map((one) => [one, texts.units[one]] as const)}
            value={unit}
            onChoose={(key) => setQuery({ unit: key === 'bytes' ? undefined : key })}
          />
        </>
      }
    >
      <div class="body" onPointerEnter={want} onFocusCapture={want}>
        <Loaded of={timeline} height={HEIGHT + 20}>
          {(data) => <Drawn {...{ days, data, unit, figures, incidents }} />}
        </Loaded>
      </div>
    </Card>
  )
}

const FORMATS: Readonly<Record<Unit, (value: number) => string>> = { bytes, usd, records: count }

interface DrawnProps extends Omit<TeamChartProps, 'by'> {
  readonly data: TeamTimeline
  readonly unit: Unit
}

function Drawn({ days, data, unit, figures, incidents }: DrawnProps): JSX.Element {
  const wanted = changesWanted.value
  const people = useByPeople(days, wanted).data.value?.entries
  const back = useTakenBack(days, wanted).data.value?.entries
  const step = stepOf(days)
  const series = useMemo(() => chartSeries(data, step, unit, serverNow(), usdOf), [data, unit])
  const marks = useMemo(
    () => laneMarks(incidents, people ?? [], back ?? [], serverNow()),
    [data, incidents, people, back],
  )
  const per = texts.per[data.step === 'day' ? 'day' : 'hour']
  const format = (value: number): string => per(FORMATS[unit](value))
  const axis = (value: number): string => per(FORMATS[unit](value).replace(/\.00$/, ''))
  return (
    <TimeChart
      key={`${days} ${unit}`}
      from={data.times[0] ?? 0}
      {...{ step, series, marks, format, axis }}
      lane
      height={HEIGHT}
      zone={zone.value}
      label={texts.label(days, bytes(figures.bytes), bytes(figures.billedBytes))}
    />
  )
}
