/** 64 bits that nobody outside can guess, as two unsigned 32-bit words. */
export interface HashKey {
  readonly low: number
  readonly high: number
}

/**
 * HalfSipHash-2-4 of 16 bytes with a 64-bit answer (Aumasson and Bernstein, 2012; https://github.com/veorq/SipHash): without the key
 * nobody can tell what a text hashes to, nor choose texts that collide. Works on 32-bit words, which V8 keeps in registers; the answer
 * is left in `low` and `high`, as unsigned words, so that a hash allocates nothing.
 */
export class HalfSipHash {
  low = 0
  high = 0
  readonly #key0: number
  readonly #key1: number

  constructor({ low, high }: HashKey) {
    this.#key0 = low | 0
    this.#key1 = high | 0
  }

  /** Hashes four words, each of 4 bytes with the lowest first. */
  hash(word0: number, word1: number, word2: number, word3: number): void {
    let v0 = this.#key0
    let v1 = this.#key1 ^ 0xee
    let v2 = this.#key0 ^ 0x6c796765
    let v3 = this.#key1 ^ 0x74656462
    // Four words and the length, two rounds each; then four for each half of the answer, the first with 0xee, the second with 0xdd.
    for (let round = 0; round < 18; round++) {
      const isInput = round < 10
      const word = round < 2 ? word0 : round < 4 ? word1 : round < 6 ? word2 : round < 8 ? word3 : LENGTH_WORD
      if (isInput && (round & 1) === 0) v3 ^= word
      if (round === 10) v2 ^= 0xee
      if (round === 14) {
        this.low = (v1 ^ v3) >>> 0
        v1 ^= 0xdd
      }
      v0 = (v0 + v1) | 0
      v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0
      v0 = (v0 << 16) | (v0 >>> 16)
      v2 = (v2 + v3) | 0
      v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2
      v0 = (v0 + v3) | 0
      v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0
      v2 = (v2 + v1) | 0
      v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2
      v2 = (v2 << 16) | (v2 >>> 16)
      if (isInput && (round & 1) === 1) v0 ^= word
    }
    this.high = (v1 ^ v3) >>> 0
  }
}

/** The number of bytes, in the highest byte of the last word. */
const LENGTH_WORD = 16 << 24
