import { clipProbability } from './thinning.js'

/** One pattern's demand, as the allocator sees it. */
export interface Demand {
  /** Records per minute that reach the adaptive step. */
  readonly perMinute: number
  /** Mean cost of a record: encoded bytes, or 1 where the budget counts records. */
  readonly cost: number
  /** Upper bound of the probability, 0–1. */
  readonly ceiling: number
}

/** p = clip(λ·√(1/b)·c^(−1/2), 0.001, 1): the smallest summed relative variance for what is spent. */
export function allocatedProbability(lambda: number, perMinute: number, cost: number): number {
  if (perMinute <= 0) return 1
  return clipProbability(lambda / Math.sqrt(cost * perMinute))
}

const BISECTIONS = 40

/** The λ at which Σ b·c·p meets `available` (cost per minute): `Infinity` when all fits, 0 when not even the floors do. */
export function solveLambda(demands: readonly Demand[], available: number): number {
  if (spend(demands, Number.POSITIVE_INFINITY) <= available) return Number.POSITIVE_INFINITY
  if (spend(demands, 0) >= available) return 0
  let low = 0
  let high = 0
  for (const { perMinute, cost } of demands) high = Math.max(high, Math.sqrt(perMinute * cost))
  for (let i = 0; i < BISECTIONS; i++) {
    const middle = (low + high) / 2
    if (spend(demands, middle) > available) high = middle
    else low = middle
  }
  return low
}

function spend(demands: readonly Demand[], lambda: number): number {
  let sum = 0
  for (const { perMinute, cost, ceiling } of demands) {
    sum += perMinute * cost * Math.min(ceiling, allocatedProbability(lambda, perMinute, cost))
  }
  return sum
}
