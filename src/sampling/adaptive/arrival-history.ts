import { FRACTION, ZERO } from '../../internal/fraction.js'
import { isSurge } from './surge.js'

export const INTERVAL_MILLIS = 10_000
export const INTERVALS_PER_MINUTE = 6
const HALF_LIFE_MILLIS = 60_000
/** A count this many times off its mean is a new level, not noise: it becomes the mean at once. */
const STEP_RATIO = 2
const MIN_STEP_COUNT = 10
/** A pattern with fewer intervals is new, and has no surges. */
const MIN_INTERVALS = 12
const MAX_INTERVALS = 1_000

/** Returns the share of a moving mean that is left after a time. */
export function keptAfter(elapsedMillis: number): number {
  return 2 ** (-elapsedMillis / HALF_LIFE_MILLIS)
}

/** Moving mean and variance of the records of a pattern in an interval of 10 s. */
export class ArrivalHistory {
  /** Records per minute; -1 before the first interval has closed. */
  perMinute = FRACTION
  #variance = ZERO
  #intervals = 0

  constructor() {
    this.perMinute = -1
  }

  /** Takes the count of a closed interval. Returns whether it is a surge. */
  close(count: number, elapsedMillis: number, kept = keptAfter(elapsedMillis)): boolean {
    const whole = (count * INTERVAL_MILLIS) / elapsedMillis
    if (this.perMinute < 0) {
      this.perMinute = whole * INTERVALS_PER_MINUTE
      this.#variance = whole
      this.#intervals = 1
      return false
    }
    const mean = this.perMinute / INTERVALS_PER_MINUTE
    const surges = this.#intervals >= MIN_INTERVALS && isSurge(whole, mean, this.#variance)
    const isStep = whole >= MIN_STEP_COUNT && (whole > STEP_RATIO * mean || mean > STEP_RATIO * whole)
    // A step is no dispersion: counted as such it would hide the next.
    if (!isStep) this.#variance = kept * this.#variance + (1 - kept) * (whole - mean) ** 2
    const next = isStep ? whole : kept * mean + (1 - kept) * whole
    this.perMinute = next * INTERVALS_PER_MINUTE
    this.#intervals = Math.min(MAX_INTERVALS, this.#intervals + 1)
    return surges
  }

  /** Adds the arrivals of a pattern that a merge rule made one with this. */
  absorb(other: ArrivalHistory): void {
    if (other.perMinute < 0) return
    this.perMinute = Math.max(0, this.perMinute) + other.perMinute
    this.#variance += other.#variance
    this.#intervals = Math.max(this.#intervals, other.#intervals)
  }
}
