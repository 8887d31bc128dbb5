import { type RawBuilder, sql } from 'kysely'
import { capped } from './sums.js'
import { COUNTS, type CoarserResolution, FINER, SECONDS } from './tables.js'

/** Returns a statement that replaces coarser buckets by the sums of finer ones, of which `where` says which. A repeat changes nothing. */
export function rollUpSql(to: CoarserResolution, where: RawBuilder<unknown>): RawBuilder<unknown> {
  const from = FINER[to]
  const ratio = SECONDS[to] / SECONDS[from]
  return sql`INSERT INTO ${sql.table(`counters_${to}`)} (bucket, service_id, pattern, seen, kept, bytes, kept_bytes, errors)
    SELECT bucket / ${sql.lit(ratio)}, service_id, pattern, ${sql.join(COUNTS.map((name) => capped(sql`sum(${sql.ref(name)})`)))}
    FROM ${sql.table(`counters_${from}`)} WHERE ${where}
    GROUP BY bucket / ${sql.lit(ratio)}, service_id, pattern
    ON CONFLICT (bucket, service_id, pattern) DO UPDATE SET seen = excluded.seen, kept = excluded.kept,
      bytes = excluded.bytes, kept_bytes = excluded.kept_bytes, errors = excluded.errors`
}
