import { classify } from 'lipservice/allocation'
import { cleanText } from '../internal/clean-text.js'
import type { AuditEntry } from '../store/contracts/audit.js'
import { type BackfillEnd, type PatternRow, patternKey, type Store } from '../store/store.js'
import { COUNTS } from '../store/tables.js'

const HOUR_SECONDS = 3_600
/** Minutes are kept for so long. */
const MAX_AGE_SECONDS = 48 * HOUR_SECONDS
/** Later records of an hour may still be on their way to where it is imported from. */
const LATE_SECONDS = 15 * 60

/** A pattern's counts of one hour. */
export interface ImportedPattern {
  readonly signature: string
  readonly check: string
  readonly template: string
  /** What most of its records have. */
  readonly severity: string
  readonly seen: number
  readonly kept: number
  /** Of all that was seen, and of what was kept. */
  readonly bytes: number
  readonly keptBytes: number
  readonly errors: number
}

export interface ImportedHour {
  /** Its start, epoch seconds: a whole hour. */
  readonly hour: number
  readonly patterns: readonly ImportedPattern[]
}

/** What became of an hour; `too_old`: its minutes are not kept any more; `too_recent`: it is not over for 15 minutes. */
export type HourEnd = BackfillEnd | 'too_old' | 'too_recent'

/** What became of one hour; `records`: of them so many were added. */
export interface HourAnswer {
  readonly hour: number
  readonly end: HourEnd
  readonly records: number
}

export interface HoursInput {
  readonly serviceId: number
  readonly importId: string
  readonly hours: readonly ImportedHour[]
  /** Epoch seconds. */
  readonly now: number
  /** Who asked for it. What was written is added. */
  readonly entry: Omit<AuditEntry, 'detail'>
}

/**
 * Gives a service hours that were counted elsewhere. Each hour and its audit entry are one transaction, and each hour is filled once,
 * whatever is repeated: two imports of one id are one. Hours that instances reported in are left as they are.
 */
export async function importHours(
  { counters }: Pick<Store, 'counters'>,
  { serviceId, importId, hours, now, entry }: HoursInput,
): Promise<HourAnswer[]> {
  const ends: HourAnswer[] = []
  for (const { hour, patterns } of hours) {
    const until = hour + HOUR_SECONDS
    const records = patterns.reduce((sum, { seen }) => sum + seen, 0)
    const end = until > now - LATE_SECONDS ? 'too_recent' : hour < now - MAX_AGE_SECONDS ? 'too_old' : undefined
    if (end !== undefined) {
      ends.push({ hour, end, records: 0 })
      continue
    }
    const rows = patterns.map((pattern) => rowOf(serviceId, pattern, hour, until))
    const counts = new Float64Array(patterns.length * COUNTS.length)
    for (const [i, { seen, kept, bytes, keptBytes, errors }] of patterns.entries())
      counts.set([seen, kept, bytes, keptBytes, errors], i * COUNTS.length)
    const detail = { import_id: importId, from: hour, until, hours: 1, patterns: rows.length, records }
    const became = await counters.addBackfill(
      { serviceId, from: hour, until, patterns: rows, counts, overheadPerRecord: 0, importId },
      { ...entry, detail },
    )
    ends.push({ hour, end: became, records: became === 'added' ? records : 0 })
  }
  return ends
}

function rowOf(serviceId: number, pattern: ImportedPattern, firstSeen: number, lastSeen: number): PatternRow {
  const { signature, check, severity } = pattern
  const template = cleanText(pattern.template)
  const key = patternKey({ signature, check })
  const what = { signature, check, template, severity, class: classify(template, severity) }
  return { serviceId, key, ...what, firstSeen, lastSeen, firstVersion: undefined }
}
