import { upperTail } from './negative-binomial.js'

/** A minute as likely as this is a surge. */
const SURGE_P = 1e-6
const LEAST_ERRORS = 5
const EFFECT = 2
const WARM_UP_MINUTES = 60
const SHARE_WEIGHT = 1 - 2 ** (-1 / 60)
const DISPERSION_WEIGHT = 1 - 2 ** (-1 / 720)
const FIRST_DISPERSION = 0.1
const MAX_DISPERSION = 4
/** A service that never failed is taken to fail once in so many records. */
const LEAST_SHARE = 1e-5
const NEW_NORMAL_MINUTES = 120

/**
 * Finds minutes in which more of a service's records are errors than its own history explains: unlikely under a negative binomial around the usual
 * share, at least five, and at least twice the usual share.
 */
export class ErrorSurgeDetector {
  #share = Number.NaN
  #dispersion = FIRST_DISPERSION
  #minutes = 0
  #lasting = 0

  /** Whether this minute is part of a surge. `all` counts errors too. */
  step(errors: number, all: number): boolean {
    if (all === 0) return false
    const share = errors / all
    if (Number.isNaN(this.#share)) this.#share = share
    const usual = Math.max(this.#share, LEAST_SHARE)
    const expected = usual * all
    const surges =
      this.#minutes++ >= WARM_UP_MINUTES &&
      errors >= LEAST_ERRORS &&
      share >= EFFECT * usual &&
      upperTail(errors, expected, this.#dispersion) < SURGE_P
    this.#lasting = surges ? this.#lasting + 1 : 0
    if (surges && this.#lasting <= NEW_NORMAL_MINUTES) return true
    const beyondChance = Math.min(MAX_DISPERSION, ((errors - expected) ** 2 - expected) / expected ** 2)
    // Too few to tell chance from more than chance.
    if (expected >= 1)
      this.#dispersion = Math.max(0, this.#dispersion + DISPERSION_WEIGHT * (beyondChance - this.#dispersion))
    this.#share += SHARE_WEIGHT * (share - this.#share)
    return false
  }
}
