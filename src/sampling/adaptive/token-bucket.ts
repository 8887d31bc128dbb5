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
export interface TokenBucket {
  /** Returns the factor on p, 0.001–1.5: 1 at half the capacity. `now` is monotonic milliseconds. */
  factor(now: number): number
  /** Takes the cost of a kept record. The level never falls below 0: guarantees may spend more than there is without a debt. */
  spend(cost: number): void
  /** Drops what was saved up, but not what was spent beyond the plan. */
  dropSavings(): void
}

export function createTokenBucket(perSecond: number): TokenBucket {
  const perMilli = perSecond / 1_000
  const fullHalf = (perMilli * CAPACITY_MILLIS) / 2
  let half = CAPACITY_AT_START * fullHalf
  let level = half
  let startedAt = Number.NaN
  let filledAt = Number.NaN

  function grow(now: number): void {
    if (Number.isNaN(startedAt)) startedAt = now
    const grown = Math.min(1, (now - startedAt) / GROWS_FOR_MILLIS)
    const before = half
    half = fullHalf * (CAPACITY_AT_START + (1 - CAPACITY_AT_START) * grown)
    // It changes no probability, and gives nothing to an empty one.
    level *= half / before
  }

  return {
    factor(now) {
      if (half < fullHalf) grow(now)
      if (now > filledAt) level = Math.min(2 * half, level + (now - filledAt) * perMilli)
      filledAt = now
      return Math.min(MAX_FACTOR, Math.max(MIN_PROBABILITY, level / half))
    },
    spend(cost) {
      level = Math.max(0, level - cost)
    },
    dropSavings() {
      level = Math.min(level, half)
    },
  }
}
