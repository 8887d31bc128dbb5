import { type CollapsedErrors, parseSummary, summaryFrame } from './collapse.js'
import type { Frame } from './frame.js'

const MAX_COLLAPSED_PATTERNS = 4_096

interface Held extends CollapsedErrors {
  readonly sample: Omit<Frame, 'type' | 'content'>
}

/** Errors that came when the disk budget was full and of whose pattern one had been let through: only counted. */
export class CollapsedCounts {
  readonly #patterns = new Map<string, Held>()
  /** Errors counted and not yet drained. */
  count = 0

  /** The first of a pattern still goes to disk, into a reserve. Answers false for it, and when there are too many patterns. */
  knows(signature: string): boolean {
    return this.#patterns.has(signature)
  }

  /** Answers whether there is room for one more pattern. */
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

  /** A summary found no room. */
  putBack(frame: Frame): void {
    const { type: _, content: __, ...sample } = frame
    const summary = parseSummary(frame)
    this.#patterns.set(frame.signature, { sample, ...summary })
    this.count += summary.count
  }

  /** Takes everything out, as one summary a pattern. */
  drain(): { readonly frame: Frame; readonly count: number }[] {
    const summaries = [...this.#patterns.values()]
      .filter(({ count }) => count > 0)
      .map((held) => ({ frame: summaryFrame(held.sample, held), count: held.count }))
    this.#patterns.clear()
    this.count = 0
    return summaries
  }
}
