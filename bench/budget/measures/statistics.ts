/** NaN of an empty list, as of `quantile`: where nothing was measured, nothing is claimed. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

export function rootMeanSquare(values: readonly number[]): number {
  return Math.sqrt(mean(values.map((value) => value * value)))
}

/** The value that so large a part of all values does not exceed. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN
}

/** The value that is farthest from 0, with its sign. */
export function farthest(values: readonly number[]): number {
  return values.reduce((worst, value) => (Math.abs(value) > Math.abs(worst) ? value : worst), 0)
}
