import { CLASS_OF, DIGIT, isContinuation, NON_ASCII } from './character-class.js'
import type { HashSecret } from './hash-secret.js'
import type { Message } from './message.js'
import type { Shapes } from './shapes.js'
import { MAX_CHARACTER_BYTES, MAX_WORD_BYTES } from './template-size.js'
import type { TemplateWriter } from './template-writer.js'
import { NUMERIC } from './token-trait.js'
import { keyedHash, lowHash } from './word-hash.js'

/** Writing without spaces is one run of word characters to the scan: it is cut where it can be. */
export interface LongRuns {
  /** Where the first part of a run ends: between a digit and a letter that is not ASCII, or with the run. */
  scriptEnd(from: number, end: number): number
  /** Appends all such parts but the last, and answers where that begins. */
  pushParts(from: number, end: number): number
  /** Appends a long word in equal pieces, none of them longer than a word may be or as short as a known one, and answers its end. */
  pushPieces(from: number, end: number): number
}

export function createLongRuns(
  { bytes }: Pick<Message, 'bytes'>,
  { isHexWord }: Shapes,
  { pushGap, pushWord }: TemplateWriter,
  secret: HashSecret,
): LongRuns {
  const isDigit = (at: number) => (CLASS_OF[bytes[at]!]! & DIGIT) !== 0
  const isForeign = (at: number) => bytes[at]! >= NON_ASCII
  const changesScript = (at: number) => (isDigit(at - 1) && isForeign(at)) || (isForeign(at - 1) && isDigit(at))

  function scriptEnd(from: number, end: number): number {
    let i = from + 1
    while (i < end && !changesScript(i)) i++
    return i
  }

  function pushLiteral(from: number, end: number): void {
    pushWord(
      from,
      end,
      0,
      keyedHash(secret.hash, bytes, from, end),
      keyedHash(secret.fingerprint, bytes, from, end),
      lowHash(bytes, from, end),
    )
  }

  function pushPart(from: number, end: number): void {
    let i = from
    while (i < end && !isDigit(i)) i++
    if (i < end) pushGap(from, end, NUMERIC)
    else if (end - from > MAX_WORD_BYTES) pushPieces(from, end)
    else pushLiteral(from, end)
  }

  function pushPieces(from: number, end: number): number {
    const count = Math.ceil((end - from) / (MAX_WORD_BYTES - MAX_CHARACTER_BYTES))
    let start = from
    for (let k = 1; k <= count; k++) {
      let stop = from + Math.floor(((end - from) * k) / count)
      while (isContinuation(bytes[stop]!)) stop--
      if (isHexWord(start, stop)) pushGap(start, stop, 0)
      else pushLiteral(start, stop)
      start = stop
    }
    return end
  }

  return {
    scriptEnd,
    pushParts(from, end) {
      let start = from
      for (let stop = scriptEnd(start, end); stop < end; stop = scriptEnd(start, end)) {
        pushPart(start, stop)
        start = stop
      }
      return start
    },
    pushPieces,
  }
}
