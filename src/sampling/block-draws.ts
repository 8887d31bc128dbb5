import { FRACTION } from '../internal/fraction.js'
import type { Random } from '../internal/random.js'

/** Ratio by which the plan may be off the one that a block was drawn by. */
const MAX_PLAN_RATIO = 2
/** A block that was drawn while much was spent ends after so many times the records that the plan alone asks for: see `endOf`. */
const MAX_PLANNED_LENGTHS = 8
/** Bits of length, position and next in one number: no block is longer than 1,000. */
const FIELD_BITS = 10
const FIELD_MASK = (1 << FIELD_BITS) - 1
const ONE_MORE = 1 << (2 * FIELD_BITS)
/** No block: finished before its first record. */
const NONE = 0

/**
 * Draws for records without a trace: of each block of L = max(1, round(1/p)) consecutive records exactly one, at a position
 * drawn uniformly, is kept with weight L. L is frozen when the block is drawn, so the sum of weights is unbiased whatever p does.
 *
 * A block is drawn when the record of the one before is kept, or when its first record comes. A new p counts from the next one that is drawn. A
 * block may be cut short, or not be begun, but only for a reason that was known before it was drawn or that no draw has an influence on: then its
 * expectation is the number of its records, wherever it ends.
 */
export class BlockDraws {
  /** The running blocks, and those that were drawn to follow them. */
  readonly #running: number[]
  readonly #following: number[]
  /** What was planned when they were drawn. Of none that follows it is that of the running one. */
  readonly #plans: number[]
  readonly #followingPlans: number[]

  /** @param bands number of independent blocks */
  constructor(bands: number) {
    this.#running = new Array<number>(bands).fill(NONE)
    this.#following = new Array<number>(bands).fill(NONE)
    this.#plans = new Array<number>(bands).fill(FRACTION)
    this.#followingPlans = new Array<number>(bands).fill(FRACTION)
  }

  /**
   * Returns the weight of this record if it is kept, 0 if it is dropped. `planned` is p without what draws have an influence on:
   * once it is less than half or more than twice of what it was when a block was drawn, that block ends.
   */
  draw(band: number, probability: number, planned: number, random: Random): number {
    if (this.#left(band) <= 0 || !isNear(planned, this.#plans[band]!)) {
      if (this.#following[band] === NONE || !isNear(planned, this.#followingPlans[band]!)) {
        this.#following[band] = drawnBlock(probability, random)
        this.#followingPlans[band] = planned
      }
      this.#follow(band)
    }
    const block = this.#running[band]!
    this.#running[band] = block + ONE_MORE
    if (nextOf(block) !== positionOf(block)) return 0
    this.#followingPlans[band] = planned
    this.#following[band] = drawnBlock(probability, random)
    return lengthOf(block)
  }

  /** Returns whether a plan lets those blocks of a band go on that `ahead` looks at. */
  holds(band: number, planned: number): boolean {
    return isNear(planned, this.#plans[band]!) && isNear(planned, this.#followingPlans[band]!)
  }

  /** Returns how many next records of a band are dropped for certain, as long as a plan lets the blocks go on. */
  ahead(band: number): number {
    const block = this.#running[band]!
    const position = positionOf(block)
    const left = this.#left(band)
    if (nextOf(block) <= position) return Math.min(position - nextOf(block), left)
    const following = this.#following[band]!
    return left + Math.min(positionOf(following), endOf(following, this.#followingPlans[band]!))
  }

  /** Returns how many of the next records of a band are of the running block. */
  #left(band: number): number {
    const block = this.#running[band]!
    return endOf(block, this.#plans[band]!) - nextOf(block)
  }

  /** Lets so many of those ahead pass. */
  skip(band: number, records: number): void {
    const beyond = records - this.#left(band)
    if (beyond > 0) this.#follow(band)
    this.#running[band]! += (beyond > 0 ? beyond : records) * ONE_MORE
  }

  /** Returns the p of the block that the last record of a band belonged to, or one that is so many ahead. */
  probabilityOf(band: number, ahead = 0): number {
    return 1 / lengthOf((ahead > this.#left(band) ? this.#following : this.#running)[band]!)
  }

  #follow(band: number): void {
    this.#running[band] = this.#following[band]!
    this.#plans[band] = this.#followingPlans[band]!
    this.#following[band] = NONE
  }
}

function isNear(planned: number, before: number): boolean {
  return planned <= MAX_PLAN_RATIO * before && planned * MAX_PLAN_RATIO >= before
}

function drawnBlock(probability: number, random: Random): number {
  const length = Math.max(1, Math.round(1 / probability))
  const position = length === 1 ? 0 : Math.min(length - 1, Math.floor(random() * length))
  return length | (position << FIELD_BITS)
}

/**
 * Returns how many records a block has at most. As long as the budget is overspent, p is far below the plan: if such blocks went on to their end, patterns
 * would wait for a thousand records when it no longer is.
 */
function endOf(block: number, plan: number): number {
  return Math.min(lengthOf(block), Math.ceil(MAX_PLANNED_LENGTHS / plan))
}

function lengthOf(block: number): number {
  return block & FIELD_MASK
}

function positionOf(block: number): number {
  return (block >> FIELD_BITS) & FIELD_MASK
}

function nextOf(block: number): number {
  return block >> (2 * FIELD_BITS)
}
