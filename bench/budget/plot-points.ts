import { mean, quantile } from './measures/statistics.ts'
import { INTERVAL_SECONDS } from './measures/timeline.ts'

export type Point = readonly [x: number, y: number]

/** Points of a line: more cannot be told apart. */
const POINTS = 150
const BINS_PER_DECADE = 8

/** By minutes; long runs are averaged. */
export function spendingOverTime(spending: readonly number[]): Point[] {
  const perPoint = Math.ceil(spending.length / POINTS)
  return Array.from({ length: Math.floor(spending.length / perPoint) }, (_, i) => [
    (i * perPoint * INTERVAL_SECONDS) / 60,
    rounded(mean(spending.slice(i * perPoint, (i + 1) * perPoint))),
  ])
}

/** By rank: the median of all patterns of about that rank. */
export function errorByRank(patternErrors: Float64Array): Point[] {
  const bins = new Map<number, number[]>()
  patternErrors.forEach((error, key) => {
    if (Number.isNaN(error)) return
    const bin = Math.round(Math.log10(key + 1) * BINS_PER_DECADE)
    const errors = bins.get(bin) ?? []
    bins.set(bin, errors)
    errors.push(error)
  })
  return [...bins].map(([bin, errors]) => [10 ** (bin / BINS_PER_DECADE), rounded(quantile(errors, 0.5))])
}

function rounded(value: number): number {
  return Number(value.toFixed(4))
}
