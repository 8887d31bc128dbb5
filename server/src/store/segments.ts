import type { Kysely } from 'kysely'
import type { Period } from './store.js'
import { type CounterResolution, type Resolution, SECONDS, type Tables } from './tables.js'

/** Buckets of one table, from `first` up to `until`. */
export interface Segment {
  readonly resolution: CounterResolution
  readonly first: number
  readonly until: number
}

/** A period that is asked for by the minute is read from minutes alone up to this length. */
const MAX_MINUTES_READ = 26 * 60
/** Minutes are kept for two days: there are none before. */
const MINUTES_KEPT = 3 * 24 * 60
const MINUTES_PER_HOUR = SECONDS.hour / SECONDS.minute
const MINUTES_PER_TEN = SECONDS.ten_minutes / SECONDS.minute
const TENS_PER_HOUR = SECONDS.hour / SECONDS.ten_minutes

/**
 * Returns which tables hold a period, without gap or overlap: days, hours and ten minutes as far as they are rolled up, minutes for
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
  const tens: Segment = {
    resolution: 'ten_minutes',
    // Those of complete hours may be gone; their minutes stay longer.
    first: Math.max(Math.floor(period.from / SECONDS.ten_minutes), (until.get('hour') ?? 0) * TENS_PER_HOUR),
    until: Math.min(until.get('ten_minutes') ?? 0, Math.floor(period.to / SECONDS.ten_minutes)),
  }
  const rest = tens.until > tens.first ? tens.until * MINUTES_PER_TEN : hoursUntil * MINUTES_PER_HOUR
  const recent = [tens, { ...minutes, first: Math.max(minutes.first, rest, minutes.until - MINUTES_KEPT) }]
  if (finest !== 'day') return nonEmpty([hours, ...recent])
  const daysUntil = Math.min(until.get('day') ?? 0, Math.floor(period.to / SECONDS.day))
  const days: Segment = { resolution: 'day', first: Math.floor(period.from / SECONDS.day), until: daysUntil }
  return nonEmpty([days, { ...hours, first: Math.max(hours.first, daysUntil * 24) }, ...recent])
}

/** Buckets of a table of whole services. */
export interface ServiceSegment extends Segment {
  readonly resolution: 'minute' | 'hour'
}

/**
 * Returns which tables of whole services hold a period, without gap or overlap. Their hours are written together with their minutes:
 * none waits for a roll-up. Parts of hours at the ends are read from minutes; where those are gone, the period starts with its first hour
 * and ends with the last that is whole.
 */
export async function serviceSegmentsFor(db: Kysely<Tables>, { from, to }: Period): Promise<ServiceSegment[]> {
  const [firstMinute, untilMinute] = [Math.floor(from / SECONDS.minute), Math.ceil(to / SECONDS.minute)]
  const [hour, untilHour] = [Math.floor(from / SECONDS.hour), Math.floor(to / SECONDS.hour)]
  const isWhole = firstMinute === hour * MINUTES_PER_HOUR || hour === untilHour || !(await hasMinutesOf(db, hour))
  const firstHour = isWhole ? hour : hour + 1
  return nonEmpty([
    { resolution: 'minute', first: firstMinute, until: isWhole ? firstMinute : firstHour * MINUTES_PER_HOUR },
    { resolution: 'hour', first: firstHour, until: untilHour },
    { resolution: 'minute', first: Math.max(firstMinute, untilHour * MINUTES_PER_HOUR), until: untilMinute },
  ])
}

/** Minutes are let go by whole hours, the oldest first. */
async function hasMinutesOf(db: Kysely<Tables>, hour: number): Promise<boolean> {
  const row = await db
    .selectFrom('version_minutes')
    .select((eb) => eb.fn.min('bucket').as('oldest'))
    .executeTakeFirst()
  return row?.oldest != null && Math.floor(Number(row.oldest) / MINUTES_PER_HOUR) <= hour
}

const nonEmpty = <S extends Segment>(segments: readonly S[]) => segments.filter(({ first, until }) => until > first)

export function bucketsOf({ first, until }: Segment): number[] {
  return Array.from({ length: until - first }, (_, i) => first + i)
}
