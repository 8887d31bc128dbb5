import { CLASS_OF, DELIMITER, LETTER, SPECIAL } from './character-class.js'
import {
  ASTERISK,
  BACKSLASH,
  BELL,
  CLOSE_BRACKET,
  CLOSE_PARENTHESIS,
  COLON,
  DASH,
  EQUALS,
  ESCAPE,
  GREATER,
  OPEN_BRACKET,
  PLUS,
  QUESTION,
  SLASH,
  SPACE_BAR,
  UPPER_A,
  UPPER_Z,
} from './character-code.js'
import { createCharacterTests } from './character-tests.js'
import type { Message } from './message.js'

/** What a bracket, an escape or another mark begins, and what stands there. */
export interface MarkShapes {
  /** The end of what an escape tells a terminal: a colour (`\x1b[32m`), a link (`\x1b]8;;…\x07`). */
  escapeEnd(at: number): number
  /** `GET /users HTTP/1.1`. */
  isRequestLine(at: number): boolean
  /** A `[` with the time of an access log behind it, and before it ` - NAME `. */
  isLogUser(at: number): boolean
  /** The end of `[Object: null prototype]`, as Node.js says before such an object; `at` if it is something else. */
  nullPrototypeEnd(at: number): number
  /** `[main]`, `[17]`: one word in brackets, or nothing that closes them. */
  isTag(at: number): boolean
  /** `[]`, `[ ]`. */
  isEmptyList(at: number): boolean
  /** The end of `<*>`, or of `<>` that is no part of a word: nothing, where something could stand; `at` if it is something else. */
  gapEnd(at: number): number
  /** The end of an empty `()`, or of what a `(` says about what stands before it: the name of a time zone or status, a value of `(key)=(value)`; `at` if nothing. */
  remarkEnd(at: number): number
  /** `=`, but not `==` or `=>`. */
  isAssignment(at: number): boolean
}

const NULL_PROTOTYPE = Buffer.from('[Object: null prototype]')

export function createMarkShapes({ bytes }: Pick<Message, 'bytes'>): MarkShapes {
  const classes = CLASS_OF
  const { isDigit, isSpace, isWord } = createCharacterTests({ bytes })

  function isDigits(from: number, count: number): boolean {
    for (let i = from; i < from + count; i++) if (i < 0 || !isDigit(i)) return false
    return true
  }

  /** `http://`, at its start. */
  function isScheme(at: number): boolean {
    let i = at
    while (isWord(i)) i++
    return bytes[i] === COLON && bytes[i + 1] === SLASH && bytes[i + 2] === SLASH
  }

  return {
    escapeEnd(at) {
      let i = at + 1
      if (bytes[i] === CLOSE_BRACKET) {
        while (bytes[i] !== 0 && bytes[i] !== BELL && bytes[i] !== ESCAPE) i++
        if (bytes[i] === ESCAPE && bytes[i + 1] === BACKSLASH) i++
        return bytes[i] === 0 ? i : i + 1
      }
      if (bytes[i] !== OPEN_BRACKET) return i
      do i++
      while (bytes[i]! > SPACE_BAR && bytes[i]! <= QUESTION)
      return (classes[bytes[i]!]! & LETTER) === 0 ? i : i + 1
    },
    isRequestLine(at) {
      let i = at
      while (bytes[i]! >= UPPER_A && bytes[i]! <= UPPER_Z) i++
      return i - at >= 3 && bytes[i] === SPACE_BAR && (bytes[i + 1] === SLASH || isScheme(i + 1))
    },
    isLogUser(at) {
      if (!isDigit(at + 1) || !isDigit(at + 2) || bytes[at + 3] !== SLASH || !isSpace(at - 1)) return false
      let i = at - 2
      while (i > 1 && !isSpace(i)) i--
      return i > 1 && i < at - 2 && bytes[i - 1] === DASH && isSpace(i - 2)
    },
    nullPrototypeEnd(at) {
      for (let i = 0; i < NULL_PROTOTYPE.length; i++) if (bytes[at + i] !== NULL_PROTOTYPE[i]) return at
      return at + NULL_PROTOTYPE.length
    },
    isTag(at) {
      if (bytes[at] !== OPEN_BRACKET) return false
      let i = at + 1
      while ((classes[bytes[i]!]! & (DELIMITER | SPECIAL)) === 0) i++
      return bytes[i] === 0 || (bytes[i] === CLOSE_BRACKET && i > at + 1)
    },
    isEmptyList(at) {
      let i = at + 1
      while (isSpace(i)) i++
      return bytes[i] === CLOSE_BRACKET
    },
    gapEnd(at) {
      if (bytes[at + 1] === ASTERISK && bytes[at + 2] === GREATER) return at + 3
      return bytes[at + 1] === GREATER && !isWord(at - 1) ? at + 2 : at
    },
    remarkEnd(at) {
      if (bytes[at + 1] === CLOSE_PARENTHESIS && !isWord(at - 1)) return at + 2
      if (bytes[at - 1] === EQUALS && bytes[at - 2] === CLOSE_PARENTHESIS) {
        let i = at
        while (bytes[i] !== CLOSE_PARENTHESIS && bytes[i] !== 0) i++
        return bytes[i] === 0 ? at : i + 1
      }
      if (!isSpace(at - 1) || !isDigit(at - 2)) return at
      const isOffset = isDigits(at - 5, 4) && (bytes[at - 6] === PLUS || bytes[at - 6] === DASH)
      const isStatus = !isOffset && isDigits(at - 4, 3) && !isWord(at - 5)
      if (!isOffset && !isStatus) return at
      let i = at + 1
      while (bytes[i] !== CLOSE_PARENTHESIS) {
        if (bytes[i] === 0 || isDigit(i) || (isStatus && !isSpace(i) && !isWord(i))) return at
        i++
      }
      return i + 1
    },
    isAssignment(at) {
      if (bytes[at] !== EQUALS) return false
      const next = bytes[at + 1]
      return next !== EQUALS && next !== GREATER
    },
  }
}
