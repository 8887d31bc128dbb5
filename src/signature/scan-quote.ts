import { CLASS_OF, JOINER, LETTER, LOW_LINE, SPACE, WORD } from './character-class.js'
import { BACKSLASH, COLON, COMMA, OPEN_BRACE, SLASH } from './character-code.js'
import type { Message } from './message.js'
import type { Shapes } from './shapes.js'
import type { TemplateWriter } from './template-writer.js'
import { WORDY } from './token-trait.js'

/** Scans from a mark of quotation: a text without white space between two is a gap; any other mark says nothing. */
export type ScanQuote = (at: number, length: number, lastMark: number) => number

export function createScanQuote({ bytes }: Message, shapes: Shapes, { pushGap }: TemplateWriter): ScanQuote {
  const { isUserAgent } = shapes
  const classes = CLASS_OF
  const maxQuoted = 64

  return function scanQuote(at, length, lastMark) {
    const isApostrophe = at > 0 && (classes[bytes[at - 1]!]! & WORD) !== 0
    if (isApostrophe) return at + 1
    const quote = bytes[at]!
    if (isUserAgent(at + 1)) {
      const end = endOfQuote(at, length)
      if (end > 0) return pushGap(at, end, 0)
    }
    const limit = Math.min(length, at + 2 + maxQuoted)
    let wordy = true
    for (let i = at + 1; i < limit; i++) {
      const code = bytes[i]!
      const kind = classes[code]!
      if (code === quote) {
        if ((classes[bytes[i + 1]!]! & WORD) !== 0) return at + 1
        if (bytes[i + 1] === COLON && (lastMark === OPEN_BRACE || lastMark === COMMA)) return at + 1
        return pushGap(at, i + 1, wordy ? WORDY : 0)
      }
      if ((kind & SPACE) !== 0) break
      if ((kind & (LETTER | LOW_LINE | JOINER)) === 0 || code === SLASH || code === BACKSLASH) wordy = false
    }
    return at + 1
  }

  /** -1 if nothing closes it. */
  function endOfQuote(at: number, length: number): number {
    for (let i = at + 1; i < length; i++) if (bytes[i] === bytes[at]) return i + 1
    return -1
  }
}
