import { CLASS_OF, QUOTE, SPACE, WORD } from './character-class.js'
import { ASTERISK, BACKSLASH, ESCAPE, GREATER, LESS, LINE_FEED, SLASH } from './character-code.js'
import type { Message } from './message.js'
import { createScanQuote } from './scan-quote.js'
import { createScanWord } from './scan-word.js'
import { createShapes } from './shapes.js'
import { createTemplateWriter } from './template-writer.js'
import type { TokenBuffer } from './token-buffer.js'
import { GAP } from './token-trait.js'

/**
 * One left-to-right pass over the first `length` bytes of the message: cuts it into literal tokens and gaps by what each token looks
 * like. What a token's neighbours say about it is the writer's to settle.
 */
export type Scan = (length: number) => void

/** The parts of the scan are closures over one message and one token buffer: that makes them constants to V8. */
export function createScan(message: Message, tokens: TokenBuffer): Scan {
  const { bytes } = message
  const classes = CLASS_OF
  const writer = createTemplateWriter(message, tokens)
  const { clear, isFull, trim, pushGap } = writer
  const shapes = createShapes(message)
  const { colourEnd, delimiterFrom, startsPath } = shapes
  const scanWord = createScanWord(message, shapes, writer)
  const scanQuote = createScanQuote(message, shapes, writer)

  return function scan(length) {
    clear()
    let i = 0
    // The last character that is neither part of a token nor white space.
    let lastMark = 0
    while (i < length) {
      const code = bytes[i]!
      const kind = classes[code]!
      if ((kind & WORD) !== 0) {
        i = scanWord(i, length, lastMark)
        lastMark = 0
        if (isFull()) break
      } else if ((kind & SPACE) !== 0) {
        // The first line says what happened, the next ones the details: a stack, a cause, a piece of the input.
        if (code === LINE_FEED && saysSomething()) break
        i++
      } else if ((code === SLASH || code === BACKSLASH) && startsPath(i)) {
        i = pushGap(i, delimiterFrom(i), 0)
        lastMark = 0
      } else if ((kind & QUOTE) !== 0) {
        i = scanQuote(i, length, lastMark)
      } else if (code === LESS && bytes[i + 1] === ASTERISK && bytes[i + 2] === GREATER) {
        i = pushGap(i, i + 3, 0)
        lastMark = 0
      } else if (code === ESCAPE) {
        i = colourEnd(i)
      } else {
        lastMark = code
        i++
      }
    }
    trim()
  }

  /** Two words, as a merge rule needs. One may be a heading: `Error:`. */
  function saysSomething(): boolean {
    let words = 0
    for (let i = 0; i < tokens.count && words < 2; i++) if ((tokens.traits[i]! & GAP) === 0) words++
    return words === 2
  }
}
