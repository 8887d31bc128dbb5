import { redactText } from '../../redaction/redact-text.js'
import type { AnalysisResult } from '../analysis/analysis.js'
import type { Monthly } from '../analysis/monthly.js'
import type { PatternTally } from '../analysis/pattern-tally.js'
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

const MAX_EXAMPLE_CHARACTERS = 1_000

/** Returns the begin of the first record of a pattern. A secret at its end is masked by its whole, as far as that was kept. */
export function exampleOf({ example }: PatternTally, raw: boolean): string {
  return (raw ? example : redactText(example)).slice(0, MAX_EXAMPLE_CHARACTERS)
}

export const BANDS = ['–', 'TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const
