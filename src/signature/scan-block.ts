import type { BracketPairs } from './bracket-pairs.js'
import { CLASS_OF, NON_ASCII, QUOTE, SPACE, WORD } from './character-class.js'
import { CLOSE_BRACE, COMMA, OPEN_BRACE, OPEN_BRACKET } from './character-code.js'
import type { Message } from './message.js'
import { createObjectEntries } from './object-entries.js'
import { createObjectSpeech } from './object-speech.js'
import type { TemplateWriter } from './template-writer.js'

/**
 * Scans from a `{` or `[` and answers where to go on; `at` if it is a mark like others. Behind a text, an object, a list or another block is a
 * value. An object alone speaks by what it says happened, else by its keys.
 */
export type ScanBlock = (at: number, length: number) => number

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
  const entries = createObjectEntries(message, pairs)
  const { closingQuote, read } = entries
  const { pushKeys, pushTexts } = createObjectSpeech({ bytes }, writer, { pairs, entries, scanPart })

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
    if (pushTexts(open, to)) return end
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
