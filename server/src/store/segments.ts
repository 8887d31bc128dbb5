import type { Kysely } from 'kysely'
import type { Period } from './store.js'
import { type Resolution, SECONDS, type Tables } from './tables.js'

/** Buckets of one table, from `first` up to `until`. */
export interface Segment {
  readonly resolution: Resolution
  readonly first: number
  readonly until: number
}

/** A period that is asked for by the minute is read from minutes alone up to this length. */
const MAX_MINUTES_READ = 26 * 60
/** Minutes are kept for two days: there are none before. */
const MINUTES_KEPT = 3 * 24 * 60

/**
 * Returns which tables hold a period, without gap or overlap: days and hours as far as they are rolled up, minutes for
 * the rest. Where a coarser table takes part, the period starts with its bucket.
 *
 * @param finest the resolution that the caller needs
 */
export async function segmentsFor(db: Kysely<Tables>, period: Period, finest: Resolution): Promise<Segment[]> {
  const rows = await db.selectFrom('rollups').selectAll().execute()
  const until = new Map(rows.map((row) => [row.resolution, row.until]))
  const minutes: Segment = {
    resolution: 'minute',
    first: Math.floor(period.from / SECONDS.minute),
    until: Math.ceil(period.to / SECONDS.minute),
  }
  if (finest === 'minute' && minutes.until - minutes.first <= MAX_MINUTES_READ) return nonEmpty([minutes])
  const hoursUntil = Math.min(until.get('hour') ?? 0, Math.floor(period.to / SECONDS.hour))
  const hours: Segment = { resolution: 'hour', first: Math.floor(period.from / SECONDS.hour), until: hoursUntil }
  const recent = { ...minutes, first: Math.max(minutes.first, hoursUntil * 60, minutes.until - MINUTES_KEPT) }
  if (finest !== 'day') return nonEmpty([hours, recent])
  const daysUntil = Math.min(until.get('day') ?? 0, Math.floor(period.to / SECONDS.day))
  const days: Segment = { resolution: 'day', first: Math.floor(period.from / SECONDS.day), until: daysUntil }
  return nonEmpty([days, { ...hours, first: Math.max(hours.first, daysUntil * 24) }, recent])
}

const nonEmpty = (segments: Segment[]) => segments.filter(({ first, until }) => until > first)

export function bucketsOf({ first, until }: Segment): number[] {
  return Array.from({ length: until - first }, (_, i) => first + i)
}
