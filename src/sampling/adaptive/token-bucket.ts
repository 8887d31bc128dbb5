import { MIN_PROBABILITY } from './thinning.js'

/** How much of the budget may wait to be spent; half of it does while the plan holds. */
const CAPACITY_MILLIS = 10_000
const MAX_FACTOR = 1.5
/** Share of the capacity at a start, when nothing is known yet: a full one would be spent before anything is. */
const CAPACITY_AT_START = 0.4
const GROWS_FOR_MILLIS = 10_000

/**
 * Corrects what the allocator did not foresee. It never vetoes a record that was drawn, which would bias the weights. It raises or
 * lowers the probability of the next draws by its level, so that in the long run exactly the budget is spent.
 */
export class TokenBucket {
  #perMilli = 0
  #fullHalf = 0
  #half: number
  #level: number
  #startedAt = Number.NaN
  #filledAt = Number.NaN

  constructor(perSecond: number) {
    this.#setRate(perSecond)
    this.#half = CAPACITY_AT_START * this.#fullHalf
    this.#level = this.#half
  }

  /** Returns the factor on p, 0.001–1.5: 1 at half the capacity. `now` is monotonic milliseconds. */
  factor(now: number): number {
    if (this.#half < this.#fullHalf) this.#grow(now)
    if (now > this.#filledAt)
      this.#level = Math.min(2 * this.#half, this.#level + (now - this.#filledAt) * this.#perMilli)
    this.#filledAt = now
    return Math.min(MAX_FACTOR, Math.max(MIN_PROBABILITY, this.#level / this.#half))
  }

  /** Takes the cost of a kept record. The level never falls below 0: guarantees may spend more than there is without a debt. */
  spend(cost: number): void {
    this.#level = Math.max(0, this.#level - cost)
  }

  /** Drops what was saved up, but not what was spent beyond the plan. */
  dropSavings(): void {
    this.#level = Math.min(this.#level, this.#half)
  }

  /** Fills at another rate from now on. It changes no probability at once. */
  useRate(perSecond: number): void {
    const before = this.#fullHalf
    this.#setRate(perSecond)
    const ratio = this.#fullHalf / before
    this.#half *= ratio
    this.#level *= ratio
  }

  #setRate(perSecond: number): void {
    this.#perMilli = perSecond / 1_000
    this.#fullHalf = (this.#perMilli * CAPACITY_MILLIS) / 2
  }

  #grow(now: number): void {
    if (Number.isNaN(this.#startedAt)) this.#startedAt = now
    const grown = Math.min(1, (now - this.#startedAt) / GROWS_FOR_MILLIS)
    const before = this.#half
    this.#half = this.#fullHalf * (CAPACITY_AT_START + (1 - CAPACITY_AT_START) * grown)
    // It changes no probability, and gives nothing to an empty one.
    this.#level *= this.#half / before
  }
}
