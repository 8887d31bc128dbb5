export const INTERVAL_MILLIS = 10_000
const HALF_LIFE_MILLIS = 60_000
const MILLIS_PER_MINUTE = 60_000
/** A running interval this many times above what was expected counts at once. */
const STEP = 2

/** Records per minute of one pattern, without a timer: it moves when records arrive. */
export interface ArrivalRate {
  startedAt: number
  inInterval: number
  /** Exponentially weighted mean of closed intervals; -1 before the first one closes. */
  perMinute: number
}

export function createArrivalRate(now: number): ArrivalRate {
  return { startedAt: now, inInterval: 0, perMinute: -1 }
}

/**
 * Counts one arrival and answers the rate in force, in records per minute: the moving mean, or the running interval where it
 * has already passed twice what the mean expected of it (a step up, or a pattern without history).
 */
export function countArrival(rate: ArrivalRate, now: number): number {
  const elapsed = now - rate.startedAt
  if (elapsed >= INTERVAL_MILLIS) close(rate, now, elapsed)
  rate.inInterval++
  const mean = rate.perMinute
  if (mean >= 0 && rate.inInterval < (STEP * mean * INTERVAL_MILLIS) / MILLIS_PER_MINUTE) return mean
  // A running interval counts as a whole one, so that the first records of a burst are not taken for a flood.
  return Math.max(mean, perMinute(rate.inInterval, INTERVAL_MILLIS))
}

/** The rate without counting, for calculations over all patterns. */
export function rateAt(rate: ArrivalRate, now: number): number {
  const elapsed = Math.max(now - rate.startedAt, INTERVAL_MILLIS)
  const running = perMinute(rate.inInterval, elapsed)
  return rate.perMinute < 0 ? running : mix(rate.perMinute, running, now - rate.startedAt)
}

/** Adds the arrivals of another pattern: from `now` on the rate is the sum of both. */
export function addRate(rate: ArrivalRate, other: ArrivalRate, now: number): void {
  if (isFirstInterval(rate, now) && isFirstInterval(other, now)) {
    rate.inInterval += other.inInterval
    rate.startedAt = Math.min(rate.startedAt, other.startedAt)
    return
  }
  // Intervals that started at different times cannot be added, only what they say.
  rate.perMinute = rateAt(rate, now) + rateAt(other, now)
  rate.inInterval = 0
  rate.startedAt = now
}

function isFirstInterval(rate: ArrivalRate, now: number): boolean {
  return rate.perMinute < 0 && now - rate.startedAt < INTERVAL_MILLIS
}

function close(rate: ArrivalRate, now: number, elapsed: number): void {
  const observed = perMinute(rate.inInterval, elapsed)
  rate.perMinute = rate.perMinute < 0 ? observed : mix(rate.perMinute, observed, elapsed)
  rate.inInterval = 0
  rate.startedAt = now
}

function mix(mean: number, observed: number, elapsed: number): number {
  const kept = 2 ** (-elapsed / HALF_LIFE_MILLIS)
  return kept * mean + (1 - kept) * observed
}

function perMinute(count: number, elapsed: number): number {
  return (count * MILLIS_PER_MINUTE) / elapsed
}
