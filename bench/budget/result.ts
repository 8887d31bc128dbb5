import { farthest, mean, quantile, rootMeanSquare } from './measures/statistics.ts'
import { INTERVAL_SECONDS, SETTLING_INTERVALS, sumBetween, WINDOW_SECONDS, windowSums } from './measures/timeline.ts'
import type { Family, Scenario } from './scenario.ts'
import type { Run } from './simulate.ts'

/** What one sampler made of one scenario. Errors are relative: 0.05 = 5 % too much. NaN = not measured. */
export interface Result {
  readonly family: Family
  readonly scenario: string
  readonly patterns: number
  readonly sampler: string
  /** Kept volume against the budget, over windows of 60 s and over the whole run, behind the time to settle. */
  readonly budgetError: { readonly mean: number; readonly worstWindow: number; readonly worstInterval: number }
  /** The same while something unusual happens. */
  readonly episodeError: number
  /** Estimated total of a window against what was seen: relative standard error and mean. */
  readonly totalError: { readonly standard: number; readonly mean: number }
  /** Relative standard errors of the patterns' estimated counts. */
  readonly patternError: { readonly median: number; readonly p90: number }
  readonly missedShare: number
  readonly longestMissingMinutes: number
  readonly rateChangesPerDay: number
  /** The part of all errors that was kept. */
  readonly errorsKept: number
  readonly keptByReason?: Readonly<Record<string, number>>
}

/** What the plots show of it. */
export interface Course {
  /** Kept volume by interval, as a multiple of the budget. */
  readonly spending: readonly number[]
  /** Relative standard error by pattern; NaN where it came too seldom. */
  readonly patternErrors: Float64Array
}

export function resultOf({ family, name, seconds, budget, episode, usualRates }: Scenario, run: Run): Result {
  const { sampler, timeline, patternWindows, rateChanges, errors } = run
  const against = (spent: number, during: number) => spent / (budget.perSecond * during) - 1
  const spent = windowSums(timeline.spent).map((sum) => against(sum, WINDOW_SECONDS))
  const seen = windowSums(timeline.seen)
  const totals = windowSums(timeline.weight).map((sum, i) => sum / seen[i]! - 1)
  const patternErrors = [...patternWindows.errors()].filter((error) => !Number.isNaN(error))
  return {
    family,
    scenario: name,
    patterns: usualRates.length,
    sampler: sampler.name,
    budgetError: {
      mean: mean(spent),
      worstWindow: farthest(spent),
      worstInterval: Math.max(...courseOf({ budget }, run).spending.slice(SETTLING_INTERVALS)) - 1,
    },
    episodeError:
      episode === undefined
        ? Number.NaN
        : against(sumBetween(timeline.spent, episode.from, episode.to), episode.to - episode.from),
    totalError: { standard: rootMeanSquare(totals), mean: mean(totals) },
    patternError: { median: quantile(patternErrors, 0.5), p90: quantile(patternErrors, 0.9) },
    missedShare: patternWindows.missedShare(),
    longestMissingMinutes: patternWindows.longestMissing(),
    rateChangesPerDay: rateChanges.perPatternAndDay(seconds),
    errorsKept: errors.kept / errors.seen,
    ...(sampler.keptByReason && { keptByReason: sampler.keptByReason() }),
  }
}

export function courseOf({ budget }: Pick<Scenario, 'budget'>, { timeline, patternWindows }: Run): Course {
  const perInterval = budget.perSecond * INTERVAL_SECONDS
  return {
    spending: Array.from(timeline.spent, (spent) => spent / perInterval),
    patternErrors: patternWindows.errors(),
  }
}
