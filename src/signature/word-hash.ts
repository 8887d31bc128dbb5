// Two 32-bit hashes of a word, taken byte by byte: `high` of the bytes, `low` whatever their ASCII case.

export const WORD_SEED = 0x011c9dc5
const HIGH_PRIME = 0x01000193
const LOW_PRIME = 0x5bd1e995
/** The bit that tells `a` from `A`. */
const LOWER_CASE = 32

export function addHigh(high: number, byte: number): number {
  return Math.imul(high ^ byte, HIGH_PRIME)
}

export function addLow(low: number, byte: number): number {
  return Math.imul(low ^ (byte | LOWER_CASE), LOW_PRIME)
}

/** `high` of the bytes from `start` to `end`. */
export function highHash(bytes: Uint8Array, start: number, end: number): number {
  let high = WORD_SEED
  for (let i = start; i < end; i++) high = addHigh(high, bytes[i]!)
  return high
}

/** `low` of the bytes from `start` to `end`. */
export function lowHash(bytes: Uint8Array, start: number, end: number): number {
  let low = WORD_SEED
  for (let i = start; i < end; i++) low = addLow(low, bytes[i]!)
  return low
}
