import type { BracketPairs } from './bracket-pairs.js'
import { CLASS_OF, NON_ASCII, QUOTE, SPACE, WORD } from './character-class.js'
import { BACKSLASH, CLOSE_BRACE, COMMA, OPEN_BRACE, OPEN_BRACKET } from './character-code.js'
import type { Message } from './message.js'
import { createObjectEntries } from './object-entries.js'
import { SPEAKING_KEYS } from './speaking-keys.js'
import type { TemplateWriter } from './template-writer.js'
import { lowHash } from './word-hash.js'

/**
 * Scans from a `{` or `[` and answers where to go on; `at` if it is a mark like others. Behind a text, an object, a list or another block is a
 * value. An object alone speaks by what it says happened, else by its keys.
 */
export type ScanBlock = (at: number, length: number) => number

const MAX_KEYS = 32
const LOWER_N = 110

export interface BlockParts {
  readonly pairs: BracketPairs
  /** Scans a part of the message as if it were a message. */
  readonly scanPart: (from: number, to: number) => void
}

export function createScanBlock(message: Message, writer: TemplateWriter, { pairs, scanPart }: BlockParts): ScanBlock {
  const { bytes } = message
  const classes = CLASS_OF
  const { isFirst, pushGap, saysSomething, saysNothing } = writer
  const { closeOf, hasComma, hasEquals } = pairs
  const { closingQuote, entry, read } = createObjectEntries(message, pairs)
  const speakingKeys = SPEAKING_KEYS.map((key) => lowHash(Buffer.from(key), 0, key.length))
  const textStarts = new Int32Array(SPEAKING_KEYS.length)
  const textEnds = new Int32Array(SPEAKING_KEYS.length)
  const keyStarts = new Int32Array(MAX_KEYS)
  const keyEnds = new Int32Array(MAX_KEYS)

  function scanObject(open: number, to: number): boolean {
    const inner = findTexts(open, to)
    let speaks = speak()
    if (!speaks && inner > 0) {
      findTexts(inner, closeOf(inner) || to)
      speaks = speak()
    }
    return speaks
  }

  /** Finds the texts that say what happened, and answers where the first object within this one is. */
  function findTexts(open: number, to: number): number {
    textEnds.fill(0)
    let inner = 0
    for (let i = read(open + 1, to); i >= 0; i = read(i, to)) {
      const { valueStart } = entry
      const code = bytes[valueStart]!
      if (code === OPEN_BRACE && inner === 0) inner = valueStart
      if (code >= NON_ASCII || (classes[code]! & QUOTE) === 0) continue
      const key = speakingKeys.indexOf(lowHash(bytes, entry.keyStart, entry.keyEnd))
      if (key < 0 || textEnds[key] !== 0) continue
      textStarts[key] = valueStart + 1
      textEnds[key] = endOfLine(
        valueStart + 1,
        bytes[entry.valueEnd - 1] === code ? entry.valueEnd - 1 : entry.valueEnd,
      )
    }
    return inner
  }

  /** The first line of a text in quotes. */
  function endOfLine(from: number, to: number): number {
    for (let i = from; i < to; i++) {
      if (bytes[i] !== BACKSLASH) continue
      if (bytes[i + 1] === LOWER_N && i > from) return i
      i++
    }
    return to
  }

  function speak(): boolean {
    let speaks = false
    for (let key = 0; key < textEnds.length; key++) {
      if (textEnds[key] === 0 || textEnds[key]! <= textStarts[key]!) continue
      speaks = true
      scanPart(textStarts[key]!, textEnds[key]!)
    }
    return speaks
  }

  function pushKeys(open: number, to: number): void {
    let count = 0
    for (let i = read(open + 1, to); i >= 0 && count < MAX_KEYS; i = read(i, to)) insertKey(count++)
    for (let n = 0; n < count; n++) {
      scanPart(keyStarts[n]!, keyEnds[n]!)
      pushGap(keyEnds[n]!, keyEnds[n]!, 0)
    }
  }

  /** Among those before it, in the order of their bytes. */
  function insertKey(count: number): void {
    let n = count
    for (; n > 0 && isBefore(entry.keyStart, entry.keyEnd, keyStarts[n - 1]!, keyEnds[n - 1]!); n--) {
      keyStarts[n] = keyStarts[n - 1]!
      keyEnds[n] = keyEnds[n - 1]!
    }
    keyStarts[n] = entry.keyStart
    keyEnds[n] = entry.keyEnd
  }

  function isBefore(a: number, aEnd: number, b: number, bEnd: number): boolean {
    for (let i = 0; a + i < aEnd && b + i < bEnd; i++) {
      if (bytes[a + i] !== bytes[b + i]) return bytes[a + i]! < bytes[b + i]!
    }
    return aEnd - a < bEnd - b
  }

  /** It has a key, or it is empty. */
  function isObject(open: number, length: number): boolean {
    let i = open + 1
    while (i < length && (classes[bytes[i]!]! & SPACE) !== 0) i++
    return bytes[i] === CLOSE_BRACE || read(open + 1, length) >= 0
  }

  function isEmpty(open: number, close: number): boolean {
    let i = open + 1
    while (i < close && (classes[bytes[i]!]! & SPACE) !== 0) i++
    return i === close
  }

  /** Items of one word each, or quoted, or blocks: `[red, "light blue"]`. */
  function isList(open: number, close: number): boolean {
    let wasItem = false
    let wasSpace = false
    for (let i = open + 1; i < close; i++) {
      const code = bytes[i]!
      const kind = classes[code]!
      if (code === COMMA) wasItem = false
      else if ((kind & SPACE) === 0) {
        if (wasItem && wasSpace) return false
        if (code === OPEN_BRACE || code === OPEN_BRACKET) i = closeOf(i) || i
        else if (!wasItem && code < NON_ASCII && (kind & QUOTE) !== 0) i = Math.min(close, closingQuote(i, close))
        wasItem = true
      }
      wasSpace = (kind & SPACE) !== 0
    }
    return true
  }

  /** Where an object ends that nothing closes: with the message, which was cut, or where it is none any more. */
  function endOfEntries(open: number, length: number): number {
    let end = open + 1
    for (let i = read(end, length); i >= 0; i = read(i, length)) end = i
    return end
  }

  function scanBrace(open: number, length: number): number {
    const close = closeOf(open)
    if (!isObject(open, length)) return close > 0 && !isFirst() && !hasEquals(open) ? pushGap(open, close + 1, 0) : open
    const to = close > 0 ? close : endOfEntries(open, length)
    const end = close > 0 ? close + 1 : to
    if (saysSomething()) return pushGap(open, end, 0)
    if (scanObject(open, to)) return end
    if (saysNothing() && !isEmpty(open, to)) pushKeys(open, to)
    else pushGap(open, end, 0)
    return end
  }

  return function scanBlock(at, length) {
    const before = at > 0 ? classes[bytes[at - 1]!]! : 0
    if ((before & WORD) !== 0) return at
    if (bytes[at] === OPEN_BRACE) return scanBrace(at, length)
    const close = closeOf(at)
    if (close === 0) return at
    if (isEmpty(at, close) || (hasComma(at) && isList(at, close))) return pushGap(at, close + 1, 0)
    return at
  }
}
