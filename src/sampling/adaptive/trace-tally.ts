const BITS = 4_096
const WORD_BITS = 32

/**
 * How many distinct traces there were, by linear counting (Whang, Vander-Zanden and Taylor, 1990) in 512 bytes: off by a few percent up
 * to some 10,000.
 */
export class TraceTally {
  readonly #words = new Uint32Array(BITS / WORD_BITS)
  #set = 0

  add(hash: number): void {
    const bit = hash & (BITS - 1)
    const word = bit >> 5
    const mask = 1 << (bit & (WORD_BITS - 1))
    if ((this.#words[word]! & mask) !== 0) return
    this.#words[word]! |= mask
    this.#set++
  }

  estimate(): number {
    return BITS * Math.log(BITS / Math.max(1, BITS - this.#set))
  }

  clear(): void {
    if (this.#set > 0) this.#words.fill(0)
    this.#set = 0
  }
}
