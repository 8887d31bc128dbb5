import {
  CLASS_OF,
  CLOSING_QUOTE,
  DIGIT,
  NON_ASCII,
  OPENING_QUOTE,
  SPACE,
  TYPED_APOSTROPHE,
  WORD,
} from './character-class.js'
import {
  BACKSLASH,
  COLON,
  COMMA,
  DOT,
  EQUALS,
  LINE_FEED,
  OPEN_BRACE,
  QUOTATION_MARK,
  SINGLE_QUOTE,
  SLASH,
  UPPER_A,
  UPPER_Z,
} from './character-code.js'
import type { Message } from './message.js'
import type { Shapes } from './shapes.js'
import type { TemplateWriter } from './template-writer.js'
import { WORDY } from './token-trait.js'
import { SAYS } from './word-kind.js'

/** A text between two marks of quotation is a gap; any other mark says nothing. */
export interface QuoteScan {
  /** Forgets the message before. */
  clear(): void
  /** Scans from a mark and answers where to go on. */
  scanQuote(at: number, length: number, lastMark: number): number
}

export function createScanQuote(
  { bytes }: Message,
  { isRequestLine }: Shapes,
  { isFirst, lastWord, pushGap }: TemplateWriter,
): QuoteScan {
  const classes = CLASS_OF
  // By the last five bits of the mark, which differ: up to here nothing closes it, so that it is not searched for again.
  const unclosedTo = new Uint16Array(32)
  let isClear = true

  function clear(): void {
    if (!isClear) unclosedTo.fill(0)
    isClear = true
  }

  function scanQuote(at: number, length: number, lastMark: number): number {
    const mark = bytes[at]!
    if (mark === CLOSING_QUOTE || !mayOpen(at, mark)) return at + 1
    const close = closingOf(at, mark, length)
    if (close < 0) return at + 1
    const end = close + 1
    // What is quoted is text, not a value: the message itself, what a request was, what a key says happened, a key.
    if (isFirst() && end === length && hasSpace(at, close)) return at + 1
    if (isRequestLine(at + 1) || isSentence(at, close)) return at + 1
    if ((lastMark === COLON || lastMark === EQUALS) && lastWord() === SAYS) return at + 1
    if (bytes[end] === COLON && (lastMark === OPEN_BRACE || lastMark === COMMA)) return at + 1
    return pushGap(at, end, isWordy(at, close) ? WORDY : 0)
  }

  /** Not an apostrophe, nor behind a word: writing without spaces quotes within its runs. */
  function mayOpen(at: number, mark: number): boolean {
    if (mark >= NON_ASCII && mark !== TYPED_APOSTROPHE) return true
    const before = at > 0 ? bytes[at - 1]! : 0
    if ((classes[before]! & WORD) !== 0 && (mark !== QUOTATION_MARK || before < NON_ASCII)) return false
    return (classes[bytes[at + 1]!]! & SPACE) === 0 || bytes[at + 2] === mark
  }

  /** Where the text that `mark` opens is closed, on the same line; -1 if it is not. */
  function closingOf(at: number, mark: number, length: number): number {
    const closing = mark === OPENING_QUOTE ? CLOSING_QUOTE : mark
    if (unclosedTo[mark & 31] === length) return -1
    for (let i = at + 1; i < length; i++) {
      const code = bytes[i]!
      if (code === LINE_FEED) return -1
      if (code !== closing || (bytes[i - 1] === BACKSLASH && i > at + 1)) continue
      if (mark >= NON_ASCII && mark !== TYPED_APOSTROPHE) return i
      const after = bytes[i + 1]!
      if ((classes[after]! & WORD) === 0 || (mark === QUOTATION_MARK && after >= NON_ASCII)) return i
      const isApostrophe =
        (mark === SINGLE_QUOTE || mark === TYPED_APOSTROPHE) && (classes[bytes[i - 1]!]! & WORD) !== 0
      if (!isApostrophe) return -1
    }
    isClear = false
    unclosedTo[mark & 31] = length
    return -1
  }

  /** `"The request timed out."` */
  function isSentence(at: number, close: number): boolean {
    const first = bytes[at + 1]!
    if (first < UPPER_A || first > UPPER_Z || bytes[close - 1] !== DOT) return false
    let spaces = 0
    for (let i = at; i < close; i++) if ((classes[bytes[i]!]! & SPACE) !== 0) spaces++
    return spaces > 1
  }

  function hasSpace(at: number, close: number): boolean {
    for (let i = at; i < close; i++) if ((classes[bytes[i]!]! & SPACE) !== 0) return true
    return false
  }

  /** Words, which speak if nothing else is left; no path, no id. */
  function isWordy(at: number, close: number): boolean {
    for (let i = at + 1; i < close; i++) {
      const code = bytes[i]!
      if ((classes[code]! & DIGIT) !== 0 || code === SLASH || code === BACKSLASH) return false
    }
    return true
  }

  return { clear, scanQuote }
}
