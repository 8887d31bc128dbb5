import { CLASS_OF, DELIMITER, DIGIT, HEX_LETTER, LETTER, SPACE, WORD } from './character-class.js'
import {
  AT,
  BACKSLASH,
  COLON,
  DOT,
  EQUALS,
  GREATER,
  OPEN_BRACKET,
  QUESTION,
  SEMICOLON,
  SLASH,
  UNDERSCORE,
  UPPER_A,
  UPPER_Z,
} from './character-code.js'
import type { Message } from './message.js'

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
  /** The end of a terminal's colour at an escape: `\x1b[32m`. */
  colourEnd(at: number): number
  /** `Mozilla/5.0 (…)`: from here to the mark of quotation stands the name of a client. */
  isUserAgent(at: number): boolean
  /** The end of `aa:bb:cc…`, three or more pairs of hex digits; -1 if it is something else. */
  hexOctetsEnd(from: number): number
  /** Eight or more letters, all of them hex digits. */
  isHexWord(from: number, end: number): boolean
  /** `android.intent.action.SCREEN_ON`: a dotted name that ends in a constant names one of a closed list; it does not vary. */
  endsInConstant(end: number): boolean
  /** `=`, but not `==` or `=>`, and not at the end. */
  isAssignment(at: number): boolean
}

export function createShapes({ bytes }: Message): Shapes {
  const classes = CLASS_OF
  const minHexWord = 8
  /** `aa:bb:cc`. */
  const minOctetsLength = 8
  const isHex = (at: number) => (classes[bytes[at]!]! & (HEX_LETTER | DIGIT)) !== 0
  const isDigit = (at: number) => (classes[bytes[at]!]! & DIGIT) !== 0
  const isWord = (at: number) => at >= 0 && (classes[bytes[at]!]! & WORD) !== 0
  const isSpace = (at: number) => (classes[bytes[at]!]! & SPACE) !== 0

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
      return bytes[at] === SLASH && (next === 0 || isSpace(at + 1)) && at > 0 && isSpace(at - 1)
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
    colourEnd(at) {
      let i = at + 1
      if (bytes[i] !== OPEN_BRACKET) return i
      do i++
      while (isDigit(i) || bytes[i] === SEMICOLON)
      return (classes[bytes[i]!]! & LETTER) === 0 ? i : i + 1
    },
    isUserAgent(at) {
      let i = at
      while ((classes[bytes[i]!]! & LETTER) !== 0) i++
      return i > at && bytes[i] === SLASH && isDigit(i + 1)
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
      return next !== EQUALS && next !== GREATER && next !== 0
    },
  }
}
