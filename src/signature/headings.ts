import { CLASS_OF, DIGIT, SPACE, WORD } from './character-class.js'
import { BACKSLASH, COLON, DOT, GREATER, LINE_FEED, SLASH } from './character-code.js'
import type { Message } from './message.js'
import type { TokenBuffer } from './token-buffer.js'
import { GAP } from './token-trait.js'

/**
 * The first line says what happened, the next ones the details: a stack, a cause, a piece of the input. A line that says nothing, or that is a
 * heading, leaves it to the next: `Invalid invocation:`, or `Invalid invocation in` with a place and the code there below.
 */
export interface Headings {
  clear(): void
  /** From the end of a line: where to go on, the end of the message if all is said. */
  nextLine(lineFeed: number, length: number): number
  /** The message ended in the code below a heading. */
  endsInCode(): boolean
}

const LOWER_A = 97
const LOWER_I = 105
const LOWER_N = 110
const LOWER_T = 116
/** First and last bytes of `→`, `✕`, `❯`: what points at a line of code. */
const POINTER = 0xe2
const POINTERS = [0x92, 0x95, 0xaf]

export function createHeadings({ bytes }: Pick<Message, 'bytes'>, tokens: TokenBuffer): Headings {
  const classes = CLASS_OF
  /** How many tokens the headings so far have. */
  let headed = 0
  /** Below the last one stand a place and its code. */
  let hasPlace = false
  const isSpace = (at: number) => (classes[bytes[at]!]! & SPACE) !== 0
  const isWord = (at: number) => at >= 0 && (classes[bytes[at]!]! & WORD) !== 0

  /** A first line needs two words, as a merge rule does; what stands below a heading, one. */
  function hasSpoken(): boolean {
    let words = headed === 0 ? 2 : 1
    for (let i = headed; i < tokens.count && words > 0; i++) if ((tokens.traits[i]! & GAP) === 0) words--
    return words === 0
  }

  /** `in` or `at` at the end of a line, a path in the next one. */
  function leadsToPlace(last: number, next: number): boolean {
    const first = bytes[last - 1]
    const isIn = first === LOWER_I && bytes[last] === LOWER_N
    const isAt = first === LOWER_A && bytes[last] === LOWER_T
    return (isIn || isAt) && !isWord(last - 2) && isPath(next)
  }

  /** `/a`, `./a`, `C:\a`, `file:///a`. */
  function isPath(at: number): boolean {
    let i = at
    while (isWord(i) || bytes[i] === DOT) i++
    if (bytes[i] === COLON) i++
    return bytes[i] === SLASH || bytes[i] === BACKSLASH
  }

  function startOfText(from: number, length: number): number {
    let i = from
    while (i < length && isSpace(i)) i++
    return i
  }

  /** `at f (file:1:2)`: the frame of a stack. */
  function isFrame(at: number): boolean {
    return bytes[at] === LOWER_A && bytes[at + 1] === LOWER_T && isSpace(at + 2)
  }

  /** A line with its number, perhaps pointed at: `→ 12 await`, `> 12 | await`. */
  function isCode(at: number, length: number): boolean {
    let i = at
    if (bytes[i] === GREATER) i++
    else if (bytes[i] === POINTER && POINTERS.includes(bytes[i + 2]!)) i += 3
    return (classes[bytes[startOfText(i, length)]!]! & DIGIT) !== 0
  }

  function endOfLine(from: number, length: number): number {
    let i = from
    while (i < length && bytes[i] !== LINE_FEED) i++
    return i
  }

  return {
    clear() {
      headed = 0
      hasPlace = false
    },
    nextLine(lineFeed, length) {
      let next = startOfText(lineFeed, length)
      if (hasSpoken()) {
        let last = lineFeed
        while (last > 0 && isSpace(last)) last--
        hasPlace = leadsToPlace(last, next)
        if ((bytes[last] !== COLON && !hasPlace) || isFrame(next)) return length
        headed = tokens.count
      } else if (headed > 0 && isFrame(next)) return length
      if (hasPlace) while (next < length && isCode(next, length)) next = startOfText(endOfLine(next, length), length)
      return next
    },
    endsInCode: () => hasPlace && !hasSpoken(),
  }
}
