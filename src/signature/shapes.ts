import { CLASS_OF, DELIMITER, DIGIT, HEX_LETTER, LETTER, NON_ASCII, SPACE, SPECIAL, WORD } from './character-class.js'
import {
  ASTERISK,
  AT,
  BACKSLASH,
  BELL,
  CLOSE_BRACKET,
  CLOSE_PARENTHESIS,
  COLON,
  COMMA,
  DASH,
  DOT,
  EQUALS,
  ESCAPE,
  GREATER,
  OPEN_BRACE,
  OPEN_BRACKET,
  OPEN_PARENTHESIS,
  PLUS,
  QUESTION,
  SLASH,
  SPACE_BAR,
  UNDERSCORE,
  UPPER_A,
  UPPER_Z,
} from './character-code.js'
import type { Message } from './message.js'

/** Shorter words are none that {@link Shapes.isRandomWord} knows. */
export const MIN_RANDOM_WORD = 16

const NULL_PROTOTYPE = Buffer.from('[Object: null prototype]')

/** What values look like. None of these asks for the end of the message: NUL stands there, which ends everything. */
export interface Shapes {
  /** Where a path, an URL or a value ends. */
  delimiterFrom(from: number): number
  /** A `/` or `\` before a word, or a lone `/`. */
  startsPath(at: number): boolean
  /** `https://…` or `C:\…`. */
  opensAddress(from: number, colon: number): boolean
  /** `::ffff:127.0.0.1`, as Node gives IPv4 peers. */
  isMappedAddress(from: number, colon: number): boolean
  /** `fdab:cdef::1`; eight groups, or fewer and `::`. */
  isIpv6(from: number): boolean
  /** What stands before `at` goes on as a mail address: `+5@example.org`, `@163.com`. */
  isMail(at: number): boolean
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
  /** The end of `@scope/name`; `at` if it is something else. */
  scopedNameEnd(at: number): number
  /** A version, behind the `@` of `name@1.2.3`. */
  isVersion(at: number): boolean
  /** The end of `repeat:9d6c1f2:1700000000000`, a name and at least two parts of an id behind it; -1 if it is something else. */
  idPartsEnd(colon: number): number
  /** Sixteen or more letters, perhaps with dashes, a good part of them of either case and mixed as in no word: `VStGXRZjdHi-BmyTa`. */
  isRandomWord(from: number, end: number): boolean
  /** The end of `****aBcD`, a secret but for its last letters; `at` if it is something else. */
  maskedEnd(at: number): number
  /** The end of `aa:bb:cc…`, three or more pairs of hex digits; -1 if it is something else. */
  hexOctetsEnd(from: number): number
  /** Eight or more letters, all of them hex digits. */
  isHexWord(from: number, end: number): boolean
  /** `android.intent.action.SCREEN_ON`: a dotted name that ends in a constant names one of a closed list; it does not vary. */
  endsInConstant(end: number): boolean
  /** `=`, but not `==` or `=>`. */
  isAssignment(at: number): boolean
}

export function createShapes({ bytes }: Message): Shapes {
  const classes = CLASS_OF
  const minHexWord = 8
  const minAsterisks = 3
  /** `9d6c`; a time has shorter parts. */
  const minIdPart = 4
  /** `aa:bb:cc`. */
  const minOctetsLength = 8
  const isHex = (at: number) => (classes[bytes[at]!]! & (HEX_LETTER | DIGIT)) !== 0
  const isDigit = (at: number) => (classes[bytes[at]!]! & DIGIT) !== 0
  const isWord = (at: number) => at >= 0 && (classes[bytes[at]!]! & WORD) !== 0
  const isSpace = (at: number) => (classes[bytes[at]!]! & SPACE) !== 0
  const isDelimiter = (at: number) => (classes[bytes[at]!]! & DELIMITER) !== 0

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

  /** A bracket or a mark that a value may follow. */
  function opensValue(at: number): boolean {
    const code = bytes[at]
    return (
      code === OPEN_BRACE || code === OPEN_PARENTHESIS || code === OPEN_BRACKET || code === COMMA || code === EQUALS
    )
  }

  /** Of ASCII letters, dashes and `_` only, with one lower-case letter between capitals: words have several in a row. */
  function isMixed(from: number, end: number): boolean {
    let letters = 0
    let lower = 0
    let isOdd = false
    for (let i = from; i < end; i++) {
      const code = bytes[i]!
      if (code === DASH || code === UNDERSCORE) continue
      if (code >= NON_ASCII || (classes[code]! & LETTER) === 0) return false
      letters++
      if (code > UPPER_Z) lower++
      else {
        isOdd ||= lower === 1 && letters > 2
        lower = 0
      }
    }
    return isOdd
  }

  return {
    delimiterFrom(from) {
      let i = from
      while ((classes[bytes[i]!]! & DELIMITER) === 0) i++
      return i
    },
    startsPath(at) {
      const next = bytes[at + 1]!
      if ((classes[next]! & WORD) !== 0 || next === QUESTION) return true
      if (next === DOT && ((classes[bytes[at + 2]!]! & WORD) !== 0 || bytes[at + 2] === DOT)) return true
      return bytes[at] === SLASH && isDelimiter(at + 1) && at > 0 && (isSpace(at - 1) || opensValue(at - 1))
    },
    opensAddress(from, colon) {
      const next = bytes[colon + 1]
      if (next === SLASH) return bytes[colon + 2] === SLASH
      return next === BACKSLASH && colon - from === 1
    },
    isMappedAddress(from, colon) {
      if (colon - from !== 4 || from < 2 || bytes[from - 1] !== COLON || bytes[from - 2] !== COLON) return false
      return isHex(from) && isHex(from + 1) && isHex(from + 2) && isHex(from + 3) && isDigit(colon + 1)
    },
    isIpv6(from) {
      // Looked at from its first group on, and not again from the others.
      if (from > 1 && bytes[from - 1] === COLON && isHex(from - 2)) return false
      let colons = 0
      let digits = 0
      let isShort = false
      let i = from
      for (; ; i++) {
        if (bytes[i] === COLON) {
          isShort ||= bytes[i + 1] === COLON
          colons++
          digits = 0
        } else if (!isHex(i) || ++digits > 4) break
      }
      return (isShort || colons === 7) && colons >= 2 && (classes[bytes[i]!]! & WORD) === 0
    },
    isMail(at) {
      let i = at
      while (bytes[i] !== AT && (classes[bytes[i]!]! & DELIMITER) === 0) i++
      if (bytes[i] !== AT) return false
      while (bytes[i] !== DOT && (classes[bytes[i]!]! & DELIMITER) === 0) i++
      return bytes[i] === DOT && (classes[bytes[i + 1]!]! & WORD) !== 0
    },
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
    scopedNameEnd(at) {
      let i = at + 1
      while (isWord(i) || bytes[i] === DASH || bytes[i] === DOT) i++
      if (i === at + 1 || bytes[i] !== SLASH || !isWord(i + 1)) return at
      while (!isDelimiter(i)) i++
      return i
    },
    isVersion(at) {
      let i = at
      while (isDigit(i)) i++
      return i > at && bytes[i] === DOT && isDigit(i + 1)
    },
    idPartsEnd(colon) {
      let parts = 0
      let end = colon
      while (bytes[end] === COLON) {
        let i = end + 1
        let some = 0
        while ((classes[bytes[i]!]! & WORD) !== 0) some |= classes[bytes[i++]!]!
        if (i - end <= minIdPart || (some & DIGIT) === 0) break
        end = i
        parts++
      }
      return parts > 1 ? end : -1
    },
    isRandomWord(from, end) {
      const length = end - from
      if (length < MIN_RANDOM_WORD) return false
      // Counted without a branch: the two cases differ in this bit.
      let lower = 0
      for (let i = from; i < end; i++) lower += (bytes[i]! >> 5) & 1
      return lower * 10 > length * 3 && lower * 10 < length * 7 && isMixed(from, end)
    },
    maskedEnd(at) {
      if (bytes[at - 1] === ASTERISK) return at
      let i = at
      while (bytes[i] === ASTERISK) i++
      if (i - at < minAsterisks || !isWord(i)) return at
      while (isWord(i)) i++
      return i
    },
    hexOctetsEnd(from) {
      if (from > 2 && bytes[from - 1] === COLON && isHex(from - 2) && isHex(from - 3) && !isWord(from - 4)) return -1
      let end = from
      if (isHex(end) && isHex(end + 1)) end += 2
      while (bytes[end] === COLON && isHex(end + 1) && isHex(end + 2)) end += 3
      return (classes[bytes[end]!]! & WORD) === 0 && end - from >= minOctetsLength ? end : -1
    },
    isHexWord(from, end) {
      if (end - from < minHexWord) return false
      let i = from
      while (i < end && (classes[bytes[i]!]! & HEX_LETTER) !== 0) i++
      return i === end
    },
    endsInConstant(end) {
      let lowLine = false
      for (let i = end - 1; ; i--) {
        const code = bytes[i]!
        if (code === DOT) return lowLine
        if (code === UNDERSCORE) lowLine = true
        else if (code < UPPER_A || code > UPPER_Z) return false
      }
    },
    isAssignment(at) {
      if (bytes[at] !== EQUALS) return false
      const next = bytes[at + 1]
      return next !== EQUALS && next !== GREATER
    },
  }
}
