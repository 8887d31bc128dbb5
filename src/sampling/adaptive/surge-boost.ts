import { allocatedProbability, type Demand } from './allocation.js'

/** Surging patterns may take this share of the budget beyond their own. */
const MAX_SURGE_SHARE = 0.05

/**
 * Returns the factor on p of the surging patterns, lowered so that together they take at most 5 % of the budget more than without
 * a surge; and what they take, in cost per minute.
 */
export function boostWithin(
  surging: readonly Demand[],
  lambda: number,
  boost: number,
  budgetPerMinute: number,
): { readonly boost: number; readonly extra: number } {
  let extra = 0
  for (const { perMinute, cost, value, ceiling } of surging) {
    const p = Math.min(ceiling, allocatedProbability(lambda, perMinute, cost, value))
    extra += perMinute * cost * (Math.min(1, p * boost) - p)
  }
  const limit = MAX_SURGE_SHARE * budgetPerMinute
  if (extra <= limit) return { boost, extra }
  return { boost: 1 + ((boost - 1) * limit) / extra, extra: limit }
}
