import { CAPITAL, CLASS_OF, DIGIT, JOINER, LETTER, LOW_LINE, SPACE, WORD } from './character-class.js'
import {
  AT,
  BACKSLASH,
  CLOSE_PARENTHESIS,
  COLON,
  DOT,
  EQUALS,
  HASH,
  OPEN_PARENTHESIS,
  PLUS,
  SLASH,
} from './character-code.js'
import type { HashSecret } from './hash-secret.js'
import { MIN_RANDOM_WORD } from './id-shapes.js'
import { createLongRuns } from './long-runs.js'
import type { Message } from './message.js'
import { createScanValue } from './scan-value.js'
import type { Shapes } from './shapes.js'
import { INDEX_MASK, MAX_WORD_BYTES } from './template-size.js'
import type { TemplateWriter } from './template-writer.js'
import { AFTER_COLON, IN_PARENTHESES, NUMERIC, WORDY } from './token-trait.js'
import { addKeyed, addLow, keyedHash, lowHash, WORD_SEED } from './word-hash.js'
import { FAMILY, ID_FAMILY, MAX_FAMILY_LENGTH } from './word-kind.js'

/** `arn`, `urn`. */
const ID_FAMILY_LENGTH = 3
/** Numbers and perhaps letters that are not ASCII. */
const MIXED = LETTER | LOW_LINE | DIGIT

/** Scans the token that starts at `from`, with the value if it is the key of one, and answers where to go on. */
export type ScanWord = (from: number, length: number, lastMark: number) => number

export function createScanWord(
  { bytes }: Pick<Message, 'bytes'>,
  shapes: Shapes,
  writer: TemplateWriter,
  secret: HashSecret,
): ScanWord {
  const { hash: hashKeys, fingerprint: fingerprintKeys } = secret
  const classes = CLASS_OF
  const { delimiterFrom, endsInConstant, hexOctetsEnd, idPartsEnd, isAssignment, opensAddress } = shapes
  const { isHexWord, isIpv6, isMail, isMappedAddress, isRandomWord, isVersion } = shapes
  const { isFirst, isTerm, kindOfWord, pushGap, pushWord } = writer
  const { pushParts, pushPieces, scriptEnd } = createLongRuns({ bytes }, shapes, writer, secret)
  const scanValue = createScanValue({ bytes }, shapes, writer)

  return function scanWord(from, length, lastMark) {
    let i = from
    let some = 0
    let code = bytes[i]!
    let kind = classes[code]!
    let hash = WORD_SEED
    let fingerprint = WORD_SEED
    let low = WORD_SEED
    do {
      some |= kind
      const place = (i - from) & INDEX_MASK
      hash = addKeyed(hash, hashKeys[place]!, code)
      fingerprint = addKeyed(fingerprint, fingerprintKeys[place]!, code)
      low = addLow(low, code)
      // In range anyway; said in a way that V8 leaves out its checks.
      i = (i + 1) & INDEX_MASK
      code = bytes[i]! & 0xff
      kind = classes[code]!
    } while ((kind & WORD) !== 0)
    // `注文42件`: writing without spaces joins words and numbers.
    if ((some & MIXED) === MIXED) {
      const last = pushParts(from, i)
      if (last > from) return last
    }
    // Most tokens are a word alone.
    if (code !== EQUALS && ((kind & JOINER) === 0 || (code !== COLON && (classes[bytes[i + 1]!]! & WORD) === 0))) {
      if ((some & DIGIT) !== 0 && !isTerm(from, i, low)) return pushGap(from, i, NUMERIC)
      if (isHexWord(from, i)) return pushGap(from, i, 0)
      if (i - from >= MIN_RANDOM_WORD && (some & CAPITAL) !== 0 && isRandomWord(from, i)) return pushGap(from, i, 0)
      if (i - from > MAX_WORD_BYTES) return pushPieces(from, i)
      return pushWord(from, i, runtime(i, lastMark), hash, fingerprint, low)
    }
    return scanJoined(from, i, some, length, lastMark, hash, fingerprint, low)
  }

  /** `Europe/Berlin`, `application/json`; in `audio/video` neither is a value. */
  function isOfFamily(from: number, slash: number, low: number): boolean {
    if (slash - from > MAX_FAMILY_LENGTH || kindOfWord(low) !== FAMILY) return false
    let end = slash + 1
    while ((classes[bytes[end]!]! & WORD) !== 0) end++
    return kindOfWord(lowHash(bytes, slash + 1, end)) !== FAMILY
  }

  function scanJoined(
    from: number,
    at: number,
    someOf: number,
    length: number,
    lastMark: number,
    hashOf: number,
    fingerprintOf: number,
    lowOf: number,
  ): number {
    let hash = hashOf,
      fingerprint = fingerprintOf,
      low = lowOf

    let i = at
    let some = someOf
    let dots = 0
    let slashes = 0
    let ats = 0
    for (;;) {
      const code = bytes[i]!
      if ((classes[code]! & JOINER) === 0) break
      // Does the token go on behind the joiner?
      const hasDigit = (some & DIGIT) !== 0
      const next = classes[bytes[i + 1]!]!
      if (code === COLON && !hasDigit) {
        if (opensAddress(from, i)) return pushGap(from, delimiterFrom(i), 0)
        if (isMappedAddress(from, i)) return pushGap(from, delimiterFrom(i), NUMERIC)
        const octetsEnd = i - from === 2 ? hexOctetsEnd(from) : -1
        if (octetsEnd > 0) return pushGap(from, octetsEnd, 0)
        if (i - from <= 4 && isIpv6(from)) return pushGap(from, delimiterFrom(i), NUMERIC)
        if (i - from === ID_FAMILY_LENGTH && (next & WORD) !== 0 && kindOfWord(low) === ID_FAMILY)
          return pushGap(from, delimiterFrom(i), 0)
        const idEnd = (next & WORD) !== 0 ? idPartsEnd(i) : -1
        if (idEnd > 0) return pushGap(from, idEnd, NUMERIC)
        if (dots === 0 || (next & DIGIT) === 0) break
      }
      if ((next & WORD) === 0) break
      if ((code === PLUS || code === HASH || code === AT) && !hasDigit && (next & DIGIT) !== 0) {
        if (isMail(i)) return pushGap(from, delimiterFrom(i), 0)
        if (code !== AT || !isVersion(i + 1)) break
      }
      if (code === SLASH && i === at && isOfFamily(from, i, low)) return pushGap(from, delimiterFrom(i), 0)
      if (code === DOT) dots++
      else if (code === SLASH || code === BACKSLASH) slashes++
      else if (code === AT) ats++
      const joiner = i
      let kind = next
      let c = code
      do {
        const place = (i - from) & INDEX_MASK
        hash = addKeyed(hash, hashKeys[place]!, c)
        fingerprint = addKeyed(fingerprint, fingerprintKeys[place]!, c)
        low = addLow(low, c)
        some |= kind
        c = bytes[++i]!
        kind = classes[c]!
      } while ((kind & WORD) !== 0)
      // It has a number by then, so that it varies wherever it ends.
      if ((some & MIXED) === MIXED) {
        const cut = scriptEnd(joiner + 1, i)
        if (cut < i) {
          i = cut
          hash = keyedHash(hashKeys, bytes, from, i)
          fingerprint = keyedHash(fingerprintKeys, bytes, from, i)
          low = lowHash(bytes, from, i)
        }
      }
    }

    const hasDigit = (some & DIGIT) !== 0
    let end = i
    if (slashes > 1 || (slashes > 0 && dots > 0)) end = pushGap(from, delimiterFrom(i), hasDigit ? NUMERIC : 0)
    else if (hasDigit && !isTerm(from, i, low))
      pushGap(from, i, dots > 1 && (classes[bytes[from]!]! & LETTER) !== 0 ? NUMERIC | WORDY : NUMERIC)
    else if (dots > 0 && (dots > 1 || (ats === 0 && !isFirst())) && !endsInConstant(i)) pushGap(from, i, WORDY)
    else if (ats > 0 && dots > 0) pushGap(from, i, 0)
    else if (isHexWord(from, i) || (dots === 0 && (some & CAPITAL) !== 0 && isRandomWord(from, i))) pushGap(from, i, 0)
    else if (i === at && i - from > MAX_WORD_BYTES) pushPieces(from, i)
    else pushWord(from, i, runtime(i, lastMark), hash, fingerprint, low)
    return isAssignment(end) ? scanValue(end + 1, length) : end
  }

  function runtime(end: number, lastMark: number): number {
    if (lastMark === 0) return 0
    const after = bytes[end]!
    if (lastMark === COLON && (after === 0 || (classes[after]! & SPACE) === 0)) return AFTER_COLON
    return lastMark === OPEN_PARENTHESIS && after === CLOSE_PARENTHESIS ? IN_PARENTHESES : 0
  }
}
