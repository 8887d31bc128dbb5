import { isWordAt } from './characters.js'
import { KNOWN_TOKENS } from './known-tokens.js'
import { SECRET_NAME_ENDINGS } from './secret-names.js'
import { WEBHOOK_HOSTS } from './webhook-urls.js'

const SCHEMES = ['bearer', 'basic', 'digest']
const MIN_CARD_DIGITS = 13

/** Bytes by what matters of them, in five bits: letters in any case are 1–26, what is of no word is 0. */
const KINDS = new Uint8Array(256)
const CARD_DIGIT = 27
const OTHER_DIGIT = 28
const DASH = 29
const AT_SIGN = 30
const OTHER_OF_WORD = 31
for (let code = 0; code < 128; code++) KINDS[code] = kindOf(String.fromCharCode(code), code)

function kindOf(character: string, code: number): number {
  if (/[a-z]/i.test(character)) return code & 31
  // With which numbers of cards begin.
  if (/[2-6]/.test(character)) return CARD_DIGIT
  if (/\d/.test(character)) return OTHER_DIGIT
  if (character === '-') return DASH
  if (character === '@') return AT_SIGN
  return isWordAt(code) ? OTHER_OF_WORD : 0
}

const THREE = 2 ** 15 - 1
const threeOf = (a: number, b: number, c: number): number => (a << 10) | (b << 5) | c
const kindAt = (text: string, at: number): number => KINDS[text.charCodeAt(at)]!

const BEGINS = 1
const ENDS_NAME = 2
const NUMBER = 4
const SURE = 8
/** What three bytes in a row may be the last of. */
const SIGNS = new Uint8Array(THREE + 1)
/** Before the last three of a name: a set of kinds, a bit each. */
const BEFORE_ENDS = new Uint32Array(THREE + 1)
/** The first three of words that may be a secret, or that one follows. */
const BEGINNINGS = new Uint8Array(THREE + 1)
function sign(three: number, as: number): void {
  SIGNS[three] = SIGNS[three]! | as
}
for (const word of [...KNOWN_TOKENS.map(({ prefix }) => prefix), ...WEBHOOK_HOSTS, ...SCHEMES]) {
  sign(threeOf(0, kindAt(word, 0), kindAt(word, 1)), BEGINS)
  BEGINNINGS[threeOf(kindAt(word, 0), kindAt(word, 1), kindAt(word, 2))] = 1
}
for (const name of SECRET_NAME_ENDINGS) {
  const { length } = name
  const end = threeOf(kindAt(name, length - 3), kindAt(name, length - 2), kindAt(name, length - 1))
  sign(end, ENDS_NAME)
  // Separators may stand anywhere in a name.
  BEFORE_ENDS[end]! |= (1 << DASH) | (1 << OTHER_OF_WORD) | (1 << (length > 3 ? kindAt(name, length - 4) : 0))
}
for (const digit of [CARD_DIGIT, OTHER_DIGIT]) sign(threeOf(0, CARD_DIGIT, digit), NUMBER)
sign(threeOf(DASH, DASH, DASH), SURE)
for (let two = 0; two <= THREE >> 5; two++) sign((two << 5) | AT_SIGN, SURE)

/** Of UTF-8 between a name and its sign. */
const GAPS = new Uint8Array(256)
for (const gap of ' "\'\\') GAPS[gap.charCodeAt(0)] = 1
const COLON = 58
const EQUALS = 61

/**
 * Returns `false` for most lines in which `redactText` finds nothing, several times as fast as `mayHoldSecret`; never for one in which it finds
 * something.
 *
 * @param bytes of UTF-8 text
 * @param to behind the last byte
 */
export function bytesMayHoldSecret(bytes: Uint8Array, from: number, to: number): boolean {
  // Names of the module are looked up at each use; eight at once take half the time of one by one.
  const [kinds, signs] = [KINDS, SIGNS]
  let at = from
  let h = 0
  for (; at + 8 <= to; at += 8) {
    const a = ((h << 5) | kinds[bytes[at]!]!) & THREE
    const b = ((a << 5) | kinds[bytes[at + 1]!]!) & THREE
    const c = ((b << 5) | kinds[bytes[at + 2]!]!) & THREE
    const d = ((c << 5) | kinds[bytes[at + 3]!]!) & THREE
    const e = ((d << 5) | kinds[bytes[at + 4]!]!) & THREE
    const f = ((e << 5) | kinds[bytes[at + 5]!]!) & THREE
    const g = ((f << 5) | kinds[bytes[at + 6]!]!) & THREE
    h = ((g << 5) | kinds[bytes[at + 7]!]!) & THREE
    if ((signs[a]! | signs[b]! | signs[c]! | signs[d]! | signs[e]! | signs[f]! | signs[g]! | signs[h]!) === 0) continue
    if (signs[a] !== 0 && isSuspect(bytes, from, at, a, to)) return true
    if (signs[b] !== 0 && isSuspect(bytes, from, at + 1, b, to)) return true
    if (signs[c] !== 0 && isSuspect(bytes, from, at + 2, c, to)) return true
    if (signs[d] !== 0 && isSuspect(bytes, from, at + 3, d, to)) return true
    if (signs[e] !== 0 && isSuspect(bytes, from, at + 4, e, to)) return true
    if (signs[f] !== 0 && isSuspect(bytes, from, at + 5, f, to)) return true
    if (signs[g] !== 0 && isSuspect(bytes, from, at + 6, g, to)) return true
    if (signs[h] !== 0 && isSuspect(bytes, from, at + 7, h, to)) return true
  }
  for (; at < to; at++) {
    h = ((h << 5) | kinds[bytes[at]!]!) & THREE
    if (signs[h] !== 0 && isSuspect(bytes, from, at, h, to)) return true
  }
  return false
}

/** @param three the kinds of the byte at `i` and of the two before it, which have a sign */
function isSuspect(bytes: Uint8Array, from: number, i: number, three: number, to: number): boolean {
  const signs = SIGNS[three]!
  if ((signs & SURE) !== 0) return true
  if ((signs & NUMBER) !== 0) return mayBeCard(bytes, i - 1, to)
  if ((signs & BEGINS) !== 0 && i + 1 < to && BEGINNINGS[((three << 5) | KINDS[bytes[i + 1]!]!) & THREE] === 1)
    return true
  if ((signs & ENDS_NAME) === 0 || !isBeforeSign(bytes, i + 1, to)) return false
  const before = i - 3 >= from ? KINDS[bytes[i - 3]!]! : 0
  return (BEFORE_ENDS[three]! & (1 << before)) !== 0
}

function isBeforeSign(bytes: Uint8Array, from: number, to: number): boolean {
  let at = from
  while (at < to && GAPS[bytes[at]!] === 1) at++
  return at < to && (bytes[at] === COLON || bytes[at] === EQUALS)
}

function mayBeCard(bytes: Uint8Array, start: number, to: number): boolean {
  let digits = 0
  for (let i = start; i < to; i++) {
    const kind = KINDS[bytes[i]!]!
    if (kind === CARD_DIGIT || kind === OTHER_DIGIT) {
      if (++digits >= MIN_CARD_DIGITS) return true
    } else if (kind !== DASH && bytes[i] !== 32 && bytes[i] !== 46) return false
  }
  return false
}
