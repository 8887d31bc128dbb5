import { signatureOf } from 'lipservice'
import type { BenchRecord } from '../sampler.ts'
import { MAX_DETAIL, type Pattern, patternOf } from './pattern.ts'

const INFO = 9
const ERROR = 17
/** Times, severity and the names of fields and attributes, as an encoder would write them. */
const FIXED_BYTES = 56
const LATIN = 'the quick brown fox jumps over the lazy dog; '
const CYRILLIC = 'съешь ещё этих мягких французских булок; '
const LONGEST = 1.5
const ASCII_TEXT = LATIN.repeat(Math.ceil((LONGEST * MAX_DETAIL) / LATIN.length))
const OTHER_TEXT = CYRILLIC.repeat(Math.ceil((LONGEST * MAX_DETAIL) / CYRILLIC.length))
const OTHER_BYTES = Buffer.byteLength(CYRILLIC) / CYRILLIC.length

export interface Messages {
  /** A record of the pattern, with values of its own, and its size when encoded. */
  next(key: number): { record: BenchRecord; bytes: number }
  meanBytes(key: number): number
}

/** Patterns below `remembered` come again and again; of the others each is made when it is asked for. */
export function createMessages(remembered: number, isError: (key: number) => boolean, random: () => number): Messages {
  const patterns = Array.from({ length: remembered }, (_, key) => patternOf(key))
  const whole = (limit: number) => Math.floor(random() * limit)
  // Two words differ from pattern to pattern: by one they would be a family, and one pattern.
  const bodyOf = ({ word }: Pattern) =>
    `handler ${word} answered ${word}s request ${whole(1e6)} of customer ${whole(1e4)} in ${whole(900)} ms`
  return {
    next(key) {
      const pattern = patterns[key] ?? patternOf(key)
      const body = bodyOf(pattern)
      const length = Math.round(pattern.detailLength * (LONGEST - 1 + random()))
      const detail = (pattern.isAscii ? ASCII_TEXT : OTHER_TEXT).slice(0, length)
      const record = { severityNumber: isError(key) ? ERROR : INFO, body, attributes: { detail } }
      return { record, bytes: FIXED_BYTES + body.length + detailBytes(pattern, length) }
    },
    meanBytes(key) {
      const pattern = patterns[key] ?? patternOf(key)
      return FIXED_BYTES + bodyOf(pattern).length + detailBytes(pattern, pattern.detailLength)
    },
  }
}

function detailBytes({ isAscii }: Pattern, length: number): number {
  return isAscii ? length : Math.round(length * OTHER_BYTES)
}

/** What the bench stands on: records of one pattern have one signature, and no two patterns share one. */
export function checkSignatures(messages: Messages, keys: Iterable<number>): void {
  const keyOf = new Map<string, number>()
  for (const key of keys) {
    for (let i = 0; i < 2; i++) {
      const { id, template } = signatureOf(messages.next(key).record.body)
      const known = keyOf.get(id)
      if (known !== undefined && known !== key) throw new Error(`patterns ${known} and ${key} sign as '${template}'`)
      if (i > 0 && known === undefined) throw new Error(`pattern ${key} has two signatures, one of '${template}'`)
      keyOf.set(id, key)
    }
  }
}
