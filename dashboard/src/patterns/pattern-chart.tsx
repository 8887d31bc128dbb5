import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { answerOf, api } from '../api/client.js'
import { Legend } from '../charts/legend.js'
import type { Series } from '../charts/series.js'
import { TimeChart } from '../charts/time-chart.js'
import { count } from '../format/numbers.js'
import { duration } from '../format/times.js'
import { Loaded } from '../parts/states.js'
import { zone } from '../state/preferences.js'
import { serverNow } from '../state/pulse.js'
import { useResource } from '../state/resource.js'
import { patterns as texts } from '../texts/patterns.js'
import type { Pattern } from './pattern-view.js'
import { wholeSteps } from './whole-steps.js'

const DAY = 86_400
const HEIGHT = 132

/** What was logged and kept of a pattern over the period. */
export function PatternChart({ pattern, days }: { pattern: Pattern; days: number }): JSX.Element {
  const { service, signature, check } = pattern
  const [step, seconds] = days < 1 ? (['minute', 60] as const) : (['hour', 3_600] as const)
  const points = useResource(`pattern ${service} ${signature} ${check} ${days}`, async (signal) => {
    const from = Math.floor(serverNow() / seconds) * seconds - days * DAY + seconds
    const query = { from, signature, step, ...(check !== null && { check }) }
    const params = { path: { service }, query }
    const answer = await answerOf(api.GET('/api/v1/services/{service}/timeline', { params, signal }))
    return { from, points: answer.points }
  })
  return (
    <div>
      <div class="head">
        <h3>{texts.opened.records}</h3>
        <Legend
          items={[
            ['logged', texts.opened.logged],
            ['sent', texts.opened.kept],
          ]}
        />
      </div>
      <Loaded of={points} height={HEIGHT}>
        {(data) => <Chart {...data} step={seconds} count={Math.round((days * DAY) / seconds)} />}
      </Loaded>
    </div>
  )
}

interface ChartProps {
  readonly from: number
  readonly step: number
  readonly count: number
  readonly points: readonly { readonly time: number; readonly seen: number; readonly kept: number }[]
}

function Chart({ from, step, count: steps, points }: ChartProps): JSX.Element {
  const series = useMemo((): readonly Series[] => {
    const column = (name: 'seen' | 'kept'): number[] => {
      const values = new Array<number>(steps).fill(0)
      for (const point of points) {
        const i = Math.floor((point.time - from) / step)
        if (i >= 0 && i < steps) values[i]! += point[name]
      }
      return wholeSteps(values, from, step, serverNow())
    }
    return [
      { key: 'logged', label: texts.opened.logged, kind: 'area', values: column('seen') },
      { key: 'sent', label: texts.opened.kept, kind: 'area', values: column('kept') },
    ]
  }, [points, from, step, steps])
  return (
    <TimeChart
      from={from}
      step={step}
      series={series}
      height={HEIGHT}
      zone={zone.value}
      label={texts.opened.chart(duration(step))}
      format={count}
    />
  )
}
