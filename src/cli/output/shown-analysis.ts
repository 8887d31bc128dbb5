import type { AnalysisResult } from '../analysis/analysis.js'
import type { Monthly } from '../analysis/monthly.js'
import type { ReadCounts } from '../input/read-all.js'

/** What an analysis came to, and how it is to be shown. */
export interface ShownAnalysis {
  readonly result: AnalysisResult
  readonly counts: ReadCounts
  readonly files: readonly string[]
  readonly monthly: Monthly
  readonly usdPerGb: number
  /** Patterns that are shown. */
  readonly top: number
  readonly examples: boolean
  /** Whether to say what can be mended at the source. */
  readonly advice: boolean
  /** Secrets as they are. */
  readonly raw: boolean
}

export const BANDS = ['–', 'TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const
