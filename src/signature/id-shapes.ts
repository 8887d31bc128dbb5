import { CLASS_OF, DIGIT, HEX_LETTER, LETTER, NON_ASCII, WORD } from './character-class.js'
import { ASTERISK, COLON, DASH, DOT, SLASH, UNDERSCORE, UPPER_A, UPPER_Z } from './character-code.js'
import { createCharacterTests } from './character-tests.js'
import type { Message } from './message.js'

/** What names one of many: ids, hashes, versions, packages, secrets. */
export interface IdShapes {
  /** The end of `@scope/name`; `at` if it is something else. */
  scopedNameEnd(at: number): number
  /** A version, behind the `@` of `name@1.2.3`. */
  isVersion(at: number): boolean
  /** The end of `repeat:9d6c1f2:1700000000000`, a name and at least two parts of an id behind it; -1 if it is something else. */
  idPartsEnd(colon: number): number
  /** Sixteen or more letters, perhaps with dashes, a good part of them of either case and mixed as in no word: `VStGXRZjdHi-BmyTa`. */
  isRandomWord(from: number, end: number): boolean
  /** Eight or more letters, all of them hex digits. */
  isHexWord(from: number, end: number): boolean
  /** The end of `****aBcD`, a secret but for its last letters; `at` if it is something else. */
  maskedEnd(at: number): number
  /** `android.intent.action.SCREEN_ON`: a dotted name that ends in a constant names one of a closed list; it does not vary. */
  endsInConstant(end: number): boolean
}

/** Shorter words are none that {@link IdShapes.isRandomWord} knows. */
export const MIN_RANDOM_WORD = 16
const MIN_HEX_WORD = 8
const MIN_ASTERISKS = 3
/** `9d6c`; a time has shorter parts. */
const MIN_ID_PART = 4

export function createIdShapes({ bytes }: Pick<Message, 'bytes'>): IdShapes {
  const classes = CLASS_OF
  const { isDelimiter, isDigit, isWord } = createCharacterTests({ bytes })

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
        if (i - end <= MIN_ID_PART || (some & DIGIT) === 0) break
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
    isHexWord(from, end) {
      if (end - from < MIN_HEX_WORD) return false
      let i = from
      while (i < end && (classes[bytes[i]!]! & HEX_LETTER) !== 0) i++
      return i === end
    },
    maskedEnd(at) {
      if (bytes[at - 1] === ASTERISK) return at
      let i = at
      while (bytes[i] === ASTERISK) i++
      if (i - at < MIN_ASTERISKS || !isWord(i)) return at
      while (isWord(i)) i++
      return i
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
  }
}
