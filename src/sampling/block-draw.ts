import type { Random } from '../internal/random.js'

/**
 * Draws for records without a trace: of each block of L = max(1, round(1/p)) consecutive records exactly one, at a position
 * drawn uniformly, is kept with weight L. L is frozen when the block starts, so a new p counts from the next block on and
 * the sum of weights is unbiased whatever p does.
 */
export interface BlockDraw {
  /** The weight of this record if it is kept, 0 if it is dropped. */
  draw(probability: number): number
  /** The p of the block that the last record belonged to. */
  readonly probability: number
}

export function createBlockDraw(random: Random): BlockDraw {
  let length = 1
  let position = 0
  let next = 1
  return {
    draw(probability) {
      if (next >= length) {
        length = Math.max(1, Math.round(1 / probability))
        position = length === 1 ? 0 : Math.min(length - 1, Math.floor(random() * length))
        next = 0
      }
      return next++ === position ? length : 0
    },
    get probability() {
      return 1 / length
    },
  }
}
