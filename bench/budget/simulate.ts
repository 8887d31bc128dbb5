import type { Sampler } from './sampler.ts'
import { STEPS_PER_SECOND, type TrafficOptions, traffic } from './traffic.ts'

const SETTLING_SECONDS = 30
const WINDOW_SECONDS = 60
/** Fewer records in a window say little about a relative error. */
const MIN_RECORDS = 60
const RATE_CHANGE = 0.1

export interface Result {
  readonly sampler: string
  /** Kept / budget − 1, of each window of 60 s after the first 30 s. */
  readonly windows: readonly number[]
  /** Kept / budget − 1 over all of them. */
  readonly spend: number
  /** Root mean square of the relative error of the estimated total of a window. */
  readonly totalError: number
  /** Median over patterns with 60 records a window of the root mean square relative error of their counts. */
  readonly patternError: number
  /** Of the patterns with a record in a window, those of which none was kept. */
  readonly missed: number
  /** Changes of a pattern's mean weight by more than a tenth from one window to the next, per pattern and day. */
  readonly rateChanges: number
  /** By pattern, in the order of its frequency: root mean square relative error of its counts in windows. */
  readonly errorByRank: readonly number[]
}

interface Count {
  seen: number
  kept: number
  weight: number
}

export function simulate(options: TrafficOptions, sampler: Sampler): Result {
  const { patterns, budget, seconds } = options
  const windows: number[] = []
  const totals: number[] = []
  const squares = Array.from({ length: patterns }, () => ({ sum: 0, n: 0, changes: 0, weight: 0 }))
  let counts = new Map<number, Count>()
  let [missed, present, keptAll] = [0, 0, 0]

  function closeWindow(): void {
    let [seen, kept, weight] = [0, 0, 0]
    for (const [pattern, count] of counts) {
      seen += count.seen
      kept += count.kept
      weight += count.weight
      if (pattern >= patterns) continue
      present++
      if (count.kept === 0) missed++
      const square = squares[pattern]!
      if (count.seen < MIN_RECORDS || count.kept === 0) continue
      square.sum += (count.weight / count.seen - 1) ** 2
      square.n++
      const mean = count.weight / count.kept
      if (square.weight > 0 && Math.abs(mean / square.weight - 1) > RATE_CHANGE) square.changes++
      square.weight = mean
    }
    windows.push(kept / (budget * WINDOW_SECONDS) - 1)
    totals.push(weight / seen - 1)
    keptAll += kept
    counts = new Map()
  }

  let step = 0
  for (const records of traffic(options)) {
    const second = step / STEPS_PER_SECOND
    const now = second * 1_000
    sampler.tick?.(now)
    for (const pattern of records) {
      const weight = sampler.decide(pattern, now)
      if (second < SETTLING_SECONDS) continue
      let count = counts.get(pattern)
      if (count === undefined) {
        count = { seen: 0, kept: 0, weight: 0 }
        counts.set(pattern, count)
      }
      count.seen++
      count.weight += weight
      if (weight > 0) count.kept++
    }
    step++
    const elapsed = step - SETTLING_SECONDS * STEPS_PER_SECOND
    if (elapsed > 0 && elapsed % (WINDOW_SECONDS * STEPS_PER_SECOND) === 0) closeWindow()
  }

  const errorByRank = squares.map(({ sum, n }) => (n > 0 ? Math.sqrt(sum / n) : Number.NaN))
  const known = errorByRank.filter((error) => !Number.isNaN(error)).sort((a, b) => a - b)
  const watched = squares.filter(({ n }) => n > 1)
  const days = (seconds - SETTLING_SECONDS) / 86_400
  return {
    sampler: sampler.name,
    windows,
    spend: keptAll / (budget * WINDOW_SECONDS * windows.length) - 1,
    totalError: Math.sqrt(totals.reduce((sum, error) => sum + error * error, 0) / totals.length),
    patternError: known[known.length >> 1] ?? Number.NaN,
    missed: missed / Math.max(1, present),
    rateChanges: watched.reduce((sum, { changes }) => sum + changes, 0) / Math.max(1, watched.length) / days,
    errorByRank,
  }
}
