import { MIN_PROBABILITY } from './thinning.js'

/** A minute of the budget may wait to be spent; half of it does while the plan holds. */
const CAPACITY_MILLIS = 10_000
const MAX_FACTOR = 1.5

/**
 * Corrects what the allocator did not foresee. It never vetoes a record that was drawn, which would bias the weights: it raises or lowers
 * the probability of the next draws by its level, so that in the long run exactly the budget is spent.
 */
export interface TokenBucket {
  /** Factor on p, 0.001–1.5: 1 at half the capacity. */
  factor(now: number): number
  /** Takes the cost of a kept record. The level never falls below 0: guarantees may spend more than there is, and run up no debt. */
  spend(cost: number): void
}

export function createTokenBucket(perSecond: number): TokenBucket {
  const perMilli = perSecond / 1_000
  const capacity = perMilli * CAPACITY_MILLIS
  const half = capacity / 2
  let level = half
  let filledAt = Number.NaN
  return {
    factor(now) {
      if (now > filledAt) level = Math.min(capacity, level + (now - filledAt) * perMilli)
      filledAt = now
      return Math.min(MAX_FACTOR, Math.max(MIN_PROBABILITY, level / half))
    },
    spend(cost) {
      level = Math.max(0, level - cost)
    },
  }
}
