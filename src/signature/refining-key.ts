import { TextEncoder } from 'node:util'
import type { Random } from '../internal/random.js'
import { CLASS_OF, DELIMITER, DIGIT, JOINER, WORD } from './character-class.js'
import { DOT, EQUALS, OPEN_PARENTHESIS, SLASH, SPACE_BAR } from './character-code.js'
import { createHashSecret } from './hash-secret.js'
import { INDEX_MASK } from './template-size.js'
import { MAX_TERM_LENGTH } from './word-kind.js'

/** Longer messages may be cut: their template depends on where. */
const MAX_LENGTH = 250

/** What a byte is: a part of a word, perhaps a digit; what may join words. */
const IN_WORD = 1
const IS_DIGIT = 2
const JOINS = 4
/** May join the parts of a value that begins with a digit, or with a letter. */
const JOINS_NUMBER = 8
const JOINS_NAME = 16
/** A value may stand behind it, or does if a space or nothing stands before it. */
const BEFORE = 32
const BEFORE_BEHIND_SPACE = 64
/** Only the scan knows what it means. */
const UNKNOWN = 128
/** Ends a path. */
const ENDS_PATH = 256
/** Of those outside of words, what is looked at more closely. */
const SLASH_OR_PARENTHESIS = 512

const TRAITS = new Uint16Array(256)
for (let byte = 0; byte < 256; byte++) {
  const kind = CLASS_OF[byte]!
  if ((kind & WORD) !== 0) TRAITS[byte]! |= IN_WORD
  if ((kind & DIGIT) !== 0) TRAITS[byte]! |= IS_DIGIT
  if ((kind & JOINER) !== 0) TRAITS[byte]! |= JOINS
  if ((kind & DELIMITER) !== 0) TRAITS[byte]! |= ENDS_PATH
}
function add(characters: string, bits: number): void {
  for (const character of characters) TRAITS[character.charCodeAt(0)]! |= bits
}
add('.-:+', JOINS_NUMBER)
add('.-', JOINS_NAME)
add(' =(,;|!?', BEFORE)
add('#$-+~', BEFORE_BEHIND_SPACE)
// An `@` within a word is looked at as what joins.
add('"\'`<>*{}[]@\x7f', UNKNOWN)
add('/(', SLASH_OR_PARENTHESIS)
for (let byte = 0; byte < SPACE_BAR; byte++) TRAITS[byte]! |= UNKNOWN

/** Stand for a value, and for a path: no message that has a key has these bytes. */
const VALUE = 1
const PATH = 2
const CHUNK_BYTES = 4
/** Of a chunk, as many bytes as there are. */
const MASKS = [0, 0xff, 0xffff, 0xff_ffff]

/**
 * A key that is found sooner than a template, and is finer: messages of one key have one template, but not the other way round. The scan stays
 * the definition of a template, and is asked whenever a key is new, or where there is none. So it suffices that the key leaves out
 * nothing that the scan looks at:
 *
 * - a value that has a digit and stands alone: `17`, `10.0.0.1:443`, `83ms`, `2024-05-01`, `req-8f3a2c`. To the scan any such token is a gap
 *   with a number in it, whatever its digits and letters. It begins behind a space, `=`, `(`, `,`, `;`, `|`, `!` or `?`, and with a digit;
 *   or with a letter if it is longer than any known term with a digit, has one dot at most and no colon or plus. It is no key of a value
 *   (`=` behind it), and no part of a path;
 * - a path: behind a space, `/` and a word character, up to the next delimiter.
 *
 * A message of values alone speaks by the words in them: its template is not to be remembered by this key (`TemplateKey.isOfValues`).
 *
 * All other bytes are in the key as they are. There is none for what is longer than 250 bytes, not ASCII, or has quotes, brackets, angle
 * brackets, asterisks, control characters, an `@` outside of a word, or a digit and a parenthesis with a space between them. A new kind of
 * masked value needs no change here; one that makes the scan look at the digits of such a value does, and the fuzz finds it.
 *
 * The hashes are keyed sums, as those of words are, of four bytes at a time; in the second the four are turned around, so that what hardly
 * changes one of them changes the other. Nobody outside can make two messages that have one key but by chance, of one in 2^32 at most.
 */
export interface RefiningKey {
  /** Takes a message. Returns whether it has a key. */
  take(text: string): boolean
  /** 32 bits. */
  readonly hash: number
  /** 32 bits, by other keys. */
  readonly fingerprint: number
  /** Of the key, in four bytes at most each. */
  readonly size: number
}

/** @param random makes the keys of the hashes */
export function createRefiningKey(random: Random): RefiningKey {
  const { hash: hashKeys, fingerprint: fingerprintKeys, hashMix, fingerprintMix } = createHashSecret(random)
  const traits = TRAITS
  const bytes = new Uint8Array(INDEX_MASK + 1)
  const chunks = new DataView(bytes.buffer)
  const room = bytes.subarray(0, MAX_LENGTH + CHUNK_BYTES)
  const encoder = new TextEncoder()
  function isBehindSpace(at: number): boolean {
    return at === 0 || bytes[at - 1] === SPACE_BAR
  }

  function standsAlone(start: number): boolean {
    if (start === 0) return true
    const before = traits[bytes[start - 1]!]!
    return (before & BEFORE) !== 0 || ((before & BEFORE_BEHIND_SPACE) !== 0 && isBehindSpace(start - 1))
  }

  const key = {
    hash: 0,
    fingerprint: 0,
    size: 0,
    take(text: string): boolean {
      const { length } = text
      if (length > MAX_LENGTH || length === 0) return false
      if (encoder.encodeInto(text, room).written !== length) return false
      bytes[length] = bytes[length + 1] = 0
      let hash = hashMix.start
      let fingerprint = fingerprintMix.start
      let count = 0
      let at = 0
      for (;;) {
        // Up to the next value, all bytes are in the key as they are.
        const from = at
        let to = length
        let symbol = 0
        while (at < length) {
          let trait = traits[bytes[at & INDEX_MASK]!]!
          if ((trait & IN_WORD) !== 0) {
            const start = at
            let some = 0
            do {
              some |= trait
              at++
              trait = traits[bytes[at & INDEX_MASK]!]!
            } while ((trait & IN_WORD) !== 0)
            if ((trait & JOINS) !== 0 && (traits[bytes[(at + 1) & INDEX_MASK]!]! & IN_WORD) !== 0) {
              const end = skipToken(start, at, some)
              at = end < 0 ? -end : end
              if (end > 0) continue
            } else if ((some & IS_DIGIT) === 0 || !isValue(start, at)) continue
            to = start
            symbol = VALUE
            break
          }
          if ((trait & (UNKNOWN | SLASH_OR_PARENTHESIS)) !== 0) {
            if ((trait & UNKNOWN) !== 0 || isRemark(at)) return false
            if (isPath(at)) {
              to = at
              symbol = PATH
              at = endOfPath(at)
              break
            }
          }
          at++
        }
        let i = from
        for (; i + CHUNK_BYTES <= to; i += CHUNK_BYTES) {
          hash = (hash + Math.imul(hashKeys[count & INDEX_MASK]!, chunks.getInt32(i, true))) | 0
          fingerprint = (fingerprint + Math.imul(fingerprintKeys[count & INDEX_MASK]!, chunks.getInt32(i, false))) | 0
          count++
        }
        if (i < to) {
          const chunk = chunks.getInt32(i, true) & MASKS[to - i]!
          const turned = ((chunk & 0xff) << 24) | ((chunk & 0xff00) << 8) | ((chunk >>> 8) & 0xff00)
          hash = (hash + Math.imul(hashKeys[count & INDEX_MASK]!, chunk)) | 0
          fingerprint = (fingerprint + Math.imul(fingerprintKeys[count & INDEX_MASK]!, turned)) | 0
          count++
        }
        if (symbol === 0) break
        hash = (hash + Math.imul(hashKeys[count & INDEX_MASK]!, symbol)) | 0
        fingerprint = (fingerprint + Math.imul(fingerprintKeys[count & INDEX_MASK]!, symbol)) | 0
        count++
      }
      key.hash = mix(hash, hashMix.factor)
      key.fingerprint = mix(fingerprint, fingerprintMix.factor)
      key.size = count
      return true
    },
  }

  /** A word alone with a digit in it. */
  function isValue(start: number, end: number): boolean {
    const isNumber = (traits[bytes[start]!]! & IS_DIGIT) !== 0
    if (!isNumber && (end - start <= MAX_TERM_LENGTH || bytes[start] === LOW_LINE)) return false
    return bytes[end] !== EQUALS && standsAlone(start)
  }

  /** A parenthesis behind a number. */
  function isRemark(at: number): boolean {
    if (bytes[at] !== OPEN_PARENTHESIS || at < 2 || bytes[at - 1] !== SPACE_BAR) return false
    return (traits[bytes[at - 2]!]! & IS_DIGIT) !== 0
  }

  function isPath(at: number): boolean {
    return bytes[at] === SLASH && isBehindSpace(at) && (traits[bytes[at + 1]!]! & IN_WORD) !== 0
  }

  function endOfPath(at: number): number {
    let end = at
    while ((traits[bytes[end & INDEX_MASK]!]! & ENDS_PATH) === 0) end++
    return end
  }

  /** Returns the end of a token of several words, negative if it is a value. `end` is that of the first word, `someOf` what is in it. */
  function skipToken(start: number, end: number, someOf: number): number {
    const isNumber = (traits[bytes[start]!]! & IS_DIGIT) !== 0
    let at = end
    let some = someOf
    let trait = traits[bytes[at]!]!
    let joins = isNumber ? JOINS_NUMBER : JOINS_NAME
    let dots = 0
    while ((trait & JOINS) !== 0 && (traits[bytes[at + 1]!]! & IN_WORD) !== 0) {
      joins &= trait
      if (bytes[at] === DOT) dots++
      at++
      trait = traits[bytes[at]!]!
      do {
        some |= trait
        at++
        trait = traits[bytes[at & INDEX_MASK]!]!
      } while ((trait & IN_WORD) !== 0)
    }
    if ((some & IS_DIGIT) === 0 || joins === 0 || bytes[at] === EQUALS || !standsAlone(start)) return at
    if (isNumber) return -at
    return at - start > MAX_TERM_LENGTH && dots < 2 && bytes[start] !== LOW_LINE ? -at : at
  }

  return key
}

const LOW_LINE = 95

function mix(hash: number, factor: number): number {
  const mixed = Math.imul(hash, factor)
  return mixed ^ (mixed >>> 15)
}
