import { type RawBuilder, sql } from 'kysely'
import { bucketsOf, type Segment } from './segments.js'
import type { Totals } from './store.js'
import { COUNTS, MAX_COUNT } from './tables.js'

/** Services and buckets that are looked up one by one. */
const MAX_SERVICES = 8
const MAX_BUCKETS = 5_000

/** Returns a sum over rows that never overflows: beyond 2⁵³ it is rounded. SQLite's own sums fail there, and cannot be read. */
export function sumOf(column: string): RawBuilder<number> {
  return sql<number>`sum(CAST(${sql.ref(column)} AS DOUBLE PRECISION))`
}

/** Returns what a count becomes when another is added, as an expression: {@link MAX_COUNT} at most. */
export function addedUp(count: RawBuilder<unknown>, more: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`CASE WHEN ${count} > ${sql.lit(MAX_COUNT)} - ${more} THEN ${sql.lit(MAX_COUNT)} ELSE ${count} + ${more} END`
}

/** Returns an expression, or {@link MAX_COUNT} where it is more. */
export function capped(count: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`CASE WHEN ${count} > ${sql.lit(MAX_COUNT)} THEN ${sql.lit(MAX_COUNT)} ELSE ${count} END`
}

/** Returns a table expression: sums of these counts by service and pattern over segments. */
export function sumsByPattern(
  segments: readonly Segment[],
  serviceIds: readonly number[],
  names: readonly (typeof COUNTS)[number][] = COUNTS,
): RawBuilder<unknown> {
  const counts = sql.join(names.map((name) => sql.ref(name)))
  const ids = serviceIds.length === 0 ? sql`NULL` : sql.join(serviceIds)
  const parts = segments.map(
    (segment) => sql`SELECT service_id, pattern, ${counts} FROM ${sql.table(`counters_${segment.resolution}`)}
      WHERE ${isIn(segment, serviceIds.length)} AND service_id IN (${ids})`,
  )
  if (parts.length === 0) {
    parts.push(sql`SELECT service_id, pattern, ${counts} FROM counters_day WHERE 1 = 0`)
  }
  const sums = sql.join(names.map((name) => sql`${sumOf(name)} AS ${sql.ref(name)}`))
  return sql`SELECT service_id, pattern, ${sums} FROM (${sql.join(parts, sql` UNION ALL `)}) AS parts
    GROUP BY service_id, pattern`
}

/** Rows of few services are looked up, bucket by bucket: in a range of buckets are those of all services. */
function isIn(segment: Segment, services: number): RawBuilder<unknown> {
  const { first, until } = segment
  if (services > MAX_SERVICES || until - first > MAX_BUCKETS) return sql`bucket >= ${first} AND bucket < ${until}`
  return sql`bucket IN (${sql.join(bucketsOf(segment))})`
}

export interface CountRow {
  readonly seen: number | null
  readonly kept: number | null
  readonly bytes: number | null
  readonly kept_bytes: number | null
  readonly errors: number | null
}

export function totalsOf(row: CountRow | undefined): Totals {
  return {
    seen: countOf(row?.seen),
    kept: countOf(row?.kept),
    bytes: countOf(row?.bytes),
    keptBytes: countOf(row?.kept_bytes),
    errors: countOf(row?.errors),
  }
}

/** Returns a sum as it is shown: {@link MAX_COUNT} at most. */
export function countOf(sum: number | null | undefined): number {
  return Math.min(Number(sum ?? 0), MAX_COUNT)
}
