import type { Signature } from '../signature/signature.js'
import { keyOf, type PatternKey } from './pattern-index.js'

/**
 * Where the counts of merged patterns went: reports and encodings in progress still name them. It names no entries, so that no chain is
 * a circle; the oldest is forgotten first.
 */
export class MergedPatterns {
  readonly #targets = new Map<string, Signature>()
  readonly #capacity: number

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  /** Returns the pattern that a merged one went to. */
  targetOf(pattern: PatternKey): Signature | undefined {
    return this.#targets.get(keyOf(pattern))
  }

  remember(merged: PatternKey, target: Signature): void {
    for (const oldest of this.#targets.keys()) {
      if (this.#targets.size < this.#capacity) break
      this.#targets.delete(oldest)
    }
    this.#targets.set(keyOf(merged), target)
  }

  /** The pattern is there again. */
  forget(pattern: PatternKey): void {
    this.#targets.delete(keyOf(pattern))
  }
}
