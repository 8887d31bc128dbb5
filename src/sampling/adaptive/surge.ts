const MAX_SURGE_CHANCE = 1e-4
const MIN_SURGE_RATIO = 2
const MIN_SURGE_COUNT = 10
/** Counts of real traffic vary by more than chance even when a short history does not show it. */
const MIN_DISPERSION = 0.05
/** Intervals in which a silent pattern is taken to have one record: an hour's. */
const SILENT_INTERVALS = 360
const MAX_SUMMED_MEAN = 1_000

/**
 * Returns whether a count is a surge. It is at least 10 and at least twice the mean, and a negative binomial of this mean and
 * variance is as large in less than one of 10,000 intervals.
 */
export function isSurge(count: number, mean: number, variance: number): boolean {
  if (count < MIN_SURGE_COUNT || count < MIN_SURGE_RATIO * mean) return false
  const expected = Math.max(mean, 1 / SILENT_INTERVALS)
  const dispersion = Math.max(MIN_DISPERSION, (variance - expected) / (expected * expected))
  // Beyond that mean the dispersion is all that counts, and the distribution keeps its shape: fewer terms to add up.
  const scale = Math.min(1, MAX_SUMMED_MEAN / expected)
  return upperTail(Math.floor(count * scale), expected * scale, 1 / dispersion) < MAX_SURGE_CHANCE
}

/** Returns P(X ≥ count) of the negative binomial with this mean and size r (variance = mean + mean²/r). */
export function upperTail(count: number, mean: number, size: number): number {
  const success = mean / (mean + size)
  const log =
    logGamma(count + size) -
    logGamma(size) -
    logGamma(count + 1) +
    size * Math.log(size / (mean + size)) +
    count * Math.log(success)
  let term = Math.exp(log)
  let sum = term
  // Above the mean the terms fall at least geometrically in the end; what is left out is below a billionth of the sum.
  for (let k = count; term > sum * 1e-9 && sum < 1; k++) {
    term *= ((k + size) / (k + 1)) * success
    sum += term
  }
  return Math.min(1, sum)
}

/** Returns ln Γ(x) by Stirling's series, shifted up until it converges. */
function logGamma(x: number): number {
  let shift = 0
  let z = x
  while (z < 8) {
    shift -= Math.log(z)
    z++
  }
  const inverse = 1 / z
  const square = inverse * inverse
  const series = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680)))
  return shift + (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series
}
