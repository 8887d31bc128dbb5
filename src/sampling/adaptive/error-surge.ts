import { LimitedWindow } from '../limited-window.js'
import { INTERVAL_MILLIS } from './arrival-history.js'
import { TraceTally } from './trace-tally.js'

const MIN_ERRORS = 10
const MIN_SHARE = 0.05
const ACTIVE_MILLIS = 2 * 60_000

/**
 * Whether the process has a fault: two intervals in turn with at least 10 errors in 10 s, and in at least 5 % of the records or of the
 * traces. Nothing tells a fault from a client that provokes errors, so that what it opens is bounded: two minutes, at most 10 of any 20.
 */
export class ErrorSurge {
  /** Surges so far. */
  count = 0
  readonly #window = new LimitedWindow()
  readonly #traces = new TraceTally()
  readonly #failedTraces = new TraceTally()
  #errors = 0
  #records = 0
  #wasFault = false

  /** Counts records. */
  seen(records: number): void {
    this.#records += records
  }

  /** Counts an error. */
  error(): void {
    this.#errors++
  }

  /** Counts a record's trace, by 32 bits of its hash. */
  trace(hash: number, isFailed: boolean): void {
    this.#traces.add(hash)
    if (isFailed) this.#failedTraces.add(hash)
  }

  isActive(now: number): boolean {
    return this.#window.isOpen(now)
  }

  /** Closes an interval, at monotonic milliseconds. */
  close(now: number, elapsedMillis: number): void {
    const shareOfTraces = this.#failedTraces.estimate() / Math.max(1, this.#traces.estimate())
    const share = Math.max(shareOfTraces, this.#errors / Math.max(1, this.#records))
    const isFault = (this.#errors * INTERVAL_MILLIS) / elapsedMillis >= MIN_ERRORS && share >= MIN_SHARE
    if (isFault && this.#wasFault) {
      const wasActive = this.isActive(now)
      this.#window.open(now, now + ACTIVE_MILLIS)
      if (!wasActive && this.isActive(now)) this.count++
    }
    this.#wasFault = isFault
    this.#errors = this.#records = 0
    this.#traces.clear()
    this.#failedTraces.clear()
  }
}
