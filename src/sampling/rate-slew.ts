import type { PatternSampling } from './pattern-sampling.js'

/** The most that a probability falls at once, and again after each interval. */
export const MAX_FALL_RATIO = 10
/** After so many falls from 1 nothing is above the lowest probability any more. */
const MAX_FALLS = 3
/** A policy that asks to be refreshed every second does not fall by the second. */
const MIN_FALL_INTERVAL_MILLIS = 10_000
/** Policies that may be falling at a time; the oldest goes first. */
const MAX_FALLING_POLICIES = 8

/** A record that is to be drawn. */
export interface Arrival {
  readonly signature: string
  readonly stratum: PatternSampling
  readonly severityNumber: number
  /** What the plan in force gives its stratum. */
  readonly allocated: number
}

/** What a policy, and the plan of its time, made of a record's probability. */
export type PolicyRate = (arrival: Arrival) => number

interface Falling {
  readonly rate: PolicyRate
  readonly since: number
  readonly intervalMillis: number
}

/**
 * Lets probabilities fall slowly when policies change: what each of the policies before gave holds on, at a tenth of it, then a
 * hundredth, then a thousandth. Rises are immediate. Times are monotonic milliseconds.
 */
export interface RateSlew {
  /** `previous` has just been replaced. */
  replaced(previous: PolicyRate, now: number, intervalMillis: number): void
  isFalling(now: number): boolean
  /** The least that the probability may be now; 0 when nothing is falling. */
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
