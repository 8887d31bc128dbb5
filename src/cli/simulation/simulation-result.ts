import type { DropReason, KeepReason } from '../../protocol/reasons.js'
import type { Budget } from '../../sampling/adaptive/budget.js'
import type { SamplingStats } from '../../stats/logging-stats.js'
import type { TimeScale } from '../analysis/trend.js'
import type { PatternOutcome } from './pattern-outcome.js'

/** What is read of the engine's own counts. */
export type LoggingCounts = Pick<
  SamplingStats,
  'seen' | 'kept' | 'keptByReason' | 'dropped' | 'unrepresented' | 'bytesSeen' | 'patterns'
>

/** What a budget came to. Law: `seen = kept + Σ dropped`. */
export interface SimulationResult {
  /** The budget, as it was written. */
  readonly name: string
  readonly budget: Budget | undefined
  readonly seen: number
  readonly kept: number
  readonly keptByReason: Readonly<Record<KeepReason, number>>
  readonly dropped: Readonly<Record<DropReason, number>>
  /** Records that no weight stands for. */
  readonly unrepresented: number
  /** Without stamps; calibrated estimates for dropped records. */
  readonly bytesSeen: number
  /** Encoded, with stamps. */
  readonly bytesKept: number
  /** Sum of all weights: an estimate of `seen` without what nothing stands for. */
  readonly weight: number
  readonly errors: number
  readonly errorsKept: number
  /** By `signature:check`, the most bytes first; what was beyond the bound has an empty key. */
  readonly patterns: readonly { readonly key: string; readonly outcome: PatternOutcome }[]
  readonly scale: TimeScale
  /** In the unit of the budget; bytes without one. */
  readonly seenTrend: readonly number[]
  readonly keptTrend: readonly number[]
}

/** Returns how far the estimate by weights is from what was seen, as a share of it. */
export function weightError({ weight, seen, unrepresented }: SimulationResult): number {
  const represented = seen - unrepresented
  return represented > 0 ? (weight - represented) / represented : 0
}

/** Patterns of which nothing was kept. */
export function missedOf({ patterns }: SimulationResult): readonly PatternOutcome[] {
  return patterns.filter(({ outcome }) => outcome.kept === 0).map(({ outcome }) => outcome)
}

/** Returns what was kept per second, in the unit of the budget; `undefined`: the time is too short to say. */
export function keptPerSecond({ budget, kept, bytesKept, scale }: SimulationResult): number | undefined {
  const seconds = scale.span / 1_000
  if (seconds < 1) return undefined
  return (budget?.unit === 'records' ? kept : bytesKept) / seconds
}
