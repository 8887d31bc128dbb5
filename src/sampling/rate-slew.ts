import type { PatternSampling } from './pattern-sampling.js'

/** Ratio by which a probability may fall at once, and again after each interval. */
export const MAX_FALL_RATIO = 10
/** Falls after which even 1 has reached the lowest probability. */
const MAX_FALLS = 3
/** Shortest interval between falls, for policies that ask to be refreshed every second. */
const MIN_FALL_INTERVAL_MILLIS = 10_000
/** Previous policies that are remembered at a time; the oldest is forgotten first. */
const MAX_FALLING_POLICIES = 8

/** A record that is to be drawn. */
export interface Arrival {
  readonly signature: string
  readonly stratum: PatternSampling
  readonly severityNumber: number
  /** Probability of its stratum by the plan in force. */
  readonly allocated: number
}

/** Returns a record's probability by a policy and the plan of its time. */
export type PolicyRate = (arrival: Arrival) => number

interface Falling {
  readonly rate: PolicyRate
  readonly since: number
  readonly intervalMillis: number
}

/**
 * Lets probabilities fall slowly when policies change: what a previous policy gave is a lower bound, first at a tenth of it, then
 * a hundredth, then a thousandth. Rises are immediate. Times are monotonic milliseconds.
 */
export interface RateSlew {
  /** `previous` has just been replaced. */
  replaced(previous: PolicyRate, now: number, intervalMillis: number): void
  isFalling(now: number): boolean
  /** Returns the lower bound of the probability; 0 when nothing is falling. */
  lowerBound(arrival: Arrival, now: number): number
}

export function createRateSlew(): RateSlew {
  let falling: readonly Falling[] = []

  function isFalling(now: number): boolean {
    if (falling.length === 0) return false
    falling = falling.filter((one) => fallsOf(one, now) <= MAX_FALLS)
    return falling.length > 0
  }

  return {
    replaced(rate, now, intervalMillis) {
      isFalling(now)
      const one = { rate, since: now, intervalMillis: Math.max(MIN_FALL_INTERVAL_MILLIS, intervalMillis) }
      falling = [...falling, one].slice(-MAX_FALLING_POLICIES)
    },
    isFalling,
    lowerBound(arrival, now) {
      let least = 0
      for (const one of falling) {
        const falls = fallsOf(one, now)
        if (falls > MAX_FALLS) continue
        least = Math.max(least, one.rate(arrival) / MAX_FALL_RATIO ** falls)
      }
      return least
    },
  }
}

function fallsOf({ since, intervalMillis }: Falling, now: number): number {
  return 1 + Math.floor(Math.max(0, now - since) / intervalMillis)
}
