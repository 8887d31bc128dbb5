import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { Series } from '../../charts/series.js'
import { TimeChart } from '../../charts/time-chart.js'
import { count } from '../../format/numbers.js'
import { plainText } from '../../format/plain-text.js'
import { zone } from '../../state/preferences.js'
import { serverNow } from '../../state/pulse.js'
import { settings } from '../../state/session.js'
import { incidentTexts as texts } from '../../texts/incidents.js'
import type { Finding, IncidentPage } from './findings.js'

const SECONDS = { minute: 60, hour: 3_600 } as const
const HEIGHT = 112

interface FindingChartProps {
  readonly page: IncidentPage
  readonly series: IncidentPage['series'][number]
  /** `undefined`: all that the service logs. */
  readonly of: Finding | undefined
}

/** What was logged as an outline, what was kept filled, what was expected dashed; the incident shaded. */
export function FindingChart({ page, series, of }: FindingChartProps): JSX.Element {
  const { incident, times, step } = page
  const until = incident.resolved_at ?? serverNow()
  const known = incident.resolved_at === null ? knownSteps(times, SECONDS[step], until) : times.length
  const lines = useMemo(() => linesOf(series, of, known), [series, of, known])
  // By the step: a second more is the same picture.
  const end = Math.ceil(until / SECONDS[step]) * SECONDS[step]
  const bands = useMemo(
    () => [{ from: incident.opened_at, until: end, tone: 'bad' as const }],
    [incident.opened_at, end],
  )
  const what =
    of === undefined ? texts.everything(plainText(incident.service)) : plainText(of.template) || incident.service
  const kind = of === undefined ? texts.all : texts.kinds[of.kind]
  return (
    <TimeChart
      from={times[0] ?? incident.opened_at}
      step={SECONDS[step]}
      series={lines}
      bands={bands}
      height={HEIGHT}
      zone={zone.value}
      label={texts.chart(kind, plainText(what), texts.step[step])}
      format={(value) => texts.perStep[step](count(value))}
      axis={count}
    />
  )
}

/** Returns how many steps all instances have reported: of the others a part is still to come. */
function knownSteps(times: readonly number[], size: number, now: number): number {
  const reported = now - (settings.value?.report_seconds ?? 0)
  return times.findLastIndex((time) => time + size <= reported) + 1
}

function linesOf(series: FindingChartProps['series'], of: Finding | undefined, known: number): Series[] {
  const { legend } = texts
  const whole = (values: readonly number[]): (number | null)[] => values.map((value, i) => (i < known ? value : null))
  const { expected, expected_by_step: byStep } = series
  const level = byStep ?? (expected > 0 ? series.seen.map(() => expected) : undefined)
  const usual: Series[] =
    of === undefined || of.kind === 'new_pattern' || level === undefined
      ? []
      : [{ key: 'budget', label: legend.expected, kind: 'step', values: level }]
  if (of?.kind === 'error_surge')
    return [{ key: 'error', label: legend.errors, kind: 'line', values: whole(series.errors) }, ...usual]
  return [
    { key: 'logged', label: legend.logged, kind: 'area', values: whole(series.seen) },
    { key: 'sent', label: legend.kept, kind: 'area', values: whole(series.kept) },
    ...usual,
  ]
}
