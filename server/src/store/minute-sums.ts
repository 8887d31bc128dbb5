import type { ReportCounts } from './contracts/counters.js'
import type { PatternRow, PendingReport } from './store.js'
import { COUNTS, type CounterTable, MAX_COUNT, SECONDS } from './tables.js'

type OneService = Map<PatternRow, CounterTable>

/** Sums by minute and pattern. */
export class MinuteSums {
  readonly #minutes = new Map<number, Map<number, OneService>>()

  /**
   * Spreads the counts of a report evenly over its window. Each minute gets whole numbers that add up to the counts.
   * All patterns are of one service.
   */
  add({ from, at, patterns, counts }: Pick<PendingReport, 'from' | 'at' | 'patterns' | 'counts'>): void {
    const first = Math.floor(from / SECONDS.minute)
    const last = Math.max(first, Math.ceil(at / SECONDS.minute) - 1)
    if (first === last || from >= at) {
      this.#addShare(Math.floor((from >= at ? at : from) / SECONDS.minute), patterns, counts, 0, 1)
      return
    }
    let before = 0
    for (let minute = first; minute <= last; minute++) {
      const until = Math.min(1, ((minute + 1) * SECONDS.minute - from) / (at - from))
      this.#addShare(minute, patterns, counts, before, until)
      before = until
    }
  }

  /**
   * Yields the rows in the order in which every replica writes, at most `size` at once. Sorts in small parts, because a
   * fleet has many rows.
   */
  *batches(size: number): Generator<CounterTable[]> {
    let batch: CounterTable[] = []
    for (const [, services] of byNumber(this.#minutes)) {
      for (const [, rows] of byNumber(services)) {
        for (const row of [...rows.values()].toSorted(byPattern)) {
          for (const name of COUNTS) if (row[name] > MAX_COUNT) row[name] = MAX_COUNT
          if (batch.push(row) < size) continue
          yield batch
          batch = []
        }
      }
    }
    if (batch.length > 0) yield batch
  }

  /** Adds the part of all counts that lies between two shares of the window, 0–1. */
  #addShare(
    minute: number,
    patterns: readonly PatternRow[],
    counts: ReportCounts,
    before: number,
    until: number,
  ): void {
    const rows = this.#rowsOf(minute, patterns[0]?.serviceId ?? 0)
    const isWhole = before === 0 && until === 1
    const share = isWhole
      ? (at: number) => counts[at]!
      : (at: number) => Math.round(counts[at]! * until) - Math.round(counts[at]! * before)
    for (let i = 0, at = 0; i < patterns.length; i++, at += COUNTS.length) {
      const row = rowOf(rows, minute, patterns[i]!)
      row.seen += share(at)
      row.kept += share(at + 1)
      row.bytes += share(at + 2)
      row.kept_bytes += share(at + 3)
      row.errors += share(at + 4)
    }
  }

  #rowsOf(minute: number, serviceId: number): OneService {
    let services = this.#minutes.get(minute)
    if (services === undefined) {
      services = new Map()
      this.#minutes.set(minute, services)
    }
    let rows = services.get(serviceId)
    if (rows === undefined) {
      rows = new Map()
      services.set(serviceId, rows)
    }
    return rows
  }
}

/** Returns the first and the last minute of what a report counted. */
export function minutesOf({ from, at }: PendingReport): [number, number] {
  return [Math.floor(Math.min(from, at) / SECONDS.minute), Math.floor(at / SECONDS.minute)]
}

function rowOf(rows: OneService, bucket: number, pattern: PatternRow): CounterTable {
  let row = rows.get(pattern)
  if (row === undefined) {
    const { serviceId: service_id, key } = pattern
    row = { bucket, service_id, pattern: key, seen: 0, kept: 0, bytes: 0, kept_bytes: 0, errors: 0 }
    rows.set(pattern, row)
  }
  return row
}

function byNumber<Value>(map: ReadonlyMap<number, Value>): [number, Value][] {
  return [...map].toSorted(([a], [b]) => a - b)
}

function byPattern(a: CounterTable, b: CounterTable): number {
  return a.pattern < b.pattern ? -1 : 1
}
