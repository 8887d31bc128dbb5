/** The lowest probability that a record may be kept with: its weight stays ≤ 1,000. */
export const MIN_PROBABILITY = 0.001

/**
 * Returns the probability of square-root thinning, used without a budget and without remote rates: of c records per minute keep
 * 10 + 4·√c. Up to 33 a minute are kept whole; of 10,000 a minute, 4 %.
 *
 * @example
 * thinningProbability(10_000) // → 0.041
 */
export function thinningProbability(perMinute: number): number {
  if (perMinute <= 0) return 1
  return clipProbability((10 + 4 * Math.sqrt(perMinute)) / perMinute)
}

export function clipProbability(probability: number): number {
  return Math.min(1, Math.max(MIN_PROBABILITY, probability))
}
