/**
 * AssemblyScript, not TypeScript: `npm run build:kernel` compiles it into `src/signature/kernel-code.ts`.
 *
 * Finds the refining key of a message, as `src/signature/refining-key.ts` defines it, and what was remembered for it. The characters that mean
 * something stand in `characters.ts`. Messages are ASCII, and 256 bytes at most. Calls are not inlined: loops over characters have none.
 */

import { BREAKERS, JOINERS, KINDS, LOOKED_AT, WORD_CHARACTERS } from './tables'

/** The message; room to read 32 bytes beyond it. */
const TEXT: usize = 0
/** The key: the message, with one byte for each value. */
const KEY: usize = 512
/**
 * A bit for each byte of the message: part of a word; part of a token; joins words within a token, but none that make a number; worth a look.
 * Behind each are 8 bytes of zeros.
 */
const WORDS: usize = 1288
const TOKENS: usize = 1352
const BREAKS: usize = 1416
const LOOKS: usize = 1480
/** Secret keys of the hashes: 32 bits for each 4 bytes of the key, and an odd factor of 64 bits. */
const HASH_KEYS: usize = 2048
const CHECK_KEYS: usize = 2560
const FACTOR: usize = 3072
/** What is remembered: 2,048 sets of 4 hashes of 64 bits, and which of a set is the next to be replaced. */
const SETS: usize = 4096
const TURNS: usize = 69632

/** Bits of `KINDS`. */
const STANDS_BEFORE: u8 = 1
const STANDS_BEFORE_BEHIND_SPACE: u8 = 2
const ENDS_PATH: u8 = 4
const JOINS_NAME: u8 = 8
const IS_QUOTE: u8 = 16

const SPACE: u8 = 32
const OPEN_PARENTHESIS: i32 = 40
const DOT: u8 = 46
const SLASH: i32 = 47
const COLON: u8 = 58
const EQUALS: u8 = 61
const LOW_LINE: u8 = 95
const LOWER_A: u8 = 97

const VALUE: u8 = 1
const PATH: u8 = 2
const MAX_TERM_LENGTH: i32 = 6
/** As many bits of a mask as are surely there, wherever reading begins. */
const WINDOW: i32 = 56

const MISS: i32 = -1
const NO_KEY: i32 = -2
/** The message may be an access line. */
const MAY_BE_ACCESS_LINE: i32 = 0x10000

let hash: u64 = 0
let size: i32 = 0

/** Looks for the key of the first `length` bytes. Returns where it is remembered, a number below 8,192, with flags; or else `MISS` or `NO_KEY`. */
export function find(length: i32): i32 {
  const flags = takeKey(length)
  if (flags < 0) return NO_KEY
  hash = hashOfKey()
  const first = firstOfSet()
  const set = SETS + (first << 3)
  if (load<u64>(set) === hash) return first | flags
  if (load<u64>(set, 8) === hash) return (first + 1) | flags
  if (load<u64>(set, 16) === hash) return (first + 2) | flags
  if (load<u64>(set, 24) === hash) return (first + 3) | flags
  return MISS
}

/** Remembers the last key, in the place of the oldest one of its set. Returns where. */
export function remember(): i32 {
  const first = firstOfSet()
  const turn: usize = TURNS + (first >> 2)
  const place = first + (load<u8>(turn) & 3)
  store<u8>(turn, load<u8>(turn) + 1)
  store<u64>(SETS + (place << 3), hash)
  return place
}

function firstOfSet(): i32 {
  return (<i32>((hash * load<u64>(FACTOR)) >> 53)) << 2
}

/** Makes the masks, 16 bytes at a time. */
function sort(length: i32): void {
  const rows = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0)
  const words = v128.load(WORD_CHARACTERS)
  const joiners = v128.load(JOINERS)
  const breakers = v128.load(BREAKERS)
  const lookedAt = v128.load(LOOKED_AT)
  const none = i8x16.splat(0)
  v128.store(length, none)
  v128.store(length + 16, none)
  let before: u32 = 0
  let at = 0
  let bytes = v128.load(0)
  let row = i8x16.swizzle(rows, i8x16.shr_u(bytes, 4))
  let low = v128.and(bytes, i8x16.splat(15))
  let word = <u32>i8x16.bitmask(i8x16.eq(v128.and(i8x16.swizzle(words, low), row), row))
  for (; at <= length; at += 16) {
    const digit = <u32>i8x16.bitmask(i8x16.le_u(i8x16.sub(bytes, i8x16.splat(48)), i8x16.splat(9)))
    const joiner = <u32>i8x16.bitmask(i8x16.eq(v128.and(i8x16.swizzle(joiners, low), row), row))
    const breaker = <u32>i8x16.bitmask(i8x16.eq(v128.and(i8x16.swizzle(breakers, low), row), row))
    const looked = <u32>i8x16.bitmask(i8x16.eq(v128.and(i8x16.swizzle(lookedAt, low), row), row))
    bytes = v128.load(at + 16)
    row = i8x16.swizzle(rows, i8x16.shr_u(bytes, 4))
    low = v128.and(bytes, i8x16.splat(15))
    const next = <u32>i8x16.bitmask(i8x16.eq(v128.and(i8x16.swizzle(words, low), row), row))
    const token = word | (joiner & ((word << 1) | before) & ((word >> 1) | (next << 15)))
    before = word >> 15
    store<u16>(WORDS + (at >> 3), <u16>word)
    store<u16>(TOKENS + (at >> 3), <u16>token)
    store<u16>(BREAKS + (at >> 3), <u16>(breaker & token))
    store<u16>(LOOKS + (at >> 3), <u16>(digit | (looked & ~token)))
    word = next
  }
  store<u64>(WORDS + (at >> 3), 0)
  store<u64>(TOKENS + (at >> 3), 0)
  store<u64>(BREAKS + (at >> 3), 0)
  store<u64>(LOOKS + (at >> 3), 0)
}

/** Writes the key. Returns flags; `NO_KEY` if there is none. */
function takeKey(length: i32): i32 {
  sort(length)
  size = 0
  let flags = 0
  /** What is not in the key yet, and what was not looked at yet. */
  let from = 0
  let next = 0
  for (let base = 0; base < length; base += 64) {
    if (next >= base + 64) continue
    let looks = load<u64>(LOOKS + (base >> 3))
    if (length - base < 64) looks &= ((<u64>1) << (length - base)) - 1
    if (next > base) looks &= ~(<u64>0) << (next - base)
    while (looks !== 0) {
      const at = base + <i32>ctz(looks)
      const character = <i32>load<u8>(at)
      if (isDigit(character)) {
        const start = startOfToken(base, at)
        next = endOfToken(base, at)
        if (isValue(start, next)) {
          append(from, start)
          put(VALUE)
          from = next
        }
      } else if (character === SLASH) {
        const opens = before(at) === SPACE || (kindOf(before(at)) & IS_QUOTE) !== 0
        if (opens || before(at) === COLON) flags = MAY_BE_ACCESS_LINE
        next = at + 1
        if (opens && isSet(WORDS, next)) {
          append(from, at)
          put(PATH)
          while ((load<u8>(KINDS + load<u8>(next)) & ENDS_PATH) === 0) next++
          // Whether a quote behind it closes depends on what stands before the quote.
          from = isSet(WORDS, next - 1) ? next : next - 1
        }
      } else if (character === OPEN_PARENTHESIS) {
        // A space, and before it three of `0` to `?`.
        if (at > 3 && (load<u32>(at - 4) & 0xfff0f0f0) === 0x20303030) return NO_KEY
        next = at + 1
      } else return NO_KEY
      if (next >= base + 64) break
      looks &= ~(<u64>0) << (next - base)
    }
  }
  append(from, length)
  return flags
}

/** Whether a token with a digit in it is a value. */
function isValue(start: i32, end: i32): bool {
  const after = load<u8>(end)
  if (after === EQUALS || load<u8>(end + <i32>(after === COLON)) === SLASH || !standsAlone(start)) return false
  return isDigit(load<u8>(start)) ? !isBroken(start, end) : isName(start, end)
}

function standsAlone(start: i32): bool {
  const kind = kindOf(before(start))
  return (kind & STANDS_BEFORE) !== 0 || ((kind & STANDS_BEFORE_BEHIND_SPACE) !== 0 && before(start - 1) === SPACE)
}

/** What stands before a character: at the start, as if there were a space. */
function before(at: i32): u8 {
  return at === 0 ? SPACE : load<u8>(at - 1)
}

function isBroken(start: i32, end: i32): bool {
  for (let at = start; at < end; at += WINDOW) if ((windowOf(BREAKS, at) & upTo(end - at)) !== 0) return true
  return false
}

/** Whether a token that begins with a letter is a value: longer than any known term, joined by what joins names, one dot at most. */
function isName(start: i32, end: i32): bool {
  if (end - start <= MAX_TERM_LENGTH || load<u8>(start) === LOW_LINE) return false
  // A capital behind a quote may begin a sentence.
  if (load<u8>(start) < LOWER_A && (kindOf(before(start)) & IS_QUOTE) !== 0) return false
  let dots = 0
  for (let at = start; at < end; at += WINDOW) {
    let joiners = ~windowOf(WORDS, at) & upTo(end - at)
    for (; joiners !== 0; joiners &= joiners - 1) {
      const character = load<u8>(at + <i32>ctz(joiners))
      if ((load<u8>(KINDS + character) & JOINS_NAME) === 0) return false
      dots += <i32>(character === DOT)
    }
  }
  return dots < 2
}

/** Most tokens are within the 64 bytes from `base` on, which one mask tells. */
function startOfToken(base: i32, at: i32): i32 {
  const others = ~load<u64>(TOKENS + (base >> 3)) & (((<u64>1) << (at - base)) - 1)
  let start = base + 64 - <i32>clz(others)
  if (start === base) while (start > 0 && isSet(TOKENS, start - 1)) start--
  return start
}

function endOfToken(base: i32, at: i32): i32 {
  const others = ~load<u64>(TOKENS + (base >> 3)) >> (at - base)
  if (others !== 0) return at + <i32>ctz(others)
  let end = base + 64
  while (isSet(TOKENS, end)) end++
  return end
}

/** 64-bit sums of products with secret keys: messages of different keys have one sum by a chance of one in 2^31, and both by that of one in 2^62. */
function hashOfKey(): u64 {
  v128.store(KEY + size, i8x16.splat(0))
  let sums = i64x2.splat(0)
  let checks = i64x2.splat(0)
  for (let at = 0; at < size; at += 16) {
    const bytes = v128.load(KEY + at)
    const keys = v128.load(HASH_KEYS + at)
    const others = v128.load(CHECK_KEYS + at)
    sums = i64x2.add(sums, i64x2.add(i64x2.extmul_low_i32x4_u(bytes, keys), i64x2.extmul_high_i32x4_u(bytes, keys)))
    checks = i64x2.add(
      checks,
      i64x2.add(i64x2.extmul_low_i32x4_u(bytes, others), i64x2.extmul_high_i32x4_u(bytes, others)),
    )
  }
  const sum = i64x2.extract_lane(sums, 0) + i64x2.extract_lane(sums, 1)
  const mixed = sum * load<u64>(FACTOR) + i64x2.extract_lane(checks, 0) + i64x2.extract_lane(checks, 1)
  // Zero stands for nothing remembered.
  return (mixed ^ (mixed >> 32)) | ((<u64>1) << 63)
}

/** Appends a part of the message; what is written beyond it is written over. */
function append(from: i32, to: i32): void {
  const place = KEY + size
  const length = to - from
  for (let i = 0; i < length; i += 16) v128.store(place + i, v128.load(TEXT + from + i))
  size += length
}

function put(symbol: u8): void {
  store<u8>(KEY + size, symbol)
  size++
}

function windowOf(mask: usize, at: i32): u64 {
  return load<u64>(mask + (at >> 3)) >> (at & 7)
}

/** So many bits, up to those of a window. */
function upTo(count: i32): u64 {
  return ((<u64>1) << min(count, WINDOW)) - 1
}

function isSet(mask: usize, at: i32): bool {
  return ((load<u8>(mask + (at >> 3)) >> (<u8>at & 7)) & 1) !== 0
}

function kindOf(character: u8): u8 {
  return load<u8>(KINDS + character)
}

function isDigit(character: i32): bool {
  return <u32>(character - 48) < 10
}
