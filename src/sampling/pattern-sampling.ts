import type { Demand } from './adaptive/allocation.js'
import { ArrivalHistory } from './adaptive/arrival-history.js'
import { BlockDraws } from './block-draws.js'
import type { DropDecision } from './decision.js'

const SEVERITY_BANDS = 4

/** The band below ERROR of a severity number; unknown (0) is INFO. */
export function bandOf(severityNumber: number): number {
  return severityNumber === 0 ? 2 : Math.min(SEVERITY_BANDS - 1, (severityNumber - 1) >> 2)
}

/** Multiples of it spread over [0, 1) evenly, however many there are. */
const GOLDEN_RATIO = 0.6180339887498949

let ordinals = 0

/** What the sampler remembers of one pattern, or of the stratum that overflowing patterns share. Constant size. */
export class PatternSampling implements Demand {
  readonly signature: string
  /** Tells patterns apart in the trace counts. */
  readonly ordinal = ordinals++
  /** Where in a window its own ones begin, 0–1. */
  readonly phase = (this.ordinal * GOLDEN_RATIO) % 1
  /** The window that `inWindow` counts; -1 before the first. */
  window = -1
  inWindow = 0
  /** Arrivals at the adaptive step in the running interval. */
  inInterval = 0
  readonly history = new ArrivalHistory()
  /** Records per minute that are expected of it; 0 of a pattern without history. */
  perMinute = 0
  /** Mean cost of a record, in the unit of the budget. */
  cost = 1
  /** What the allocator gives it at that rate, before ceiling, boost and bucket. */
  probability = 1
  /** Mean bytes of a record, encoded, without stamps; 0 until one was. */
  meanBytes = 0
  /** Value in the policy's eyes. */
  value = 1
  /** The last ceiling, for the budget's allocation. */
  ceiling = 1
  /** Its surge is over at this monotonic time. */
  surgesUntil = Number.NEGATIVE_INFINITY
  /** The last drop, reused while its probability holds. */
  lastDrop: DropDecision | undefined = undefined
  #blocks: BlockDraws | undefined = undefined

  constructor(signature: string) {
    this.signature = signature
  }

  /** Blocks by severity band, made when first needed: severities may have different ceilings. */
  get blocks(): BlockDraws {
    this.#blocks ??= new BlockDraws(SEVERITY_BANDS)
    return this.#blocks
  }

  /** Takes over what is remembered of a pattern that is one with this now: what was seen is no news again. */
  absorb(other: PatternSampling): void {
    if (other.window > this.window) {
      this.window = other.window
      this.inWindow = other.inWindow
    } else if (other.window === this.window) this.inWindow += other.inWindow
    this.inInterval += other.inInterval
    this.history.absorb(other.history)
    this.surgesUntil = Math.max(this.surgesUntil, other.surgesUntil)
    this.lastDrop = undefined
  }
}
