import { type Kysely, type RawBuilder, sql } from 'kysely'
import { yieldToEventLoop } from '../internal/clock.js'
import { rollUpSql } from './roll-up-sql.js'
import { type CoarserResolution, FINER, SECONDS, type Tables } from './tables.js'

/** Rows that one statement reads, about. */
const ROWS_AT_ONCE = 8_000
/** Keys of patterns begin with so many digits of a hash. */
const PREFIX_DIGITS = 4

/**
 * Sums finer buckets to coarser ones, some patterns of one service at a time: SQLite works in the thread that also answers requests, and an
 * hour of a large team takes it seconds.
 */
export async function rollUpInParts(
  connection: Kysely<Tables>,
  to: CoarserResolution,
  first: number,
  until: number,
): Promise<void> {
  const from = FINER[to]
  const ratio = SECONDS[to] / SECONDS[from]
  const table = sql.table(`counters_${from}`)
  const rows = sql`bucket >= ${first * ratio} AND bucket < ${until * ratio}`
  const some = await sql`SELECT 1 FROM ${table} WHERE ${rows} LIMIT 1`.execute(connection)
  if (some.rows.length === 0) return
  // One by one they are look-ups of a key, of which a range would be the beginning only.
  const buckets = sql`WITH RECURSIVE b (bucket) AS
    (SELECT ${first * ratio} UNION ALL SELECT bucket + 1 FROM b WHERE bucket + 1 < ${until * ratio})`
  const next = async (after: number): Promise<number | undefined> => {
    const found = await sql<{ id: number | null }>`${buckets}
      SELECT min((SELECT min(c.service_id) FROM ${table} c WHERE c.bucket = b.bucket AND c.service_id > ${after})) AS id
      FROM b`.execute(connection)
    return found.rows[0]?.id ?? undefined
  }
  for (let id = await next(-1); id !== undefined; id = await next(id)) {
    for (const part of partsOf(Math.ceil(((await patternsOf(connection, id)) * ratio) / ROWS_AT_ONCE))) {
      await rollUpSql(to, sql`bucket IN (${buckets} SELECT bucket FROM b) AND service_id = ${id} AND ${part}`).execute(
        connection,
      )
      await yieldToEventLoop()
    }
  }
}

/** Returns how many patterns a service has; more may have counted. */
async function patternsOf(connection: Kysely<Tables>, serviceId: number): Promise<number> {
  const row = await connection
    .selectFrom('patterns')
    .select((eb) => eb.fn.countAll<number>().as('patterns'))
    .where('service_id', '=', serviceId)
    .executeTakeFirstOrThrow()
  return Number(row.patterns)
}

/** Returns conditions of which each pattern fulfils exactly one, and about as many each. */
function partsOf(wanted: number): RawBuilder<unknown>[] {
  const parts = Math.min(16 ** PREFIX_DIGITS, Math.max(1, wanted))
  const bound = (part: number) =>
    Math.floor((part * 16 ** PREFIX_DIGITS) / parts)
      .toString(16)
      .padStart(PREFIX_DIGITS, '0')
  return Array.from({ length: parts }, (_, part) =>
    sql.join(
      [
        ...(part === 0 ? [sql`1 = 1`] : [sql`pattern >= ${bound(part)}`]),
        ...(part === parts - 1 ? [] : [sql`pattern < ${bound(part + 1)}`]),
      ],
      sql` AND `,
    ),
  )
}
