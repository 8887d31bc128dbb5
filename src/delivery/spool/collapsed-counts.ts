import { type PatternName, patternKey, patternNameOf } from '../pattern-name.js'
import { type CollapsedErrors, parseSummary, summaryFrame } from './collapse.js'
import type { Frame } from './frame.js'

const MAX_COLLAPSED_PATTERNS = 16_384

/** An error without what it holds. */
export type CountedError = Omit<Frame, 'type' | 'isFatal' | 'content'>

interface Held extends CollapsedErrors {
  readonly sample: CountedError
}

/** Counts of errors that came when there was no room, and one of their pattern was kept already. */
export class CollapsedCounts {
  readonly #patterns = new Map<string, Held>()
  /** Errors counted and not yet drained. */
  count = 0

  /** Returns whether a pattern is counted here. Its first error is not, and goes into a reserve. */
  knows(pattern: PatternName): boolean {
    return this.#patterns.has(patternKey(pattern))
  }

  /** Adds a pattern. Returns whether there was room for it. */
  admit(error: CountedError): boolean {
    if (this.#patterns.size >= MAX_COLLAPSED_PATTERNS) return false
    const { encoding, sequence, timeMillis, scope } = error
    const sample = { encoding, sequence, timeMillis, ...patternNameOf(error), scope }
    this.#patterns.set(patternKey(error), { sample, count: 0, firstMillis: timeMillis, lastMillis: 0 })
    return true
  }

  add(error: CountedError): void {
    const { timeMillis } = error
    const key = patternKey(error)
    const held = this.#patterns.get(key)!
    const firstMillis = held.count === 0 ? timeMillis : held.firstMillis
    this.#patterns.set(key, { ...held, count: held.count + 1, firstMillis, lastMillis: timeMillis })
    this.count++
  }

  /** Counts a summary again that found no room. */
  putBack(frame: Frame): void {
    const { type: _, content: __, ...sample } = frame
    const summary = parseSummary(frame)
    this.#patterns.set(patternKey(frame), { sample, ...summary })
    this.count += summary.count
  }

  /** Takes counts out, of `maxPatterns` at most. Returns one summary a pattern; the first error of a pattern is its first once more. */
  drain(maxPatterns = Number.POSITIVE_INFINITY): { readonly frame: Frame; readonly count: number }[] {
    const summaries: { readonly frame: Frame; readonly count: number }[] = []
    for (const [key, held] of this.#patterns) {
      if (summaries.length >= maxPatterns) break
      this.#patterns.delete(key)
      if (held.count > 0) summaries.push({ frame: summaryFrame(held.sample, held), count: held.count })
      this.count -= held.count
    }
    return summaries
  }
}
