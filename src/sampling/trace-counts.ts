const TRACE_SLOTS = 1 << 15
const RESET_MILLIS = 60_000

/** Records of a pattern in one trace that are drawn by the trace; later ones by blocks: long traces would cost accuracy. */
export const CONSISTENT_RECORDS_PER_TRACE = 32

/**
 * Counts records per (trace, pattern) in fixed memory. Two pairs may share a slot, which only switches them to blocks earlier:
 * the choice depends only on what came before the record's own draw. The salt keeps a caller who chooses trace ids from
 * choosing slots.
 */
export class TraceCounts {
  readonly #slots = new Uint8Array(TRACE_SLOTS)
  readonly #salt: number
  #resetAt = Number.NEGATIVE_INFINITY

  constructor(salt = 0) {
    this.#salt = salt
  }

  /** Counts a record. Returns how many of its pair came before it, at most 255. `now` is monotonic milliseconds. */
  countBefore(traceId: string, pattern: number, now: number): number {
    const slots = this.#slots
    if (now >= this.#resetAt) {
      slots.fill(0)
      this.#resetAt = now + RESET_MILLIS
    }
    let hash = (pattern ^ this.#salt) | 0
    for (let i = 16; i < 32; i++) hash = Math.imul(hash ^ traceId.charCodeAt(i), 0x01000193)
    hash ^= hash >>> 15
    const slot = hash & (TRACE_SLOTS - 1)
    const before = slots[slot]!
    if (before < 255) slots[slot] = before + 1
    return before
  }
}
