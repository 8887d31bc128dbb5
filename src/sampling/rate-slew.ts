import type { PolicyPattern } from './ceilings.js'
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
  readonly pattern: PolicyPattern
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
export class RateSlew {
  #falling: readonly Falling[] = []

  /** `previous` has just been replaced. */
  replaced(previous: PolicyRate, now: number, intervalMillis: number): void {
    this.isFalling(now)
    const one = { rate: previous, since: now, intervalMillis: Math.max(MIN_FALL_INTERVAL_MILLIS, intervalMillis) }
    this.#falling = [...this.#falling, one].slice(-MAX_FALLING_POLICIES)
  }

  isFalling(now: number): boolean {
    if (this.#falling.length === 0) return false
    this.#falling = this.#falling.filter((one) => fallsOf(one, now) <= MAX_FALLS)
    return this.#falling.length > 0
  }

  /** Returns the lower bound of the probability; 0 when nothing is falling. */
  lowerBound(arrival: Arrival, now: number): number {
    let least = 0
    for (const one of this.#falling) {
      const falls = fallsOf(one, now)
      if (falls > MAX_FALLS) continue
      least = Math.max(least, one.rate(arrival) / MAX_FALL_RATIO ** falls)
    }
    return least
  }
}

function fallsOf({ since, intervalMillis }: Falling, now: number): number {
  return 1 + Math.floor(Math.max(0, now - since) / intervalMillis)
}
