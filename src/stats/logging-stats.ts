import type { Severity } from '../log-record.js'
import type { DropReason, KeepReason } from '../sampling/decision.js'
import type { SeverityCounts } from './counters.js'

/** Exact counts of one pattern since the SDK started (or since the pattern was last admitted to the table). */
export interface PatternStats {
  readonly signature: string
  readonly template: string
  readonly seen: number
  readonly kept: number
  /** Bytes that all its records would have taken, uncompressed OTLP without stamps. */
  readonly bytesSeen: number
}

/** What the SDK saw and decided. Law: `seen = kept + Σ dropped`, exactly, at every moment. */
export interface SamplingStats {
  readonly seen: number
  readonly kept: number
  readonly keptByReason: Readonly<Record<KeepReason, number>>
  readonly dropped: Readonly<Record<DropReason, number>>
  readonly bySeverity: Readonly<Record<Severity, SeverityCounts>>
  /** Uncompressed OTLP bytes, without stamps, of all records seen: exact for kept ones, calibrated for dropped ones. */
  readonly bytesSeen: number
  /** Distinct patterns seen since the start. */
  readonly patternCount: number
  /** Patterns that had to leave the bounded table; their counts stay in the totals. */
  readonly patternsEvicted: number
  /** Patterns in the table, most seen first. */
  readonly patterns: readonly PatternStats[]
  /** Only in shadow mode: records that would have been dropped. */
  readonly shadowDropped: number
}
