import type { Severity } from '../record/severity.js'
import type { BudgetStats } from '../sampling/adaptive/budget-stats.js'
import type { SurgeStats } from '../sampling/adaptive/surge-stats.js'
import type { AllowanceTable } from '../sampling/allowances/allowance-ledger.js'
import type { DropReason, KeepReason } from '../sampling/decision.js'
import type { SeverityCounts } from './counters.js'

/** Exact counts of one pattern since the SDK started, or since the pattern was last admitted to the table. */
export interface PatternStats {
  /** Id of the pattern, 16 hex digits. */
  readonly signature: string
  /** With the id it names one pattern only: 64 bits of SHA-256 of the template, 16 hex digits. Others can be made to have the same id. */
  readonly check: string
  /** Literal words, and `<*>` for what varies. */
  readonly template: string
  /** Records that were logged. */
  readonly seen: number
  /** Records that were kept. */
  readonly kept: number
  /** Bytes that all its records would have taken, uncompressed OTLP without stamps. */
  readonly bytesSeen: number
}

/** What the SDK saw and decided. Law: `seen = kept + Σ dropped`, exactly, at every moment. */
export interface SamplingStats {
  /** Records that were logged. */
  readonly seen: number
  /** Records that were kept. */
  readonly kept: number
  /** Kept records by the reason of the decision. */
  readonly keptByReason: Readonly<Record<KeepReason, number>>
  /** Dropped records by the reason of the decision. */
  readonly dropped: Readonly<Record<DropReason, number>>
  /** The same by severity; a severity that cannot be read counts as INFO. */
  readonly bySeverity: Readonly<Record<Severity, SeverityCounts>>
  /** Uncompressed OTLP bytes, without stamps, of all records seen: exact for kept ones, calibrated for dropped ones. */
  readonly bytesSeen: number
  /** Distinct patterns seen since the start. */
  readonly patternCount: number
  /** Patterns evicted from the bounded table; their counts stay in the totals. */
  readonly patternsEvicted: number
  /** Floods of words that were made one pattern each: templates that differ in one word only, more than 100 of them. */
  readonly patternFamilies: number
  /** Patterns in the table, most seen first. */
  readonly patterns: readonly PatternStats[]
  /** Only in shadow mode: records that would have been dropped. */
  readonly shadowDropped: number
  /** What is not shipped; in shadow mode, what would not be. */
  readonly savings: Savings
  /**
   * Records that no weight stands for: dropped below `minimumSeverity`, or lost after they had been kept, by the sum of their
   * weights. If it is not 0, weights estimate only what was represented, and these counters are the truth.
   */
  readonly unrepresented: number
  /** The same by reason: of a drop, or of a loss in delivery. */
  readonly unrepresentedByReason: Readonly<Record<string, number>>
  /** Records dropped first and shipped later as context of an error; they count as dropped too. */
  readonly recovered: number
  /** Use of the budget; `undefined` without one. */
  readonly budget: BudgetStats | undefined
  /** What each guarantee that has a bound gave, by name. */
  readonly allowances: AllowanceTable
  /** Surges of patterns and of errors. */
  readonly surges: SurgeStats
  /** Whether everything passes at the moment. */
  readonly isIncident: boolean
}

/** What sampling saved since the start. */
export interface Savings {
  /** Records that were not shipped. */
  readonly records: number
  /** Uncompressed OTLP bytes without stamps: sizes of dropped records are estimates, calibrated by those that were encoded. */
  readonly bytes: number
  /** Of the bytes seen, 0–1. */
  readonly share: number
}
