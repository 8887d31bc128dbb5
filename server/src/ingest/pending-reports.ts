import { yieldToEventLoop } from '../internal/clock.js'
import { type DatabaseProblem, databaseProblemOf } from '../store/database-error.js'
import type { PendingReport, Store } from '../store/store.js'
import { Admission } from './admission.js'
import type { KnownPattern } from './known-patterns.js'

export interface AcceptedReport extends PendingReport {
  readonly patterns: readonly KnownPattern[]
}

/** The database takes none now: what is left waits. */
interface Refusal {
  readonly left: readonly AcceptedReport[]
  readonly error: unknown
}

/** A pattern's row is written when it is new, and again when this long has passed. */
const TOUCH_INTERVAL_SECONDS = 600
/** After so many failed flushes for a reason that is not known, reports are written apart from each other. */
const MAX_FAILED_FLUSHES = 3
/** Of one transaction: its sums are held in memory until it is written. */
const MAX_SLICE_ROWS = 50_000
/** A transaction is not made smaller than this. */
const MIN_SLICE_ROWS = 10_000
/** From this part of what may wait on, reports wait before they are read; what is being read already still fits. */
const FULL_SHARE = 0.9
/** Of a report in what is usual. */
const LATEST_WEIGHT = 0.05
/** Reports that failed apart from others for a reason that is not known, tried again by one flush. */
const MAX_RETRIED_APART = 8

/**
 * Accepted reports until the next flush. They are kept one by one, not summed: only the database knows which of them
 * another replica has counted. One is given up only for an error of its own; while the database takes no writes, all
 * wait.
 */
export class PendingReports {
  readonly #store: Pick<Store, 'counters'>
  readonly #maxRows: number
  readonly #onUnwritable: (error: unknown) => void
  #failures = 0
  /** Rows of one transaction at most. */
  #sliceRows = MAX_SLICE_ROWS
  #reports: AcceptedReport[] = []
  /** They fail by themselves, and it is not known why: they hold up no others. */
  #apart: AcceptedReport[] = []
  #rows = 0
  /** Reports that wait, by service. */
  readonly #ofService = new Map<number, number>()
  #flushing: Promise<void> | undefined
  #problem: DatabaseProblem | undefined
  readonly #admission: Admission
  /** Rows of a report, as they have been lately. */
  #usualRows = 0
  /** Reports that were found to be counted before. */
  repeated = 0

  /** @param onUnwritable called when a report is given up, because the database can never take it */
  constructor(
    store: Pick<Store, 'counters'>,
    maxRows: number,
    onUnwritable: (error: unknown) => void = () => {},
    admission = new Admission(),
  ) {
    this.#onUnwritable = onUnwritable
    this.#admission = admission
    this.#store = store
    this.#maxRows = maxRows
  }

  /** Returns the share of what may wait, 0–1. */
  get load(): number {
    return this.#rows / this.#maxRows
  }

  /** Returns how many reports wait. */
  get waiting(): number {
    return this.#reports.length + this.#apart.length
  }

  /** Returns whether any report of a service waits. */
  holds(serviceId: number): boolean {
    return this.#ofService.has(serviceId)
  }

  /** Returns why the last flush could not write; `undefined`: it could. */
  get problem(): string | undefined {
    return this.#problem?.reason
  }

  /**
   * Returns whether a report may be read: at once while there is room. Otherwise it waits for what is being written, for some seconds;
   * where the database takes nothing, there is nothing to wait for.
   */
  async room(): Promise<boolean> {
    if (this.load < FULL_SHARE) return true
    return this.#problem === undefined && this.#admission.wait()
  }

  /** Returns whether it was taken: not while too much waits, nor when what waits can never be written. */
  add(report: AcceptedReport): boolean {
    if (this.#problem?.kind === 'gone') return false
    const rows = rowsOf(report)
    if (this.#rows + rows > this.#maxRows) return false
    this.#reports.push(report)
    this.#rows += rows
    this.#usualRows += (rows - this.#usualRows) * (this.#usualRows === 0 ? 1 : LATEST_WEIGHT)
    this.#ofService.set(report.serviceId, (this.#ofService.get(report.serviceId) ?? 0) + 1)
    return true
  }

  /**
   * Writes what waits, in transactions of some services each, of smaller ones after one has failed; one flush at a time.
   *
   * @throws what the database does; all reports then wait on
   */
  async flush(): Promise<void> {
    await this.#flushing?.catch(() => {})
    this.#flushing = this.#write()
    await this.#flushing
  }

  async #write(): Promise<void> {
    // Reports of a service together: what they have in common is added up before it is written.
    const reports = this.#reports.toSorted((a, b) => a.serviceId - b.serviceId)
    this.#reports = []
    for (let from = 0; from < reports.length; ) {
      const until = sliceEnd(reports, from, this.#sliceRows)
      const slice = reports.slice(from, until)
      const refusal = await this.#writeSlice(slice)
      if (refusal !== undefined) {
        this.#sliceRows = Math.max(MIN_SLICE_ROWS, Math.min(this.#sliceRows, rowsOfAll(slice)) / 2)
        // Those that came meanwhile go behind.
        this.#reports = [...refusal.left, ...reports.slice(until), ...this.#reports]
        this.#fail(refusal)
      }
      this.#sliceRows = Math.min(MAX_SLICE_ROWS, this.#sliceRows * 2)
      from = until
      if (from < reports.length) await yieldToEventLoop()
    }
    this.#failures = 0
    this.#problem = undefined
    const refusal = await this.#isolate(this.#apart.splice(0, MAX_RETRIED_APART))
    if (refusal === undefined) return
    this.#apart.push(...refusal.left)
    this.#fail(refusal)
  }

  #fail({ error }: Refusal): never {
    this.#problem = databaseProblemOf(error)
    this.#admission.refuse()
    throw error
  }

  async #writeSlice(reports: readonly AcceptedReport[]): Promise<Refusal | undefined> {
    try {
      await this.#add(reports)
      return undefined
    } catch (error) {
      const { kind } = databaseProblemOf(error)
      if (kind === 'unknown') this.#failures++
      const isOfOneReport = kind === 'row' || (kind === 'unknown' && this.#failures >= MAX_FAILED_FLUSHES)
      return isOfOneReport ? this.#isolate(reports) : { left: reports, error }
    }
  }

  /** Writes all but those that fail by themselves, in their order, until the database takes none. */
  async #isolate(reports: readonly AcceptedReport[]): Promise<Refusal | undefined> {
    const slices = reports.length > 0 ? [reports] : []
    for (let slice = slices.shift(); slice !== undefined; slice = slices.shift()) {
      try {
        await this.#add(slice)
      } catch (error) {
        const { kind } = databaseProblemOf(error)
        if (kind === 'database' || kind === 'gone') return { left: [slice, ...slices].flat(), error }
        const half = slice.length >> 1
        if (half > 0) slices.unshift(slice.slice(0, half), slice.slice(half))
        else if (kind === 'row') this.#giveUp(slice[0]!, error)
        else this.#apart.push(slice[0]!)
      }
    }
    return undefined
  }

  async #add(reports: readonly AcceptedReport[]): Promise<void> {
    const stale = staleOf(reports)
    const templates = Array.from(stale.keys(), ({ template }) => template)
    const added = await this.#store.counters.add(reports, [...stale.keys()])
    this.repeated += reports.length - added
    for (const [i, [pattern, at]] of [...stale].entries()) {
      // A template that came meanwhile may not be written: the report that brought it waits.
      if (pattern.template === templates[i]) pattern.writtenAt = at
    }
    for (const report of reports) this.#settle(report)
    this.#admission.letIn(Math.floor((this.#maxRows * FULL_SHARE - this.#rows) / this.#usualRows))
  }

  #giveUp(report: AcceptedReport, error: unknown): void {
    this.#settle(report)
    this.#onUnwritable(error)
  }

  #settle(report: AcceptedReport): void {
    this.#rows -= rowsOf(report)
    const others = (this.#ofService.get(report.serviceId) ?? 1) - 1
    if (others > 0) this.#ofService.set(report.serviceId, others)
    else this.#ofService.delete(report.serviceId)
  }
}

/** Returns where a slice ends that begins at `from`: of so many rows at most, and one report at least. */
function sliceEnd(reports: readonly AcceptedReport[], from: number, maxRows: number): number {
  let rows = 0
  for (let i = from; i < reports.length; i++) {
    rows += rowsOf(reports[i]!)
    if (rows > maxRows && i > from) return i
  }
  return reports.length
}

/** Returns what a report takes of the room: one without patterns takes some, too. */
function rowsOf({ patterns, families = [] }: AcceptedReport): number {
  return families.reduce((rows, { exempt }) => rows + 1 + exempt.length, patterns.length + 1)
}

function rowsOfAll(reports: readonly AcceptedReport[]): number {
  return reports.reduce((sum, report) => sum + rowsOf(report), 0)
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
