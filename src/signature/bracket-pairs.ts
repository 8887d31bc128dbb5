import { CLASS_OF, STRUCTURE, WORD } from './character-class.js'
import { BACKSLASH, CLOSE_BRACE, CLOSE_BRACKET, COMMA, EQUALS, OPEN_BRACE, OPEN_BRACKET } from './character-code.js'
import type { Message } from './message.js'
import { INDEX_MASK } from './template-size.js'

/** `{…}` and `[…]`, nested, as far as they are closed. Brackets within quoted texts do not count. */
export interface BracketPairs {
  /** Finds the pair of the bracket at `from`, and those within it, in one pass up to its end or `to`; answers where that is. */
  find(from: number, to: number): number
  /** Where the bracket that opens at a position that was passed is closed; 0 if it is not. */
  closeOf(open: number): number
  /** It has a comma of its own: a list. */
  hasComma(open: number): boolean
  /** It has an equals sign of its own: settings, whose keys say what they are. */
  hasEquals(open: number): boolean
}

const MAX_DEPTH = 64
const HAS_COMMA = 1
const HAS_EQUALS = 2

export function createBracketPairs({ bytes }: Pick<Message, 'bytes'>): BracketPairs {
  const classes = CLASS_OF
  const closes = new Uint16Array(INDEX_MASK + 1)
  const marks = new Uint8Array(INDEX_MASK + 1)
  const stack = new Uint16Array(MAX_DEPTH)

  /** Where a quoted text that starts a value is closed; `at` if it is not. */
  function quoteEnd(at: number, to: number): number {
    const mark = bytes[at]!
    for (let i = at + 1; i < to; i++) {
      // The scan may look into quotes; pairs of a message before are none of this one.
      closes[i] = 0
      if (bytes[i] === BACKSLASH) closes[++i] = 0
      else if (bytes[i] === mark && (classes[bytes[i + 1]!]! & WORD) === 0) return i
    }
    return at
  }

  return {
    find(from, to) {
      let depth = 0
      // Nothing closes marks like this one: by their last five bits, which differ.
      let unclosed = 0
      for (let i = from; i < to; i++) {
        const code = bytes[i]!
        if ((classes[code]! & STRUCTURE) === 0) continue
        if (code === OPEN_BRACE || code === OPEN_BRACKET) {
          closes[i] = 0
          marks[i] = 0
          if (depth < MAX_DEPTH) stack[depth++] = i
        } else if (code === COMMA || code === EQUALS) {
          if (depth > 0) marks[stack[depth - 1]!]! |= code === COMMA ? HAS_COMMA : HAS_EQUALS
        } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
          // One that does not fit closes nothing.
          if (depth > 0 && bytes[stack[depth - 1]!]! === code - 2) closes[stack[--depth]!] = i
          if (depth === 0) return i
        } else if (depth > 0) {
          const bit = 1 << (code & 31)
          if ((unclosed & bit) !== 0 || (classes[bytes[i - 1]!]! & WORD) !== 0) continue
          const end = quoteEnd(i, to)
          if (end === i) unclosed |= bit
          i = end
        }
      }
      return to
    },
    closeOf: (open) => closes[open]!,
    hasComma: (open) => (marks[open]! & HAS_COMMA) !== 0,
    hasEquals: (open) => (marks[open]! & HAS_EQUALS) !== 0,
  }
}
