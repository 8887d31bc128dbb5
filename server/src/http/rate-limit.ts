import type { Elapsed } from '../internal/clock.js'

const MAX_KEYS = 10_000

/** A token bucket for each key: `perSecond` requests on average, and a burst at once. */
export class RateLimit {
  readonly #perSecond: number
  readonly #burst: number
  readonly #elapsed: Elapsed
  readonly #buckets = new Map<string, { tokens: number; at: number }>()

  /** @param burst by itself those of a second */
  constructor(perSecond: number, elapsed: Elapsed, burst = perSecond) {
    this.#perSecond = perSecond
    this.#burst = burst
    this.#elapsed = elapsed
  }

  /** Returns the seconds to wait; 0: none. */
  take(key: string): number {
    const now = this.#elapsed()
    let bucket = this.#buckets.get(key)
    if (bucket === undefined) {
      // The oldest makes room: all others stay as limited as they are.
      if (this.#buckets.size >= MAX_KEYS) this.#buckets.delete(this.#buckets.keys().next().value!)
      bucket = { tokens: this.#burst, at: now }
      this.#buckets.set(key, bucket)
    }
    bucket.tokens = Math.min(this.#burst, bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * this.#perSecond)
    bucket.at = now
    if (bucket.tokens < 1) return Math.max(1, Math.ceil((1 - bucket.tokens) / this.#perSecond))
    bucket.tokens--
    return 0
  }
}
