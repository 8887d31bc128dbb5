import type { PendingReport, Store } from '../store/store.js'
import type { KnownPattern } from './service-catalog.js'

export interface AcceptedReport extends PendingReport {
  readonly patterns: readonly KnownPattern[]
}

/** A pattern's row is written when it is new, and again when this long has passed. */
const TOUCH_INTERVAL_SECONDS = 600
/** After so many failed flushes a report is suspected. */
const MAX_FAILED_FLUSHES = 3

/**
 * Accepted reports until the next flush. They are kept one by one, not summed: only the database knows which of them
 * another replica has counted.
 */
export class PendingReports {
  readonly #store: Store
  readonly #maxRows: number
  readonly #onUnwritable: (error: unknown) => void
  #failures = 0
  #reports: AcceptedReport[] = []
  #rows = 0
  #flushing: Promise<void> | undefined
  /** Reports that were found to be counted before. */
  repeated = 0

  /** @param onUnwritable called when a report is given up, because the database refuses it and takes others */
  constructor(store: Store, maxRows: number, onUnwritable: (error: unknown) => void = () => {}) {
    this.#onUnwritable = onUnwritable
    this.#store = store
    this.#maxRows = maxRows
  }

  /** Returns the share of what may wait: 0–1, and above while a flush fails. */
  get load(): number {
    return this.#rows / this.#maxRows
  }

  /** Returns whether it was taken: not while too much waits. */
  add(report: AcceptedReport): boolean {
    if (this.#rows + report.patterns.length > this.#maxRows) return false
    this.#reports.push(report)
    this.#rows += report.patterns.length
    return true
  }

  /**
   * Writes what waits, in one transaction, one flush at a time.
   *
   * @throws what the database does; all reports then wait on
   */
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
      await this.#add(reports)
      this.#failures = 0
    } catch (error) {
      // Those that came meanwhile go behind.
      this.#reports = [...reports, ...this.#reports]
      this.#failures++
      if (this.#failures < MAX_FAILED_FLUSHES) throw error
      await this.#store.ping()
      // The database is there: it refuses some report among them.
      this.#failures = 0
      this.#reports = this.#reports.slice(reports.length)
      await this.#isolate(reports)
    }
  }

  async #add(reports: readonly AcceptedReport[]): Promise<void> {
    const stale = staleOf(reports)
    const added = await this.#store.counters.add(reports, [...stale.keys()])
    this.repeated += reports.length - added
    for (const [pattern, at] of stale) pattern.writtenAt = at
    this.#rows -= rowsOf(reports)
  }

  /** Writes all but those that cannot be written. */
  async #isolate(reports: readonly AcceptedReport[]): Promise<void> {
    try {
      await this.#add(reports)
    } catch (error) {
      if (reports.length === 1) {
        this.#rows -= rowsOf(reports)
        this.#onUnwritable(error)
        return
      }
      const half = reports.length >> 1
      await this.#isolate(reports.slice(0, half))
      await this.#isolate(reports.slice(half))
    }
  }
}

function rowsOf(reports: readonly AcceptedReport[]): number {
  return reports.reduce((sum, { patterns }) => sum + patterns.length, 0)
}

/** Returns the patterns whose row has to be written, and when they were seen last. */
function staleOf(reports: readonly AcceptedReport[]): Map<KnownPattern, number> {
  const stale = new Map<KnownPattern, number>()
  for (const { patterns, at } of reports) {
    for (const pattern of patterns) {
      if (pattern.writtenAt !== 0 && at - pattern.writtenAt < TOUCH_INTERVAL_SECONDS) continue
      pattern.lastSeen = Math.max(pattern.lastSeen, at)
      stale.set(pattern, pattern.lastSeen)
    }
  }
  return stale
}
