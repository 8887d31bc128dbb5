import type { JSX } from 'preact'
import { count, percent } from '../format/numbers.js'
import { duration } from '../format/times.js'
import { patterns as texts } from '../texts/patterns.js'
import type { Pattern } from './pattern-view.js'

/** The last steps of the trend that stand for now: the last one may have only begun. */
const STEPS = 2
const DAY = 86_400

/** What of a pattern was kept lately, as a bar; its ceiling under the policy as a tick. */
export function KeptNow({ pattern, days }: { pattern: Pattern; days: number }): JSX.Element {
  const { trend, ceiling } = pattern
  const sum = (values: readonly number[]): number => values.slice(-STEPS).reduce((all, value) => all + value, 0)
  const [seen, kept] = trend === null ? [pattern.seen, pattern.kept] : [sum(trend.seen), sum(trend.kept)]
  if (seen === 0) return <span class="dimmer">{texts.silent}</span>
  const rate = Math.min(1, kept / seen)
  const span = duration((days * DAY * STEPS) / (trend?.seen.length ?? STEPS))
  const title = [texts.keptNow(count(kept), count(seen), span)]
  if (ceiling < 1) title.push(texts.atMost(percent(ceiling)))
  return (
    <span class="rate" title={title.join('; ')}>
      <span class="bar">
        <i style={{ width: `${rate * 100}%` }} />
        {ceiling < 1 && <b style={{ left: `${ceiling * 100}%` }} />}
      </span>
      <span>{percent(rate)}</span>
    </span>
  )
}
