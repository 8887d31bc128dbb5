import { type Random, randomWords } from '../internal/random.js'
import { INDEX_MASK } from './template-size.js'

/**
 * What the hashes of the hot path depend on, for one process: without it, nobody can choose texts that have one hash. The hash that finds a
 * template and the fingerprint that it is compared by have nothing in common.
 */
export interface HashSecret {
  /** A key for each byte of a word. */
  readonly hash: Int32Array
  readonly fingerprint: Int32Array
  /** How the words of a template are mixed: where to start, and an odd factor. */
  readonly hashMix: MixSecret
  readonly fingerprintMix: MixSecret
}

export interface MixSecret {
  readonly start: number
  readonly factor: number
}

/** @param random such as `secretRandom` */
export function createHashSecret(random: Random): HashSecret {
  return {
    hash: randomWords(random, INDEX_MASK + 1),
    fingerprint: randomWords(random, INDEX_MASK + 1),
    hashMix: mixSecret(random),
    fingerprintMix: mixSecret(random),
  }
}

function mixSecret(random: Random): MixSecret {
  const [start, factor] = randomWords(random, 2) as unknown as readonly [number, number]
  return { start, factor: factor | 1 }
}
