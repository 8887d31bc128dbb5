/** Begins of sources from which more is looked at, for small files. */
const WHOLE_BYTES = 64 * 1024
const DENSE_BYTES = 2 * 1024 * 1024
const DENSE_ONE_IN = 16

/**
 * Returns how many records one stands for that is looked at; 0: it is not. By its place in its source alone, so that it is the same one
 * however the source is cut into pieces. Any record of a stretch is as likely as any other: sums with these weights are unbiased.
 *
 * @param oneIn a power of two; of the first 64 KiB of a source each record is looked at, of two MiB one in sixteen
 */
export function sampleWeight(offset: number, oneIn: number): number {
  if (offset < WHOLE_BYTES) return 1
  const weight = offset < DENSE_BYTES ? Math.min(DENSE_ONE_IN, oneIn) : oneIn
  return (mixed(offset) & (weight - 1)) === 0 ? weight : 0
}

function mixed(offset: number): number {
  let hash = Math.imul((offset | 0) ^ Math.imul((offset / 2 ** 32) | 0, 0x85ebca6b), 0x9e3779b1)
  hash ^= hash >>> 15
  hash = Math.imul(hash, 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
