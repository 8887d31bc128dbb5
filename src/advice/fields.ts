import type { Advice } from './advice-kinds.js'
import { bytesOfAll, costOf, ofPattern } from './cost.js'
import { type AdviceInput, DEAR_SHARE, type LoggedPattern, MAX_OF_A_KIND } from './logged-pattern.js'

/** What doubles: as large as all the rest. */
const DOUBLE = 2

/** Patterns whose records are more than twice as large as usual, not by their text: fields make them so. Errors have their stacks. */
export function bigRecords(input: AdviceInput): Advice[] {
  const usualBytes = usualOf(input.patterns)
  const enough = bytesOfAll(input) * DEAR_SHARE
  return input.patterns
    .filter((one) => one.bytes >= enough && one.sent > 0 && one.errors === 0)
    .filter((one) => one.bytes / one.sent - one.template.length >= DOUBLE * usualBytes)
    .toSorted((a, b) => b.bytes - a.bytes)
    .slice(0, MAX_OF_A_KIND)
    .map((one) => ({
      kind: 'large_records',
      bytesPerRecord: one.bytes / one.sent,
      usualBytes,
      ...ofPattern(input, one, one.bytes - one.sent * usualBytes),
    }))
}

/** Fields that take as much as all the rest of the records. */
export function bigFields(input: AdviceInput): Advice[] {
  const all = bytesOfAll(input)
  const records = input.patterns.reduce((sum, one) => sum + one.records, 0)
  const services = [...new Set(input.patterns.flatMap((one) => one.services))].toSorted()
  return input.fields
    .filter(({ bytes }) => bytes > 0 && bytes * DOUBLE >= all)
    .slice(0, MAX_OF_A_KIND)
    .map(({ name, bytes }) => {
      // Sizes of fields are estimates: no field takes more than there is.
      const taken = Math.min(bytes, all)
      return { kind: 'field', field: name, template: '', services, records, ...costOf(input, taken, taken) }
    })
}

/** Returns the size of a record that half of all records do not exceed. */
function usualOf(patterns: readonly LoggedPattern[]): number {
  const sized = patterns
    .filter(({ sent }) => sent > 0)
    .map(({ sent, bytes }) => ({ sent, size: bytes / sent }))
    .toSorted((a, b) => a.size - b.size)
  let left = sized.reduce((sum, { sent }) => sum + sent, 0) / 2
  for (const { sent, size } of sized) {
    left -= sent
    if (left <= 0) return size
  }
  return 0
}
