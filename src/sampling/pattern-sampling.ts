import type { Random } from '../internal/random.js'
import { type ArrivalRate, addRate, createArrivalRate } from './adaptive/arrival-rate.js'
import { type BlockDraw, createBlockDraw } from './block-draw.js'
import type { DropDecision } from './decision.js'

const BANDS = 4

/** What the sampler remembers of one pattern. Constant size. */
export interface PatternSampling {
  readonly signature: string
  /** Small number that tells patterns apart in the trace counts. */
  readonly ordinal: number
  /** The window that `inWindow` counts; -1 before the first. */
  window: number
  inWindow: number
  readonly rate: ArrivalRate
  /** Blocks per severity band below ERROR, made when first needed: severities may have different ceilings. */
  readonly blocks: (BlockDraw | undefined)[]
  /** The last drop, reused while its probability holds. */
  lastDrop: DropDecision | undefined
  /** Mean encoded bytes of a record, for the budget. */
  meanBytes: number
  /** The last ceiling, for the budget's allocation. */
  ceiling: number
}

let ordinals = 0

export function createPatternSampling(signature: string, now: number): PatternSampling {
  return {
    signature,
    ordinal: ordinals++,
    window: -1,
    inWindow: 0,
    rate: createArrivalRate(now),
    blocks: new Array(BANDS).fill(undefined),
    lastDrop: undefined,
    meanBytes: 0,
    ceiling: 1,
  }
}

/** Takes over what is remembered of a pattern that is one with this now: what was seen is no news again. */
export function absorbSampling(pattern: PatternSampling, other: PatternSampling, now: number): void {
  if (other.window > pattern.window) {
    pattern.window = other.window
    pattern.inWindow = other.inWindow
  } else if (other.window === pattern.window) pattern.inWindow += other.inWindow
  addRate(pattern.rate, other.rate, now)
  pattern.lastDrop = undefined
}

/** The block draw for a severity number; unknown (0) draws with INFO. */
export function blockOf(pattern: PatternSampling, severityNumber: number, random: Random): BlockDraw {
  const band = severityNumber === 0 ? 2 : Math.min(BANDS - 1, (severityNumber - 1) >> 2)
  let block = pattern.blocks[band]
  if (block === undefined) {
    block = createBlockDraw(random)
    pattern.blocks[band] = block
  }
  return block
}
