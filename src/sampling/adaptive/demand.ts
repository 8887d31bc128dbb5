import { ZERO } from '../../internal/fraction.js'

/** A pattern may take one of so many parts of the demand that is left until the plan is asked again. */
const LEASED_SHARE = 4

/** What the records of the running interval cost, those included that are leased and did not come yet, beside what asks for a new plan. */
export class Demand {
  /** Cost of records that came. */
  came = ZERO
  limit = Number.POSITIVE_INFINITY
  #leased = ZERO

  /** Returns how many records of a cost may be leased. */
  leaseable(cost: number): number {
    return Math.floor((this.limit - this.came - this.#leased) / (cost * LEASED_SHARE))
  }

  /** Reserves cost for leased records; a negative one is given back. */
  lease(cost: number): void {
    this.#leased += cost
  }

  get isBeyondLimit(): boolean {
    return this.came > this.limit
  }

  get mayBeBeyondLimit(): boolean {
    return this.came + this.#leased > this.limit
  }
}
