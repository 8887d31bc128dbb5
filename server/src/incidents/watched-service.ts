import { ErrorSurgeDetector } from '../anomalies/error-surge.js'
import type { FindingKind } from '../store/contracts/incidents.js'
import type { MinuteCount } from '../store/store.js'
import type { SeriesTable } from './series-table.js'

/** Something that is out of the ordinary at one minute. */
export interface Sighting {
  readonly kind: FindingKind
  /** Key of the pattern; empty: the service as a whole. */
  readonly pattern: string
  readonly expected: number
  readonly observed: number
  /** Start of the minute, epoch seconds. */
  readonly at: number
}

/** A pattern that was silent for so long is watched no more. */
const MAX_SILENT_MINUTES = 1_440
const MINUTE_SECONDS = 60
const EARLY_MINUTES = 10

/** The detectors of one service: of its patterns, and of its errors. Minutes in order. */
export class WatchedService {
  readonly #table: SeriesTable
  /** Numbers in the table, by the key of the pattern. */
  readonly #series = new Map<string, number>()
  readonly #errors = new ErrorSurgeDetector()

  /** @param table of all services: while it is full, no more patterns are watched */
  constructor(table: SeriesTable) {
    this.#table = table
  }

  get size(): number {
    return this.#series.size
  }

  /** @param counts of this service and minute */
  step(minute: number, counts: readonly MinuteCount[]): Sighting[] {
    const found: Sighting[] = []
    const at = minute * MINUTE_SECONDS
    const seen = new Map(counts.map((count) => [count.pattern, count.seen]))
    for (const pattern of seen.keys()) {
      if (!this.#series.has(pattern) && !this.#table.isFull) this.#series.set(pattern, this.#table.add(minute))
    }
    for (const [pattern, series] of this.#series) {
      const observed = seen.get(pattern) ?? 0
      const { anomaly, expected } = this.#table.step(series, minute, observed, EARLY_MINUTES)
      if (anomaly !== undefined) found.push({ kind: anomaly, pattern, expected, observed, at })
      if (observed === 0 && minute - this.#table.lastOf(series) > MAX_SILENT_MINUTES) {
        this.#series.delete(pattern)
        this.#table.remove(series)
      }
    }
    const { errors, all } = totals(counts)
    if (this.#errors.step(errors, all)) found.push(surge(errors, at))
    return found
  }

  /** Returns what is beyond doubt in a minute that may not be over yet. Learns nothing. */
  peek(minute: number, counts: readonly MinuteCount[]): Sighting[] {
    const found: Sighting[] = []
    const at = minute * MINUTE_SECONDS
    for (const { pattern, seen: observed } of counts) {
      const series = this.#series.get(pattern)
      const reading = series === undefined ? undefined : this.#table.peek(series, minute, observed)
      if (reading?.anomaly !== undefined)
        found.push({ kind: reading.anomaly, pattern, expected: reading.expected, observed, at })
    }
    const { errors, all } = totals(counts)
    if (this.#errors.peek(errors, all)) found.push(surge(errors, at))
    return found
  }

  /** Returns the records of a pattern in its first ten minutes. */
  earlyOf(pattern: string): number {
    const series = this.#series.get(pattern)
    return series === undefined ? 0 : this.#table.earlyOf(series)
  }

  /** Lets go of what the table has of it. */
  end(): void {
    for (const series of this.#series.values()) this.#table.remove(series)
    this.#series.clear()
  }
}

function surge(errors: number, at: number): Sighting {
  return { kind: 'error_surge', pattern: '', expected: 0, observed: errors, at }
}

function totals(counts: readonly MinuteCount[]): { errors: number; all: number } {
  return {
    errors: counts.reduce((sum, { errors }) => sum + errors, 0),
    all: counts.reduce((sum, { seen }) => sum + seen, 0),
  }
}
