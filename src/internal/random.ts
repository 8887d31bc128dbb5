import { randomInt } from 'node:crypto'
import type { HashKey } from './half-siphash.js'

/** Returns a number that is uniform in [0, 1). */
export type Random = () => number

/** Not even who has seen what the process drew before can tell the next. Slower: for keys. */
export const secretRandom: Random = () => randomInt(2 ** 32) / 2 ** 32

export const systemRandom: Random = () => Math.random()

/** Returns so many 32-bit words. @param random such as {@link secretRandom} */
export function randomWords(random: Random, count: number): Int32Array {
  return Int32Array.from({ length: count }, () => (random() * 2 ** 32) | 0)
}

/** Returns a key for a hash that nobody outside can tell. @param random such as {@link secretRandom} */
export function randomKey(random: Random): HashKey {
  return { low: Math.floor(random() * 2 ** 32), high: Math.floor(random() * 2 ** 32) }
}
