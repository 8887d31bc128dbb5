// Hashes of a word, taken byte by byte.

export const WORD_SEED = 0x011c9dc5
const LOW_PRIME = 0x5bd1e995
/** The bit that tells `a` from `A`. */
const LOWER_CASE = 32

/**
 * A keyed hash of 32 bits: the sum of the bytes, each times the key of its place. Whoever chose two words, they have one hash under one set of
 * keys in 2^25 at most, under most sets of 2^32 for words that are not made for it.
 */
export function addKeyed(hash: number, key: number, byte: number): number {
  return (hash + Math.imul(key, byte)) | 0
}

/** `low` of a word is the same in every process, and whatever its ASCII case: known words are found by it. */
export function addLow(low: number, byte: number): number {
  return Math.imul(low ^ (byte | LOWER_CASE), LOW_PRIME)
}

/** The keyed hash of the bytes from `start` to `end`. */
export function keyedHash(keys: Int32Array, bytes: Uint8Array, start: number, end: number): number {
  let hash = WORD_SEED
  for (let i = start; i < end; i++) hash = addKeyed(hash, keys[i - start]!, bytes[i]!)
  return hash
}

/** `low` of the bytes from `start` to `end`. */
export function lowHash(bytes: Uint8Array, start: number, end: number): number {
  let low = WORD_SEED
  for (let i = start; i < end; i++) low = addLow(low, bytes[i]!)
  return low
}
