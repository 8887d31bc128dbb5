import type { PendingReport, Store } from '../store/store.js'
import type { KnownPattern } from './service-catalog.js'

export interface AcceptedReport extends PendingReport {
  readonly patterns: readonly KnownPattern[]
}

/** A pattern's row is written when it is new, and again when this long has passed. */
const TOUCH_SECONDS = 600

/**
 * Accepted reports until the next flush. They are kept one by one, not summed: only the database knows which of them another replica
 * has counted.
 */
export class PendingReports {
  readonly #store: Store
  readonly #maxRows: number
  #reports: AcceptedReport[] = []
  #rows = 0
  #flushing: Promise<void> | undefined
  /** Reports that were found to be counted before. */
  repeated = 0

  constructor(store: Store, maxRows: number) {
    this.#store = store
    this.#maxRows = maxRows
  }

  /** Share of what may wait, 0–1 and above while a flush fails. */
  get load(): number {
    return this.#rows / this.#maxRows
  }

  /** Whether it was taken: not while too much waits. */
  add(report: AcceptedReport): boolean {
    if (this.#rows + report.patterns.length > this.#maxRows) return false
    this.#reports.push(report)
    this.#rows += report.patterns.length
    return true
  }

  /** Writes what waits, in one transaction. One at a time. @throws when the database does; everything then waits on */
  async flush(): Promise<void> {
    await this.#flushing?.catch(() => {})
    this.#flushing = this.#write()
    await this.#flushing
  }

  async #write(): Promise<void> {
    const reports = this.#reports
    if (reports.length === 0) return
    this.#reports = []
    try {
      const stale = staleOf(reports)
      const added = await this.#store.counters.add(reports, [...stale.keys()])
      this.repeated += reports.length - added
      for (const [pattern, at] of stale) pattern.writtenAt = at
      this.#rows -= reports.reduce((sum, { patterns }) => sum + patterns.length, 0)
    } catch (error) {
      // Those that came meanwhile go behind.
      this.#reports = [...reports, ...this.#reports]
      throw error
    }
  }
}

/** Patterns whose row has to be written, and when they were seen last. */
function staleOf(reports: readonly AcceptedReport[]): Map<KnownPattern, number> {
  const stale = new Map<KnownPattern, number>()
  for (const { patterns, at } of reports) {
    for (const pattern of patterns) {
      if (pattern.writtenAt !== 0 && at - pattern.writtenAt < TOUCH_SECONDS) continue
      pattern.lastSeen = Math.max(pattern.lastSeen, at)
      stale.set(pattern, pattern.lastSeen)
    }
  }
  return stale
}
