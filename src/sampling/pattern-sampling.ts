import { FRACTION, ZERO } from '../internal/fraction.js'
import type { Demand } from './adaptive/allocation.js'
import { ArrivalHistory } from './adaptive/arrival-history.js'
import { BlockDraws } from './block-draws.js'
import type { DropDecision } from './decision.js'
import { endsOf } from './words-hash.js'

const SEVERITY_BANDS = 4

/** Returns the band of a severity number below ERROR; unknown (0) is INFO. */
export function bandOf(severityNumber: number): number {
  return severityNumber === 0 ? 2 : Math.min(SEVERITY_BANDS - 1, (severityNumber - 1) >> 2)
}

/** Its multiples modulo 1 spread over [0, 1) evenly, however many there are. */
const GOLDEN_RATIO = 0.6180339887498949

/** The sampler's state of one pattern, or of the stratum that overflowing patterns share. Its size is constant. */
export class PatternSampling implements Demand {
  readonly signature: string
  /** With the signature it tells the pattern from any other; empty: it is none. */
  readonly check: string
  /** Hashes of the words that its template begins and ends with: patterns that share one are a group. */
  readonly firstWords: number
  readonly lastWords: number
  /** Number of the pattern, for the trace counts. */
  readonly ordinal: number
  /** Offset of its windows, as a share of one, 0–1. */
  readonly phase: number
  /** The window that `inWindow` counts; -1 before the first. */
  window = -1
  inWindow = 0
  /** Arrivals at the adaptive step in the running interval. */
  inInterval = 0
  readonly history = new ArrivalHistory()
  /** Records per minute that are expected of it; 0 of a pattern without history. */
  perMinute = ZERO
  /** Mean cost of a record, in the unit of the budget. */
  cost = FRACTION
  /** Probability by the allocator at that rate, before ceiling, boost and bucket. */
  probability = FRACTION
  /** Mean bytes of a record, encoded, without stamps; 0 until one was. */
  meanBytes = ZERO
  /** Value by the policy. */
  value = FRACTION
  /** The last ceiling, for the budget's allocation. */
  ceiling = FRACTION
  /** End of its surge, in monotonic milliseconds. */
  surgesUntil = Number.NEGATIVE_INFINITY
  /** The last drop, reused while its probability holds. */
  lastDrop: DropDecision | undefined = undefined
  #blocks: BlockDraws | undefined = undefined

  constructor(signature: string, template = '', check = '', ordinal = 0) {
    this.signature = signature
    this.check = check
    this.ordinal = ordinal
    this.cost = this.probability = this.value = this.ceiling = 1
    this.phase = (ordinal * GOLDEN_RATIO) % 1
    const { first, last } = endsOf(template)
    this.firstWords = first
    this.lastWords = last
  }

  /** Blocks by severity band, made when first needed: severities may have different ceilings. */
  get blocks(): BlockDraws {
    this.#blocks ??= new BlockDraws(SEVERITY_BANDS)
    return this.#blocks
  }

  /** Takes over the state of a pattern that a merge rule made one with this: what was seen is not new again. */
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
