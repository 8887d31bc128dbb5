import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { Legend } from '../../charts/legend.js'
import type { Mark, Series } from '../../charts/series.js'
import { TimeChart } from '../../charts/time-chart.js'
import { bytes } from '../../format/numbers.js'
import { plainText } from '../../format/plain-text.js'
import { Card } from '../../parts/card.js'
import { Empty, Loaded } from '../../parts/states.js'
import { useWho } from '../../parts/who.js'
import { wholeSteps } from '../../patterns/whole-steps.js'
import { zone } from '../../state/preferences.js'
import { serverNow } from '../../state/pulse.js'
import type { Resource } from '../../state/resource.js'
import { serviceTexts as texts } from '../../texts/service.js'
import type { Range } from './range.js'
import type { ServicePage, Timeline } from './use-service.js'

const HEIGHT = 170
const LANE = 20
/** The pace of now is drawn over the last of the chart. */
const PACE_STEPS = 12

interface ChartCardProps {
  readonly service: string
  readonly range: Range
  readonly timeline: Resource<Timeline>
  readonly page: ServicePage | undefined
}

/** What was logged and sent over time, what may be kept now, and what happened meanwhile. */
export function ChartCard({ timeline, ...rest }: ChartCardProps): JSX.Element {
  return (
    <Card
      title={texts.chart}
      tools={
        <Legend
          items={[
            ['logged', texts.logged],
            ['sent', texts.sent],
            ['dash', texts.may],
            ['mk', texts.person],
            ['bar', texts.incident],
          ]}
        />
      }
    >
      <div class="body">
        <Loaded of={timeline} height={HEIGHT + LANE}>
          {(data) => <Chart {...rest} data={data} />}
        </Loaded>
      </div>
    </Card>
  )
}

function Chart({ service, range, page, data }: Omit<ChartCardProps, 'timeline'> & { data: Timeline }): JSX.Element {
  const step = data.seconds
  // The first step began before the period did: it is left out.
  const from = (data.times[0] ?? 0) + step
  const pace = paceOf(page)
  const series = useMemo((): readonly Series[] => {
    const minutes = step / 60
    const column = (values: readonly number[] = []): number[] =>
      wholeSteps(values.slice(1), from, step, serverNow()).map((value) => value / minutes)
    const [one] = data.series
    const logged = column(one?.bytes)
    return [
      { key: 'logged', label: texts.logged, kind: 'area', values: logged },
      { key: 'sent', label: texts.sent, kind: 'area', values: column(one?.billed_bytes) },
      ...(pace === undefined
        ? []
        : [
            {
              key: 'budget',
              label: texts.may,
              kind: 'step',
              values: logged.map((_, i) => (i >= logged.length - PACE_STEPS ? pace : null)),
            } as const,
          ]),
    ]
  }, [data, pace, step, from])
  const marks = useMarks(page)
  const sum = (values: readonly number[] = []): number => values.reduce((all, value) => all + value, 0)
  const [logged, sent] = [sum(data.series[0]?.bytes), sum(data.series[0]?.billed_bytes)]
  if (logged === 0) return <Empty>{texts.nothingLogged}</Empty>
  return (
    <TimeChart
      from={from}
      step={step}
      series={series}
      marks={marks}
      lane
      height={HEIGHT}
      zone={zone.value}
      label={texts.chartLabel(plainText(service), texts.rangeNames[range], bytes(logged), bytes(sent))}
      format={(value) => texts.aMinute(bytes(value))}
    />
  )
}

/** Returns bytes a minute; `undefined`: there is no budget, one in records, or one that others share. */
function paceOf(page: ServicePage | undefined): number | undefined {
  const planned = page?.policy?.forecast
  if (planned?.['unit'] === 'bytes' && typeof planned['per_minute'] === 'number') return planned['per_minute']
  const budget = page?.budget
  return budget?.counted_in === 'bytes' && budget.service !== null ? budget.pace_per_minute : undefined
}

function useMarks(page: ServicePage | undefined): readonly Mark[] {
  const who = useWho()
  return useMemo(() => {
    if (page === undefined) return []
    const { incidents, changes, instances } = page
    const releases = Map.groupBy(instances, ({ release }) => release)
    const began = [...releases].flatMap(([release, own]) =>
      release === null ? [] : [{ release, at: Math.min(...own.map(({ first_seen }) => first_seen)) }],
    )
    const first = Math.min(...began.map(({ at }) => at))
    return [
      ...incidents.map(
        ({ id, opened_at, resolved_at, summary }): Mark => ({
          at: opened_at,
          until: resolved_at ?? serverNow(),
          kind: 'incident',
          label: texts.incidentMark(id, plainText(summary)),
        }),
      ),
      ...changes.map(
        ({ at, action, reason, actor }): Mark => ({
          at,
          kind: 'person',
          label: texts.change(
            texts.changes[action as keyof typeof texts.changes] ?? action,
            plainText(reason),
            who(actor).name,
          ),
        }),
      ),
      ...began
        .filter(({ at }) => at > first)
        .map(({ release, at }): Mark => ({ at, kind: 'deploy', label: texts.releaseMark(plainText(release)) })),
    ]
  }, [page, who])
}
