/// <reference path="./jstat.d.ts" />
import jStat from 'jstat'

/** Below it, a negative binomial is a Poisson distribution to more digits than matter. */
const MIN_DISPERSION = 1e-6

/**
 * Returns P(X ≥ count) of a negative binomial with this mean and the variance mean + dispersion·mean², for counts that
 * vary more than by chance alone. With 1/dispersion = r it is I_{m/(r+m)}(count, r).
 */
export function upperTail(count: number, mean: number, dispersion: number): number {
  if (count <= 0) return 1
  if (mean <= 0) return 0
  const r = 1 / Math.max(dispersion, MIN_DISPERSION)
  return jStat.ibeta(mean / (r + mean), count, r)
}

/** Returns the natural logarithm of P(X = 0): −r·ln(1 + m/r). */
export function logOfNone(mean: number, dispersion: number): number {
  const r = 1 / Math.max(dispersion, MIN_DISPERSION)
  return -r * Math.log1p(mean / r)
}
