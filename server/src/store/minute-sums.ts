import type { PatternRow, PendingReport } from './store.js'
import { COUNTS, type CounterTable, SECONDS } from './tables.js'

/** Sums by minute and pattern. */
export class MinuteSums {
  readonly #minutes = new Map<number, Map<PatternRow, CounterTable>>()

  /** Spreads the counts of a report evenly over its window; what falls on each minute is whole, and adds up. */
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

  /** In the order in which every replica writes. */
  rows(): CounterTable[] {
    return [...this.#minutes.values()].flatMap((byPattern) => [...byPattern.values()]).toSorted(byKey)
  }

  /** The part of all counts that lies between two shares of the window. */
  #addShare(
    minute: number,
    patterns: readonly PatternRow[],
    counts: Float64Array,
    before: number,
    until: number,
  ): void {
    let rows = this.#minutes.get(minute)
    if (rows === undefined) {
      rows = new Map()
      this.#minutes.set(minute, rows)
    }
    const whole = before === 0 && until === 1
    const part = (i: number) => (whole ? counts[i]! : Math.round(counts[i]! * until) - Math.round(counts[i]! * before))
    for (let i = 0, at = 0; i < patterns.length; i++, at += COUNTS.length) {
      const pattern = patterns[i]!
      let row = rows.get(pattern)
      if (row === undefined) {
        const { serviceId: service_id, signature } = pattern
        row = { bucket: minute, service_id, signature, seen: 0, kept: 0, bytes: 0, kept_bytes: 0, errors: 0 }
        rows.set(pattern, row)
      }
      row.seen += part(at)
      row.kept += part(at + 1)
      row.bytes += part(at + 2)
      row.kept_bytes += part(at + 3)
      row.errors += part(at + 4)
    }
  }
}

/** First and last minute of what a report counted. */
export function minutesOf({ from, at }: PendingReport): [number, number] {
  return [Math.floor(Math.min(from, at) / SECONDS.minute), Math.floor(at / SECONDS.minute)]
}

function byKey(a: CounterTable, b: CounterTable): number {
  return a.bucket - b.bucket || a.service_id - b.service_id || (a.signature < b.signature ? -1 : 1)
}
