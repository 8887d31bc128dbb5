import { classify } from 'lipservice/allocation'
import type { AuditEntry } from '../store/contracts/audit.js'
import { type PatternRow, patternKey, type Store } from '../store/store.js'
import { COUNTS } from '../store/tables.js'

const HOUR_SECONDS = 3_600
const MINUTE_SECONDS = 60
const MINUTES_PER_HOUR = 60
/** Minutes are kept for so long. */
export const MAX_BACKFILL_HOURS = 48
/** Patterns times hours of one transaction at most: writers wait for each other. */
const MAX_PATTERN_HOURS = 1_000

/** A pattern's mean counts per minute. */
export interface BackfillPattern {
  readonly signature: string
  /** Absent: not known. */
  readonly check?: string | undefined
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

export interface BackfillInput {
  readonly serviceId: number
  /** 1–48. */
  readonly hours: number
  /** Where it ends, epoch seconds. */
  readonly until: number
  readonly patterns: readonly BackfillPattern[]
  /** What stamps and batches added to each kept record, in bytes. */
  readonly overheadPerRecord: number
  /** Who asked for it. What was written is added. */
  readonly entry: Omit<AuditEntry, 'detail'>
}

/**
 * Adds counts to a service that were made elsewhere, evenly spread, so that budgets are forecast and anomalies found from
 * the first minute on. A repeat adds them once more.
 *
 * Written in parts of one or more hours. Each part and its audit entry are one transaction: where a later part fails,
 * the audit says which were written.
 *
 * @returns how many records those were
 */
export async function importBackfill(
  { counters, patterns: known }: Pick<Store, 'counters' | 'patterns'>,
  input: BackfillInput,
): Promise<number> {
  const { serviceId, patterns, overheadPerRecord, entry } = input
  const end = Math.floor(input.until / MINUTE_SECONDS) * MINUTE_SECONDS
  const start = end - input.hours * HOUR_SECONDS
  const checksOf = Map.groupBy(await known.known(serviceId), ({ signature }) => signature)
  const rows = patterns.map(({ signature, check: said, template, severity }): PatternRow => {
    // As with reports: without a check it is the only pattern that has the signature.
    const own = checksOf.get(signature) ?? []
    const check = said ?? (own.length === 1 ? own[0]!.check : '')
    return {
      serviceId,
      key: patternKey({ signature, check }),
      signature,
      check,
      template,
      severity,
      class: classify(template, severity),
      firstSeen: start,
      lastSeen: end,
      firstVersion: undefined,
    }
  })
  const perHour = countsPerHour(patterns)
  const recordsPerHour = perHour.filter((_, i) => i % COUNTS.length === 0).reduce((a, b) => a + b, 0)
  const hoursAtOnce = Math.max(1, Math.floor(MAX_PATTERN_HOURS / patterns.length))
  for (let from = start; from < end; from += hoursAtOnce * HOUR_SECONDS) {
    const until = Math.min(end, from + hoursAtOnce * HOUR_SECONDS)
    const hours = (until - from) / HOUR_SECONDS
    const counts = perHour.map((count) => count * hours)
    const detail = { from, until, hours, patterns: rows.length, records: recordsPerHour * hours }
    await counters.addBackfill(
      { serviceId, from, until, patterns: rows, counts, overheadPerRecord },
      { ...entry, detail },
    )
  }
  return input.hours * recordsPerHour
}

function countsPerHour(patterns: readonly BackfillPattern[]): Float64Array {
  const counts = new Float64Array(patterns.length * COUNTS.length)
  for (const [i, { perMinute, bytesPerMinute, errorsPerMinute, keptShare }] of patterns.entries()) {
    const perMinuteOf = [perMinute, perMinute * keptShare, bytesPerMinute, bytesPerMinute * keptShare, errorsPerMinute]
    const perHour = perMinuteOf.map((value) => Math.round(value * MINUTES_PER_HOUR))
    counts.set(perHour, i * COUNTS.length)
  }
  return counts
}
