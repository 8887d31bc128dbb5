import { INTERVAL_SECONDS, SETTLING_INTERVALS, WINDOW_SECONDS } from './timeline.ts'

/** A relative error of fewer records says little. */
const FEWEST_SEEN = 10
/** Windows that a pattern's error is the root mean square of. */
const FEWEST_WINDOWS = 3

/** What became of each pattern in each window behind the time to settle. */
export interface PatternWindows {
  count(key: number, weight: number): void
  /** To be called at each time that ends an interval. */
  endInterval(seconds: number): void
  /** Relative standard error of the estimated count of each pattern; NaN where it came too seldom. */
  errors(): Float64Array
  /** The part of patterns and windows that had records of which none was kept. */
  missedShare(): number
  /** Minutes for which a pattern came in every window and was never kept; of the pattern where that was longest. */
  longestMissing(): number
}

export function createPatternWindows(patterns: number): PatternWindows {
  const seen = new Float64Array(patterns)
  const weight = new Float64Array(patterns)
  const squares = new Float64Array(patterns)
  const measured = new Float64Array(patterns)
  const missing = new Float64Array(patterns)
  let present = 0
  let missed = 0
  let longest = 0

  function endWindow(): void {
    for (let key = 0; key < patterns; key++) {
      const count = seen[key]!
      const estimate = weight[key]!
      if (count >= FEWEST_SEEN) {
        squares[key]! += (estimate / count - 1) ** 2
        measured[key]!++
      }
      if (count > 0) present++
      if (count > 0 && estimate === 0) {
        missed++
        longest = Math.max(longest, ++missing[key]!)
      } else missing[key] = 0
    }
  }

  return {
    count(key, weightOfRecord) {
      if (key >= patterns) return
      seen[key]!++
      weight[key]! += weightOfRecord
    },
    endInterval(seconds) {
      const sinceSettled = seconds - SETTLING_INTERVALS * INTERVAL_SECONDS
      if (sinceSettled < 0 || sinceSettled % WINDOW_SECONDS !== 0) return
      if (sinceSettled > 0) endWindow()
      seen.fill(0)
      weight.fill(0)
    },
    errors: () =>
      squares.map((sum, key) => (measured[key]! >= FEWEST_WINDOWS ? Math.sqrt(sum / measured[key]!) : Number.NaN)),
    missedShare: () => missed / present,
    longestMissing: () => (longest * WINDOW_SECONDS) / 60,
  }
}
