import type { components } from '../../api/schema.js'
import { FINDING_ORDER } from '../../parts/headline.js'

export type IncidentPage = components['schemas']['IncidentPage']
export type Finding = components['schemas']['Incident']['findings'][number]
type Series = IncidentPage['series'][number]

/** A finding with what was logged and kept around it; `undefined`: the server sends only so many. */
interface ShownFinding {
  readonly finding: Finding
  readonly series: Series | undefined
}

/** How far a finding is from what was expected; a pattern that fell silent is as far as it was frequent. */
const weightOf = ({ kind, expected, observed }: Finding): number =>
  kind === 'silence' ? expected : observed / Math.max(1, expected)

/** Returns findings by weight: errors, what fell silent, spikes, what is new; of each kind the largest first. */
export function byWeight({ incident, series }: Pick<IncidentPage, 'incident' | 'series'>): ShownFinding[] {
  const rank = ({ finding }: ShownFinding): number => FINDING_ORDER.indexOf(finding.kind)
  return incident.findings
    .map((finding, i): ShownFinding => ({ finding, series: series[i] }))
    .toSorted((a, b) => rank(a) - rank(b) || weightOf(b.finding) - weightOf(a.finding))
}

/** What was logged since an incident began. */
export interface Logged {
  readonly seen: number
  readonly kept: number
  readonly errors: number
}

/** Returns sums of the whole service since then; `undefined`: there is no series of all of it. */
export function loggedSince(
  { times, series }: Pick<IncidentPage, 'times' | 'series'>,
  since: number,
  until: number,
): Logged | undefined {
  const whole = series.find(({ signature }) => signature === '')
  if (whole === undefined) return undefined
  const sum = (values: readonly number[]): number =>
    values.reduce((all, value, i) => (times[i]! >= since && times[i]! <= until ? all + value : all), 0)
  return { seen: sum(whole.seen), kept: sum(whole.kept), errors: sum(whole.errors) }
}
