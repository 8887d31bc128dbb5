import { type RawBuilder, sql } from 'kysely'
import type { Segment } from './segments.js'
import type { Totals } from './store.js'
import { COUNTS } from './tables.js'

/** Returns a table expression: sums by service and pattern over segments. */
export function sumsByPattern(segments: readonly Segment[], serviceIds: readonly number[]): RawBuilder<unknown> {
  const counts = sql.join(COUNTS.map((name) => sql.ref(name)))
  const ids = serviceIds.length === 0 ? sql`NULL` : sql.join(serviceIds)
  const parts = segments.map(
    ({
      resolution,
      first,
      until,
    }) => sql`SELECT service_id, pattern, ${counts} FROM ${sql.table(`counters_${resolution}`)}
      WHERE bucket >= ${first} AND bucket < ${until} AND service_id IN (${ids})`,
  )
  if (parts.length === 0) {
    parts.push(sql`SELECT service_id, pattern, ${counts} FROM counters_day WHERE 1 = 0`)
  }
  const sums = sql.join(COUNTS.map((name) => sql`sum(${sql.ref(name)}) AS ${sql.ref(name)}`))
  return sql`SELECT service_id, pattern, ${sums} FROM (${sql.join(parts, sql` UNION ALL `)}) AS parts
    GROUP BY service_id, pattern`
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
    seen: Number(row?.seen ?? 0),
    kept: Number(row?.kept ?? 0),
    bytes: Number(row?.bytes ?? 0),
    keptBytes: Number(row?.kept_bytes ?? 0),
    errors: Number(row?.errors ?? 0),
  }
}
