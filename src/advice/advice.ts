import type { Advice } from './advice-kinds.js'
import { dearLines } from './dear-lines.js'
import { duplicates } from './duplicates.js'
import { bigFields, bigRecords } from './fields.js'
import type { AdviceInput } from './logged-pattern.js'
import { loops } from './loops.js'
import { varyingWords } from './varying-words.js'

/**
 * Returns what can be mended at the source, by arithmetic alone: what saves most first, then what costs most. At most 30. What protects
 * (security, audit, errors) and business are never advised away. Pure; time grows with the patterns, of which the words that vary are
 * looked for in 2,000.
 *
 * @example
 * adviceOf({ patterns, fields: [], usdPerByte: (0.25 / 1e9) * 30 })[0]?.kind // 'debug'
 */
export function adviceOf(input: AdviceInput): readonly Advice[] {
  const all = [dearLines, duplicates, loops, bigRecords, bigFields, varyingWords].flatMap((of) => of(input))
  return all.toSorted((a, b) => b.savedBytes - a.savedBytes || b.bytes - a.bytes)
}
