import { upperTail } from './negative-binomial.js'

/** A minute as likely as this is a surge. */
const MAX_SURGE_P = 1e-6
const MIN_ERRORS = 5
const MIN_SURGE_RATIO = 2
/** A minute that may not be over yet has to be as unlikely as this. */
const MAX_EARLY_P = 1e-9
const WARM_UP_MINUTES = 60
const SHARE_WEIGHT = 1 - 2 ** (-1 / 60)
const DISPERSION_WEIGHT = 1 - 2 ** (-1 / 720)
const INITIAL_DISPERSION = 0.1
const MAX_DISPERSION = 4
/** A service that never failed is taken to fail once in so many records. */
const MIN_ERROR_SHARE = 1e-5
const MAX_SURGE_MINUTES = 120

/**
 * Finds minutes in which more of a service's records are errors than its own history explains: unlikely under a
 * negative binomial around the usual share, at least five, and at least twice the usual share.
 */
export class ErrorSurgeDetector {
  #share = Number.NaN
  #dispersion = INITIAL_DISPERSION
  #minutes = 0
  #lasting = 0

  /** Returns whether this minute is part of a surge. `all` counts errors too. */
  step(errors: number, all: number): boolean {
    if (all === 0) return false
    const share = errors / all
    if (Number.isNaN(this.#share)) this.#share = share
    const expected = this.expected(all)
    const surges = this.#minutes++ >= WARM_UP_MINUTES && this.#isSurge(errors, all, MAX_SURGE_P)
    this.#lasting = surges ? this.#lasting + 1 : 0
    if (surges && this.#lasting <= MAX_SURGE_MINUTES) return true
    const beyondChance = Math.min(MAX_DISPERSION, ((errors - expected) ** 2 - expected) / expected ** 2)
    // Too few to tell chance from more than chance.
    if (expected >= 1)
      this.#dispersion = Math.max(0, this.#dispersion + DISPERSION_WEIGHT * (beyondChance - this.#dispersion))
    this.#share += SHARE_WEIGHT * (share - this.#share)
    return false
  }

  /** Returns whether a minute is part of a surge, though it may not be over yet. Learns nothing. */
  peek(errors: number, all: number): boolean {
    return this.#minutes >= WARM_UP_MINUTES && this.#isSurge(errors, all, MAX_EARLY_P)
  }

  /** Returns the expected errors among so many records. */
  expected(all: number): number {
    return Math.max(Number.isNaN(this.#share) ? 0 : this.#share, MIN_ERROR_SHARE) * all
  }

  #isSurge(errors: number, all: number, p: number): boolean {
    const expected = this.expected(all)
    if (errors < MIN_ERRORS || errors < MIN_SURGE_RATIO * expected) return false
    return upperTail(errors, expected, this.#dispersion) < p
  }
}
