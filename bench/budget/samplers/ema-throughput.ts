import { seededRandom } from 'lipservice/testing'
import type { CreateSampler } from '../sampler.ts'

const INTERVAL_MILLIS = 15_000
const WEIGHT = 0.5
const INITIAL_RATE = 10
/** Keys that are as good as gone leave the averages. */
const AGE_OUT = 0.5

/**
 * Throughput by key as Honeycomb's dynsampler describes it: every 15 s the counts of the keys go into exponential moving averages; the goal is divided in
 * proportion to their logarithms, rare keys first, and what one key cannot use is left to those after it.
 */
export const createEmaThroughput: CreateSampler = (budgetPerSecond) => {
  const random = seededRandom(3)
  const averages = new Map<number, number>()
  let rates = new Map<number, number>()
  let counts = new Map<number, number>()
  let startedAt = 0

  function adjust(): void {
    for (const [key, average] of averages) {
      const next = average * (1 - WEIGHT) + WEIGHT * (counts.get(key) ?? 0)
      if (next < AGE_OUT) averages.delete(key)
      else averages.set(key, next)
      counts.delete(key)
    }
    for (const [key, count] of counts) averages.set(key, WEIGHT * count)
    counts = new Map()

    const logOf = (count: number) => Math.max(1, Math.log10(Math.max(1, count)))
    const keys = [...averages].sort((a, b) => a[1] - b[1] || a[0] - b[0])
    let goal = (budgetPerSecond * INTERVAL_MILLIS) / 1_000
    let logs = keys.reduce((sum, [, count]) => sum + logOf(count), 0)
    rates = new Map()
    for (const [key, count] of keys) {
      const share = Math.max(1, goal * (logOf(count) / logs))
      const rate = Math.max(1, Math.ceil(count / share))
      rates.set(key, rate)
      goal -= count / rate
      logs -= logOf(count)
    }
  }

  return {
    name: 'dynsampler EMA throughput',
    tick(now) {
      if (now - startedAt < INTERVAL_MILLIS) return
      startedAt = now
      adjust()
    },
    decide(pattern) {
      counts.set(pattern, (counts.get(pattern) ?? 0) + 1)
      const rate = averages.size === 0 ? INITIAL_RATE : (rates.get(pattern) ?? 1)
      return random() * rate < 1 ? rate : 0
    },
  }
}
