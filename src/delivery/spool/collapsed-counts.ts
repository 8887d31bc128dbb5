import { type CollapsedErrors, parseSummary, summaryFrame } from './collapse.js'
import type { Frame } from './frame.js'

const MAX_COLLAPSED_PATTERNS = 4_096

interface Held extends CollapsedErrors {
  readonly sample: Omit<Frame, 'type' | 'content'>
}

/** Counts of errors that came when the disk budget was full and one of their pattern was on disk already. */
export class CollapsedCounts {
  readonly #patterns = new Map<string, Held>()
  /** Errors counted and not yet drained. */
  count = 0

  /** Returns whether a pattern is counted here. Its first error is not, and goes to disk, into a reserve. */
  knows(signature: string): boolean {
    return this.#patterns.has(signature)
  }

  /** Adds a pattern. Returns whether there was room for it. */
  admit(frame: Frame): boolean {
    if (this.#patterns.size >= MAX_COLLAPSED_PATTERNS) return false
    const { type: _, content: __, ...sample } = frame
    this.#patterns.set(frame.signature, { sample, count: 0, firstMillis: frame.timeMillis, lastMillis: 0 })
    return true
  }

  add({ signature, timeMillis }: Frame): void {
    const held = this.#patterns.get(signature)!
    const firstMillis = held.count === 0 ? timeMillis : held.firstMillis
    this.#patterns.set(signature, { ...held, count: held.count + 1, firstMillis, lastMillis: timeMillis })
    this.count++
  }

  /** Counts a summary again that found no room. */
  putBack(frame: Frame): void {
    const { type: _, content: __, ...sample } = frame
    const summary = parseSummary(frame)
    this.#patterns.set(frame.signature, { sample, ...summary })
    this.count += summary.count
  }

  /** Takes everything out. Returns one summary a pattern. */
  drain(): { readonly frame: Frame; readonly count: number }[] {
    const summaries = [...this.#patterns.values()]
      .filter(({ count }) => count > 0)
      .map((held) => ({ frame: summaryFrame(held.sample, held), count: held.count }))
    this.#patterns.clear()
    this.count = 0
    return summaries
  }
}
