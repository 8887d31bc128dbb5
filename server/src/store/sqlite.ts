import { type RawBuilder, sql } from 'kysely'
import { systemElapsed, yieldToEventLoop } from '../internal/clock.js'
import type { Engine } from './engine.js'
import { leaseOn } from './leadership.js'
import type { Flavour } from './migrations.js'
import { kyselyOn } from './sqlite-driver.js'
import { checkIntegrity, claimFile, closeIfOpen, fileWatch, openSqliteFile } from './sqlite-file.js'
import { rollUpInParts } from './sqlite-roll-up.js'
import type { PatternRow } from './store.js'
import { COUNTS, MAX_COUNT } from './tables.js'

export const SQLITE: Flavour = {
  serial: 'INTEGER PRIMARY KEY',
  serialForGood: 'INTEGER PRIMARY KEY AUTOINCREMENT',
  byKey: 'WITHOUT ROWID',
  byBucket: 'WITHOUT ROWID',
  now: "CAST(strftime('%s', 'now') AS INTEGER)",
  appendOnly: (table) =>
    ['UPDATE', 'DELETE'].map(
      (change) => `CREATE TRIGGER ${table}_no_${change.toLowerCase()} BEFORE ${change} ON ${table}
        BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END`,
    ),
}

const ADDED = COUNTS.map(
  (name) => sql`${sql.ref(name)} = min(${sql.ref(name)} + ${sql.ref(`excluded.${name}`)}, ${sql.lit(MAX_COUNT)})`,
)
const MAX_ROWS_PER_DELETE = 5_000

export interface SqliteOptions {
  readonly file: string
  /** Whether the file is for this process alone: for a server, not for a tool beside it. */
  readonly exclusive: boolean
}

/** One writer and one reader on a file, in WAL mode: a read never waits for a flush. @throws if it cannot be used */
export function openSqlite({ file, exclusive }: SqliteOptions): Engine {
  const writing = openSqliteFile(file)
  let release = () => {}
  try {
    if (exclusive) release = claimFile(file)
    checkIntegrity(file, writing)
  } catch (error) {
    writing.close()
    release()
    throw error
  }
  const reading = file === ':memory:' ? writing : openSqliteFile(file)
  const db = kyselyOn(writing, fileWatch(file))
  const reader = file === ':memory:' ? db : kyselyOn(reading, () => {})

  return {
    db,
    reader,
    locksRows: false,
    // A new id is above all there are by itself.
    skipIds: async () => {},
    prepare: async () => {},
    async addCounters(trx, rows, resolution = 'minute') {
      const json = JSON.stringify(
        rows.map((row) => [row.bucket, row.service_id, row.pattern, ...COUNTS.map((name) => row[name])]),
      )
      await sql`INSERT INTO ${sql.table(`counters_${resolution}`)} (bucket, service_id, pattern, seen, kept, bytes, kept_bytes, errors)
        SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7
        FROM json_each(${json}) WHERE true
        ON CONFLICT (bucket, service_id, pattern) DO UPDATE SET ${sql.join(ADDED)}`.execute(trx)
    },
    async addPatterns(trx, rows) {
      await sql`INSERT INTO patterns
          (service_id, pattern, signature, template_check, template, severity, class, first_seen, last_seen, first_version, call_site)
        SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7, value ->> 8,
          value ->> 9, value ->> 10
        FROM json_each(${JSON.stringify(rows.map(valuesOf))}) WHERE true
        ON CONFLICT (service_id, pattern) DO UPDATE SET last_seen = max(last_seen, excluded.last_seen),
          ${completedFrom('patterns')}`.execute(trx)
    },
    rollUp: rollUpInParts,
    async forget(resolution, below) {
      const table = sql.table(`counters_${resolution}`)
      for (;;) {
        const { numAffectedRows = 0n } = await sql`DELETE FROM ${table} WHERE (bucket, service_id, pattern) IN
          (SELECT bucket, service_id, pattern FROM ${table} WHERE bucket < ${below} LIMIT ${MAX_ROWS_PER_DELETE})`.execute(
          db,
        )
        if (numAffectedRows < MAX_ROWS_PER_DELETE) return
        await yieldToEventLoop()
      }
    },
    // A file has one server: whoever led it before is dead.
    lead: leaseOn({ db, holder: `process ${process.pid}`, elapsed: systemElapsed, staleMillis: 0 }),
    async close() {
      await db.destroy()
      if (reader !== db) await reader.destroy()
      // Kysely leaves one open that was never used. The last to close tidies the write-ahead log up.
      for (const database of [writing, reading]) closeIfOpen(database)
      release()
    },
  }
}

/** Returns assignments: a row whose template has not come takes what comes with it; one that has it keeps it, whoever says another. */
export function completedFrom(row: string): RawBuilder<unknown> {
  const isMissing = sql`${sql.ref(`${row}.template`)} = ''`
  const [told, known] = [sql.ref('excluded.call_site'), sql.ref(`${row}.call_site`)]
  return sql.join([
    ...['template', 'severity', 'class'].map(
      (name) =>
        sql`${sql.ref(name)} = CASE WHEN ${isMissing} THEN ${sql.ref(`excluded.${name}`)} ELSE ${sql.ref(`${row}.${name}`)} END`,
    ),
    // Code moves: the last that is told counts.
    sql`call_site = CASE WHEN ${told} = '' THEN ${known} ELSE ${told} END`,
  ])
}

/** Returns the values of a pattern in the order of the columns. */
export function valuesOf(row: PatternRow): (string | number | null)[] {
  const { serviceId, key, signature, check, template, severity, firstSeen, lastSeen, firstVersion } = row
  const told = [template, severity, row.class, firstSeen, lastSeen, firstVersion ?? null, row.callSite ?? '']
  return [serviceId, key, signature, check, ...told]
}
