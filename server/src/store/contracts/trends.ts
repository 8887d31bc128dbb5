import type { Period } from './totals.js'

/** One pattern of a service, by the key of its counters. */
export interface TrendKey {
  readonly serviceId: number
  readonly key: string
}

/** Counts over time in equal steps, oldest first. */
export interface Trend {
  readonly seen: readonly number[]
  readonly kept: readonly number[]
}

export interface TrendStore {
  /**
   * Returns the trend of each pattern, in their order.
   *
   * @param points into how many steps the period is cut; a step has whole buckets, the last one may be shorter
   */
  of(patterns: readonly TrendKey[], period: Period, points: number): Promise<Trend[]>
}
