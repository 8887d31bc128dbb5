import type { PlanSnapshot } from './adaptive/plan.js'
import type { TraceHash } from './trace-hash.js'

const SLOTS = 1 << 15
const PAIR_SLOTS = 1 << 15
/** An id that is older is drawn by blocks: what was spent meanwhile depends on its own draws. */
const MAX_AGE_MILLIS = 60_000
/** A slot whose trace has been silent for so long may be taken by another. */
const MAX_SILENT_MILLIS = 10_000
/** Records of a pattern in one trace that are drawn by the trace: long traces would cost accuracy. */
export const CONSISTENT_RECORDS_PER_PATTERN = 32
/** And of all its patterns: a reused id would decide for as many records as it is sent with. */
export const CONSISTENT_RECORDS_PER_TRACE = 64

/** All that the draws of a trace depend on besides its hash. */
export interface TraceDraws {
  readonly plan: PlanSnapshot
  /** Factor on p by what was spent. */
  readonly factor: number
}

/**
 * What each trace's draws go by, fixed at its first record: were it read anew for each, a record that is kept would change the odds
 * of the next of its trace, which has the same hash, and weights would be biased. Fixed memory, about 1 MiB:
 * two traces may want one slot, and the later one is drawn by blocks. The hash is keyed: nobody outside chooses slots.
 */
export class TraceTable {
  readonly #draws = new Array<TraceDraws | undefined>(SLOTS).fill(undefined)
  readonly #highs = new Uint32Array(SLOTS)
  readonly #lows = new Uint32Array(SLOTS)
  readonly #begunAt = new Float64Array(SLOTS).fill(Number.NEGATIVE_INFINITY)
  readonly #seenAt = new Float64Array(SLOTS).fill(Number.NEGATIVE_INFINITY)
  readonly #records = new Uint8Array(SLOTS)
  readonly #pairs = new Uint8Array(PAIR_SLOTS)
  #pairsResetAt = Number.NEGATIVE_INFINITY

  /**
   * Counts a record of the trace that `hash` has taken. Returns what it is drawn by; `undefined`: not by its trace, but by blocks.
   * `pattern` is the pattern's ordinal, `now` monotonic milliseconds.
   *
   * @param current returns what holds now; asked of a trace that is new
   */
  drawsOf(hash: TraceHash, pattern: number, now: number, current: (now: number) => TraceDraws): TraceDraws | undefined {
    // The lowest bits, which the randomness does not have, or hardly.
    const slot = hash.low & (SLOTS - 1)
    if (this.#highs[slot] !== hash.high || this.#lows[slot] !== hash.low) {
      if (!this.#isFree(slot, now)) return undefined
      this.#begin(slot, hash, now, current(now))
    }
    this.#seenAt[slot] = now
    if (now - this.#begunAt[slot]! >= MAX_AGE_MILLIS) return undefined
    if (this.#records[slot]! >= CONSISTENT_RECORDS_PER_TRACE) return undefined
    this.#records[slot]!++
    return this.#pairBefore(hash, pattern, now) < CONSISTENT_RECORDS_PER_PATTERN ? this.#draws[slot] : undefined
  }

  /**
   * Returns whether a record of the trace that `hash` has taken is drawn by blocks whatever its pattern: its trace is too old, or had its share of
   * records, or another has its place. Where it does, `drawsOf` would have done what this does, and nothing has changed otherwise.
   */
  goesByBlocks(hash: TraceHash, now: number): boolean {
    const slot = hash.low & (SLOTS - 1)
    if (this.#highs[slot] !== hash.high || this.#lows[slot] !== hash.low) return !this.#isFree(slot, now)
    const isOver = now - this.#begunAt[slot]! >= MAX_AGE_MILLIS || this.#records[slot]! >= CONSISTENT_RECORDS_PER_TRACE
    if (isOver) this.#seenAt[slot] = now
    return isOver
  }

  #isFree(slot: number, now: number): boolean {
    return now - this.#seenAt[slot]! >= MAX_SILENT_MILLIS || now - this.#begunAt[slot]! >= MAX_AGE_MILLIS
  }

  #begin(slot: number, { high, low }: TraceHash, now: number, draws: TraceDraws): void {
    this.#highs[slot] = high
    this.#lows[slot] = low
    this.#begunAt[slot] = now
    this.#records[slot] = 0
    this.#draws[slot] = draws
  }

  /** Counts a pair. Two may share a slot, which only makes them go by blocks earlier. */
  #pairBefore({ high, low }: TraceHash, pattern: number, now: number): number {
    if (now >= this.#pairsResetAt) {
      this.#pairs.fill(0)
      this.#pairsResetAt = now + MAX_AGE_MILLIS
    }
    let mixed = Math.imul(high ^ low, 0x85ebca6b) ^ Math.imul(pattern, 0x9e3779b1)
    mixed ^= mixed >>> 15
    const slot = mixed & (PAIR_SLOTS - 1)
    const before = this.#pairs[slot]!
    if (before < 255) this.#pairs[slot] = before + 1
    return before
  }
}
