import type { Random } from '../internal/random.js'

/** Ratio by which the plan may be off a running block. */
const MAX_PLAN_RATIO = 2
/** Bits of length, position and next in one number: no block is longer than 1,000. */
const FIELD_BITS = 10
const FIELD_MASK = (1 << FIELD_BITS) - 1
/** A finished block of one record. */
const NO_BLOCK = stateOf(1, 0, 1)

/**
 * Draws for records without a trace: of each block of L = max(1, round(1/p)) consecutive records exactly one, at a position
 * drawn uniformly, is kept with weight L. L is frozen when the block starts, so the sum of weights is unbiased whatever p does.
 *
 * A new p counts from the next block on. A block may be cut short, but only for a reason that no draw has an influence on: then its
 * expectation is the number of its records, wherever it ends.
 */
export class BlockDraws {
  readonly #states: number[]

  /** @param bands number of independent blocks */
  constructor(bands: number) {
    this.#states = new Array<number>(bands).fill(NO_BLOCK)
  }

  /**
   * Returns the weight of this record if it is kept, 0 if it is dropped. `planned` is p without what draws have an influence on:
   * if it asks for a block of less than half or more than twice the running one, a new one starts.
   */
  draw(band: number, probability: number, planned: number, random: Random): number {
    const state = this.#states[band]!
    let length = state & FIELD_MASK
    let position = (state >> FIELD_BITS) & FIELD_MASK
    let next = state >> (2 * FIELD_BITS)
    if (next >= length || isOff(planned, length)) {
      length = Math.max(1, Math.round(1 / probability))
      position = length === 1 ? 0 : Math.min(length - 1, Math.floor(random() * length))
      next = 0
    }
    this.#states[band] = stateOf(length, position, next + 1)
    return next === position ? length : 0
  }

  /** Returns whether a plan lets the running block of a band go on. */
  holds(band: number, planned: number): boolean {
    return !isOff(planned, this.#states[band]! & FIELD_MASK)
  }

  /** Returns how many next records of a band are dropped for certain, as long as no new block starts. */
  ahead(band: number): number {
    const state = this.#states[band]!
    const position = (state >> FIELD_BITS) & FIELD_MASK
    const next = state >> (2 * FIELD_BITS)
    return (next <= position ? position : state & FIELD_MASK) - next
  }

  /** Lets so many of them pass. */
  skip(band: number, records: number): void {
    this.#states[band]! += records << (2 * FIELD_BITS)
  }

  /** Returns the p of the block that the last record of a band belonged to. */
  probabilityOf(band: number): number {
    return 1 / (this.#states[band]! & FIELD_MASK)
  }
}

function isOff(planned: number, length: number): boolean {
  const ratio = planned * length
  return ratio > MAX_PLAN_RATIO || ratio < 1 / MAX_PLAN_RATIO
}

function stateOf(length: number, position: number, next: number): number {
  return length | (position << FIELD_BITS) | (next << (2 * FIELD_BITS))
}
