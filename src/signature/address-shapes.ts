import { CLASS_OF, DELIMITER, WORD } from './character-class.js'
import {
  AT,
  BACKSLASH,
  COLON,
  COMMA,
  DOT,
  EQUALS,
  OPEN_BRACE,
  OPEN_BRACKET,
  OPEN_PARENTHESIS,
  QUESTION,
  SLASH,
} from './character-code.js'
import { createCharacterTests } from './character-tests.js'
import type { Message } from './message.js'

/** Where things are: paths, URLs, hosts, addresses of networks and of mail. */
export interface AddressShapes {
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
  /** The end of `aa:bb:cc…`, three or more pairs of hex digits; -1 if it is something else. */
  hexOctetsEnd(from: number): number
}

/** `aa:bb:cc`. */
const MIN_OCTETS_LENGTH = 8

export function createAddressShapes({ bytes }: Pick<Message, 'bytes'>): AddressShapes {
  const classes = CLASS_OF
  const { isDelimiter, isDigit, isHex, isSpace, isWord } = createCharacterTests({ bytes })

  /** A bracket or a mark that a value may follow. */
  function opensValue(at: number): boolean {
    const code = bytes[at]
    return (
      code === OPEN_BRACE || code === OPEN_PARENTHESIS || code === OPEN_BRACKET || code === COMMA || code === EQUALS
    )
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
    hexOctetsEnd(from) {
      if (from > 2 && bytes[from - 1] === COLON && isHex(from - 2) && isHex(from - 3) && !isWord(from - 4)) return -1
      let end = from
      if (isHex(end) && isHex(end + 1)) end += 2
      while (bytes[end] === COLON && isHex(end + 1) && isHex(end + 2)) end += 3
      return (classes[bytes[end]!]! & WORD) === 0 && end - from >= MIN_OCTETS_LENGTH ? end : -1
    },
  }
}
