import type { Random } from '../internal/random.js'

/** How far the plan may be off a running block. */
const MAX_RATIO = 2

/**
 * Draws for records without a trace: of each block of L = max(1, round(1/p)) consecutive records exactly one, at a position
 * drawn uniformly, is kept with weight L. L is frozen when the block starts, so the sum of weights is unbiased whatever p does.
 *
 * A new p counts from the next block on. A block may be cut short, but only for a reason that no draw has an influence on: then its
 * expectation is the number of records it had, wherever it ends.
 */
export class BlockDraw {
  #length = 1
  #position = 0
  #next = 1

  /**
   * The weight of this record if it is kept, 0 if it is dropped. `planned` is p without what draws have an influence on: where it asks for a block
   * of less than half or more than twice the running one, a new one starts.
   */
  draw(probability: number, planned: number, random: Random): number {
    const ratio = planned * this.#length
    if (this.#next >= this.#length || ratio > MAX_RATIO || ratio < 1 / MAX_RATIO) {
      this.#length = Math.max(1, Math.round(1 / probability))
      this.#position = this.#length === 1 ? 0 : Math.min(this.#length - 1, Math.floor(random() * this.#length))
      this.#next = 0
    }
    return this.#next++ === this.#position ? this.#length : 0
  }

  /** The p of the block that the last record belonged to. */
  get probability(): number {
    return 1 / this.#length
  }
}
