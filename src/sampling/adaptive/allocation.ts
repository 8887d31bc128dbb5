import { clipProbability, MIN_PROBABILITY } from './thinning.js'

/** One pattern's demand, as the allocator sees it. */
export interface Demand {
  /** Records per minute that reach the adaptive step. */
  readonly perMinute: number
  /** Mean cost of a record: encoded bytes, or 1 where the budget counts records. */
  readonly cost: number
  /** What a record is worth, > 0: at equal volume and cost, twice the value keeps √2 times as much. */
  readonly value: number
  /** Upper bound of the probability, 0–1. */
  readonly ceiling: number
}

/**
 * Returns p = clip(λ·√(v/b)·c^(−1/2), 0.001, 1): for what is spent, the smallest sum of the patterns' relative variances, each
 * weighted by its value. `perMinute` counts records, `cost` is that of one, in the unit of the budget; without records it is 1.
 *
 * @example
 * allocatedProbability(1, 10_000, 1, 1) // → 0.01
 */
export function allocatedProbability(lambda: number, perMinute: number, cost: number, value: number): number {
  if (perMinute <= 0) return 1
  return clipProbability(lambda * Math.sqrt(value / (cost * perMinute)))
}

const MAX_ITERATIONS = 64
/** Share of the budget that the division may be off by. */
const BUDGET_TOLERANCE = 1e-6

/**
 * Returns the λ at which Σ b·c·min(ceiling, p) meets `available` (cost per minute): `Infinity` when all fits, 0 when not even the smallest
 * probabilities do.
 *
 * @example
 * solveLambda([{ perMinute: 10_000, cost: 1, value: 1, ceiling: 1 }], 100) // → 1: p = 0.01
 */
export function solveLambda(demands: readonly Demand[], available: number): number {
  const count = demands.length
  const volumes = new Float64Array(count)
  const slopes = new Float64Array(count)
  const floors = new Float64Array(count)
  const ceilings = new Float64Array(count)
  let all = 0
  let least = 0
  let high = 0
  for (let i = 0; i < count; i++) {
    const { perMinute, cost, value, ceiling } = demands[i]!
    if (perMinute <= 0) continue
    const volume = perMinute * cost
    const slope = Math.sqrt(value / volume)
    volumes[i] = volume
    slopes[i] = slope
    ceilings[i] = ceiling
    floors[i] = Math.min(ceiling, MIN_PROBABILITY)
    all += volume * ceiling
    least += volume * floors[i]!
    high = Math.max(high, 1 / slope)
  }
  if (all <= available) return Number.POSITIVE_INFINITY
  if (least >= available) return 0

  // Newton's method, kept within a bracket: the spend is piecewise linear in λ.
  let low = 0
  let lambda = high / 2
  for (let i = 0; i < MAX_ITERATIONS; i++) {
    let spend = 0
    let rise = 0
    for (let k = 0; k < count; k++) {
      const p = lambda * slopes[k]!
      if (p >= ceilings[k]!) spend += volumes[k]! * ceilings[k]!
      else if (p <= floors[k]!) spend += volumes[k]! * floors[k]!
      else {
        spend += volumes[k]! * p
        rise += volumes[k]! * slopes[k]!
      }
    }
    if (Math.abs(spend - available) <= BUDGET_TOLERANCE * available) return lambda
    if (spend > available) high = lambda
    else low = lambda
    const next = lambda + (available - spend) / rise
    lambda = next > low && next < high ? next : (low + high) / 2
  }
  return lambda
}
