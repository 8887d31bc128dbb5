import type { StatsReceipt } from 'lipservice/protocol'
import type { KnownPatterns } from './known-patterns.js'

/** What fits into a receipt. */
const MAX_WANTED = 2_000

/** Which templates of one report's patterns the server asks for, because it was told them and no longer has them. */
export class WantedTemplates {
  readonly #knewNone: boolean
  readonly #signatures = new Set<string>()

  /** @param known the patterns of the service before the report */
  constructor(known: KnownPatterns) {
    this.#knewNone = known.size === 0
  }

  /** A pattern was reported without a template, and none is known. */
  add(signature: string): void {
    this.#signatures.add(signature)
  }

  /** Returns what the receipt says. A service of which nothing is known, or more is missing than fits, is to tell all again. */
  asked(): Pick<StatsReceipt, 'templates_wanted' | 'templates_wanted_of'> {
    const { size } = this.#signatures
    if (size === 0) return {}
    if (this.#knewNone || size > MAX_WANTED) return { templates_wanted: true }
    return { templates_wanted_of: [...this.#signatures] }
  }
}
