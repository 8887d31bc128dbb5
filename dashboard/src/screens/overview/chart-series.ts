import type { Series } from '../../charts/series.js'
import type { TeamTimeline } from '../../state/timeline.js'
import { overview } from '../../texts/overview.js'

export const UNITS = ['bytes', 'usd', 'records'] as const
export type Unit = (typeof UNITS)[number]

/** Of a step that has just begun too little is known to say how it goes on. */
const LEAST_OF_STEP = 0.25

/** Returns the columns of all series of a timeline added up: those of services are the team's. */
function addedUp({ times, series }: TeamTimeline, column: 'seen' | 'kept' | 'bytes' | 'billed_bytes'): number[] {
  return times.map((_, i) => series.reduce((sum, one) => sum + (one[column]?.[i] ?? 0), 0))
}

/**
 * Returns what is drawn: amounts a step. The step that is not over yet is shown at its rate so far, and not at all in its
 * first quarter: else each line would end with a fall.
 *
 * @param now epoch seconds
 * @param usdOf money of bytes
 */
export function chartSeries(
  timeline: TeamTimeline,
  step: number,
  unit: Unit,
  now: number,
  usdOf: (bytes: number) => number,
): Series[] {
  const scale = unit === 'usd' ? usdOf : (value: number) => value
  const drawn = (values: readonly (number | null)[], isRate: boolean): (number | null)[] =>
    values.map((value, i) => {
      if (value === null) return null
      const part = (now - timeline.times[i]!) / step
      if (!isRate || part >= 1) return scale(value)
      return part < LEAST_OF_STEP ? null : scale(value) / part
    })
  const [logged, sent] = unit === 'records' ? (['seen', 'kept'] as const) : (['bytes', 'billed_bytes'] as const)
  const { chart } = overview
  const series: Series[] = [
    { key: 'logged', label: chart.logged, kind: 'area', values: drawn(addedUp(timeline, logged), true) },
    { key: 'sent', label: chart.sent, kind: 'area', values: drawn(addedUp(timeline, sent), true) },
  ]
  if (unit !== 'records' && timeline.budget.some((value) => value !== null))
    series.push({
      key: 'budget',
      label: chart.budgetOf[timeline.step === 'day' ? 'day' : 'hour'],
      kind: 'step',
      values: drawn(timeline.budget, false),
    })
  return series
}
