import { classify } from '../analysis/classify.js'
import type { PatternRow, Store } from '../store/store.js'
import { COUNTS } from '../store/tables.js'

const HOUR_SECONDS = 3_600
const MINUTE_SECONDS = 60
const MINUTES_PER_HOUR = 60
/** Minutes are kept for so long. */
export const MAX_PAST_HOURS = 48

/** A pattern as it came on the whole, per minute. */
export interface PastPattern {
  readonly signature: string
  readonly template: string
  /** What most of its records have. */
  readonly severity: string
  readonly perMinute: number
  /** Of all records, had they been kept. */
  readonly bytesPerMinute: number
  readonly errorsPerMinute: number
  /** Part of it that was kept, 0–1. */
  readonly keptShare: number
}

export interface PastInput {
  readonly serviceId: number
  readonly hours: number
  /** Where the past ends, epoch seconds. */
  readonly until: number
  readonly patterns: readonly PastPattern[]
  /** What stamps and batches added to each kept record, in bytes. */
  readonly overheadPerRecord: number
}

/**
 * Gives a service a past that was counted elsewhere, evenly spread: its budgets are forecast, and its anomalies found, from the first minute on.
 * A repeat adds it once more.
 *
 * @returns how many records that were
 */
export async function importPast({ counters }: Pick<Store, 'counters'>, input: PastInput): Promise<number> {
  const { serviceId, patterns, overheadPerRecord } = input
  const end = Math.floor(input.until / MINUTE_SECONDS) * MINUTE_SECONDS
  const start = end - input.hours * HOUR_SECONDS
  const rows = patterns.map(
    ({ signature, template, severity }): PatternRow => ({
      serviceId,
      signature,
      template,
      severity,
      class: classify(template, severity),
      firstSeen: start,
      lastSeen: end,
      firstVersion: undefined,
    }),
  )
  const counts = countsOf(patterns)
  // Hour by hour: transactions stay short.
  for (let from = start; from < end; from += HOUR_SECONDS)
    await counters.addPast({ serviceId, from, until: from + HOUR_SECONDS, patterns: rows, counts, overheadPerRecord })
  return input.hours * counts.filter((_, i) => i % COUNTS.length === 0).reduce((a, b) => a + b, 0)
}

/** Of an hour. */
function countsOf(patterns: readonly PastPattern[]): Float64Array {
  const counts = new Float64Array(patterns.length * COUNTS.length)
  for (const [i, { perMinute, bytesPerMinute, errorsPerMinute, keptShare }] of patterns.entries()) {
    const perMinuteOf = [perMinute, perMinute * keptShare, bytesPerMinute, bytesPerMinute * keptShare, errorsPerMinute]
    const perHour = perMinuteOf.map((value) => Math.round(value * MINUTES_PER_HOUR))
    counts.set(perHour, i * COUNTS.length)
  }
  return counts
}
