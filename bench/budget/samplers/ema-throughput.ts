import type { Sampler } from '../sampler.ts'
import { shareByLogarithm } from './log-share.ts'

/** As named and preset in Honeycomb's dynsampler-go. */
export interface EmaThroughputOptions {
  readonly goalPerSecond: number
  readonly adjustmentSeconds?: number
  /** Of the last interval in the moving average. */
  readonly weight?: number
  /** Of every record before the first adjustment: 1 in so many. */
  readonly initialRate?: number
  /** Keys whose moving average falls below are forgotten. */
  readonly ageOut?: number
  /** Adjusts at once when an interval has so many times the records of the average one; 0 switches it off. */
  readonly burstMultiple?: number
  /** Intervals before bursts are looked for. */
  readonly burstDelay?: number
  /** Keys counted in one interval; 0 = all. */
  readonly maxKeys?: number
}

/**
 * The EMA throughput sampler of Honeycomb's dynsampler-go, from its documentation: exponentially moving averages of the counts of
 * each key share a goal by their logarithms. A key without an average has rate 1, so that new keys are always kept.
 */
export function createEmaThroughput(options: EmaThroughputOptions, random: () => number): Sampler {
  const { goalPerSecond, adjustmentSeconds = 15, weight = 0.5, initialRate = 10, ageOut = weight } = options
  const { burstMultiple = 2, burstDelay = 3, maxKeys = 0 } = options
  const averages = new Map<number, number>()
  let counts = new Map<number, number>()
  let rates: ReadonlyMap<number, number> | undefined
  let inInterval = 0
  let burstAt = Number.POSITIVE_INFINITY
  let intervals = 0
  let adjustsAt = adjustmentSeconds * 1_000

  function count(key: number): void {
    const before = counts.get(key)
    if (before === undefined && maxKeys > 0 && counts.size >= maxKeys) return
    counts.set(key, (before ?? 0) + 1)
    inInterval++
  }

  function adjust(): void {
    inInterval = 0
    // An idle interval does not make the averages forget.
    if (counts.size === 0) return
    for (const key of averages.keys()) if (!counts.has(key)) average(key, 0)
    for (const [key, seen] of counts) average(key, seen)
    counts = new Map()
    let expected = 0
    for (const mean of averages.values()) expected += Math.max(1, mean)
    burstAt = burstMultiple > 0 ? expected * burstMultiple : Number.POSITIVE_INFINITY
    rates = shareByLogarithm(averages, goalPerSecond * adjustmentSeconds)
  }

  function average(key: number, seen: number): void {
    const mean = weight * seen + (1 - weight) * (averages.get(key) ?? 0)
    if (mean < ageOut) averages.delete(key)
    else averages.set(key, mean)
  }

  const rateOf = (key: number) => (rates === undefined ? initialRate : (rates.get(key) ?? 1))

  return {
    name: 'dynsampler',
    decide(key, nowMillis) {
      for (; nowMillis >= adjustsAt; adjustsAt += adjustmentSeconds * 1_000) {
        adjust()
        intervals++
      }
      count(key)
      if (inInterval >= burstAt && intervals >= burstDelay) {
        adjust()
        adjustsAt = nowMillis + adjustmentSeconds * 1_000
      }
      const rate = rateOf(key)
      return random() * rate < 1 ? rate : 0
    },
    probabilityOf: (key) => 1 / rateOf(key),
  }
}
