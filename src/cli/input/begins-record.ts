import { beginsStack, continues } from '../formats/continuation.js'
import type { FoundRecord } from '../formats/found-record.js'
import { readSafely, WRAPS } from './read-safely.js'

/**
 * Returns whether a line begins a record whatever stands before it: the record before is whole. By the same rules as a joiner has.
 */
export function beginsRecord(line: string, now: number): boolean {
  if (continues(line) || beginsStack(line)) return false
  let first: FoundRecord | undefined
  readSafely(
    line,
    (found) => {
      first ??= found
    },
    { now },
  )
  return first !== undefined && !(WRAPS.has(first.format) && continues(first.text))
}
