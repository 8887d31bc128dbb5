import { createBracketPairs } from './bracket-pairs.js'
import { CLASS_OF, QUOTE, SPACE, SPECIAL, WORD } from './character-class.js'
import {
  ARROW_FIRST,
  ARROW_SECOND,
  ASTERISK,
  AT,
  BACKSLASH,
  DASH,
  ESCAPE,
  GREATER,
  LESS,
  LINE_FEED,
  OPEN_BRACE,
  OPEN_BRACKET,
  OPEN_PARENTHESIS,
  SLASH,
} from './character-code.js'
import type { HashSecret } from './hash-secret.js'
import { createHeadings } from './headings.js'
import type { Message } from './message.js'
import { createScanBlock } from './scan-block.js'
import { createScanQuote } from './scan-quote.js'
import { createScanWord } from './scan-word.js'
import { createShapes } from './shapes.js'
import { createTemplateWriter } from './template-writer.js'
import type { TokenBuffer } from './token-buffer.js'
import { keyedHash, lowHash } from './word-hash.js'

/** The last bytes of `←` and `→`. */
const LEFT = 0x90
const RIGHT = 0x92

/**
 * One left-to-right pass over the first `length` bytes of the message: cuts it into literal tokens and gaps by what each token looks
 * like. What a token's neighbours say about it is the writer's to settle.
 */
export interface Scan {
  scan(length: number): void
  /** The message ended in the code below a heading: what happened may stand behind it. */
  endsInCode(): boolean
}

/** The parts of the scan are closures over one message and one token buffer: that makes them constants to V8. */
export function createScan(message: Message, tokens: TokenBuffer, secret: HashSecret): Scan {
  const { bytes } = message
  const classes = CLASS_OF
  const writer = createTemplateWriter(message, tokens)
  const { clear, isFirst, isFull, trim, pushGap, pushWord } = writer
  const shapes = createShapes(message)
  const {
    delimiterFrom,
    escapeEnd,
    gapEnd,
    isEmptyList,
    isLogUser,
    isTag,
    maskedEnd,
    nullPrototypeEnd,
    remarkEnd,
    scopedNameEnd,
    startsPath,
  } = shapes
  const pairs = createBracketPairs(message)
  const scanWord = createScanWord(message, shapes, writer, secret)
  const { clear: clearQuotes, scanQuote } = createScanQuote(message, shapes, writer)
  const scanBlock = createScanBlock(message, writer, { pairs, scanPart })
  const headings = createHeadings(message, tokens)
  /** Until where pairs of brackets are known. */
  let pairedUntil = 0

  function scanRange(from: number, length: number): void {
    let i = from
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
        i = code === LINE_FEED ? headings.nextLine(i, length) : i + 1
      } else if ((kind & SPECIAL) === 0) {
        lastMark = code
        i++
      } else {
        const next = (kind & QUOTE) !== 0 ? scanQuote(i, length, lastMark) : scanSpecial(code, i, length)
        if (next === i) {
          lastMark = code
          i++
        } else i = next
      }
    }
  }

  /** Where to go on behind what is neither a word nor quoted; `at` if the character is a mark like others. */
  function scanSpecial(code: number, at: number, length: number): number {
    switch (code) {
      case SLASH:
      case BACKSLASH:
        return startsPath(at) ? pushGap(at, delimiterFrom(at + 1), 0) : at
      case OPEN_BRACE:
      case OPEN_BRACKET:
        if (isLogUser(at)) writer.lastBecomesGap()
        if (isTag(at)) return at
        if (nullPrototypeEnd(at) > at) return nullPrototypeEnd(at)
        // Brackets that a message begins with are a tag of several words, no list: `[worker 1, main]`.
        if (code === OPEN_BRACKET && isFirst() && !isEmptyList(at)) return at
        if (pairedUntil <= at) pairedUntil = pairs.find(at, length)
        return scanBlock(at, length)
      case OPEN_PARENTHESIS:
        return pushIf(at, remarkEnd(at))
      case ASTERISK:
        return pushIf(at, maskedEnd(at))
      case AT:
        return pushIf(at, scopedNameEnd(at))
      case ESCAPE:
        return escapeEnd(at)
      case LESS:
        return isFirst() && bytes[at + 1] === DASH && bytes[at + 2] === DASH
          ? pushArrow(at, LEFT)
          : pushIf(at, gapEnd(at))
      case GREATER:
        return isFirst() && bytes[at - 1] === DASH && bytes[at - 2] === DASH ? pushArrow(at - 2, RIGHT) : at
      default:
        return at
    }
  }

  function pushIf(at: number, end: number): number {
    return end > at ? pushGap(at, end, 0) : at
  }

  /** `-->` and `<--` before anything else tell requests from answers: as the arrows that they stand for, which have three bytes, too. */
  function pushArrow(at: number, last: number): number {
    bytes[at] = ARROW_FIRST
    bytes[at + 1] = ARROW_SECOND
    bytes[at + 2] = last
    const end = at + 3
    return pushWord(
      at,
      end,
      0,
      keyedHash(secret.hash, bytes, at, end),
      keyedHash(secret.fingerprint, bytes, at, end),
      lowHash(bytes, at, end),
    )
  }

  /** A part of the message, as if it ended there. */
  function scanPart(from: number, to: number): void {
    const behind = bytes[to]!
    const paired = pairedUntil
    bytes[to] = 0
    pairedUntil = 0
    scanRange(from, to)
    bytes[to] = behind
    pairedUntil = paired
  }

  return {
    scan(length) {
      clear()
      clearQuotes()
      headings.clear()
      pairedUntil = 0
      scanRange(0, length)
      trim()
    },
    endsInCode: headings.endsInCode,
  }
}
