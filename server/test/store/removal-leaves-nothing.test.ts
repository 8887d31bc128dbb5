import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore } from '../../src/store/open-store.js'
import type { Store } from '../../src/store/store.js'
import { entryOf, TEN } from '../support/reports.js'

const HOUR = 3_600
/** The bucket of a table that this time is in. */
const bucketOf = (table: string) =>
  Math.floor(TEN / (table.includes('minute') ? 60 : table.includes('hour') ? HOUR : 24 * HOUR))
/** What nobody may remove, and what says that there was something to remove. */
const STAYS = new Set(['audit', 'removed_services'])

interface Column {
  readonly name: string
  readonly type: string
  readonly notnull: number
  readonly dflt_value: string | null
}

/** Tables are read from the schema: one that is added and forgotten fails here. */
describe('of what is removed', () => {
  let folder: string
  let file: string
  let store: Store
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lipservice-removal-'))
    file = join(folder, 'db')
    store = await openStore({ database: file, connections: 1, onError: () => {} })
  })
  afterEach(async () => {
    await store.close()
    await rm(folder, { recursive: true })
  })

  function withDatabase<Result>(work: (db: DatabaseSync) => Result): Result {
    const db = new DatabaseSync(file)
    try {
      return work(db)
    } finally {
      db.close()
    }
  }

  /** Returns the tables that have all of these columns, each with all its columns. */
  const tablesWith = (...names: string[]) =>
    withDatabase((db) => {
      const tables = db.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).all() as { name: string }[]
      const columns = tables.map(
        ({ name }) => [name, db.prepare(`PRAGMA table_info(${name})`).all() as unknown as Column[]] as const,
      )
      return columns.filter(([, all]) => names.every((name) => all.some((column) => column.name === name)))
    })

  /** Puts a row into a table with these values, and anything in its other columns. */
  function addRow(table: string, columns: readonly Column[], values: Readonly<Record<string, string | number>>): void {
    const needed = columns.filter(
      ({ name, type, notnull }) => name in values || (notnull === 1 && !(name === 'id' && type === 'INTEGER')),
    )
    const row = needed.map(({ name, type }) => values[name] ?? (type === 'TEXT' ? 'x' : 1))
    withDatabase((db) =>
      db
        .prepare(
          `INSERT INTO ${table} (${needed.map(({ name }) => name).join()}) VALUES (${row.map(() => '?').join()})`,
        )
        .run(...row),
    )
  }

  const rowsOf = (table: string, condition: string) =>
    withDatabase((db) =>
      Number((db.prepare(`SELECT count(*) AS n FROM ${table} WHERE ${condition}`).get() as { n: number }).n),
    )

  it('a service leaves no row in any table that has its id or its name', async () => {
    const team = await store.keys.ensureTeam('t', TEN)
    const id = (await store.services.ensure(team, 'gone', TEN, 10))!
    const byId = tablesWith('service_id').filter(([table]) => !STAYS.has(table))
    const byName = tablesWith('team_id', 'service').filter(([table]) => !STAYS.has(table))
    expect(byId.length).toBeGreaterThanOrEqual(10)
    expect(byName.length).toBeGreaterThanOrEqual(4)
    for (const [table, columns] of byId)
      addRow(table, columns, { service_id: id, team_id: team, bucket: bucketOf(table) })
    for (const [table, columns] of byName) addRow(table, columns, { team_id: team, service: 'gone' })
    expect(await store.services.remove(team, 'gone', entryOf(team, { service: 'gone' }))).toBe(true)
    await store.maintain(TEN + 60)
    for (const [table] of byId) expect(rowsOf(table, `service_id = ${id}`), table).toBe(0)
    // Of policies one stays: SDKs take none with a lower version.
    for (const [table] of byName) expect(rowsOf(table, `service = 'gone'`), table).toBe(table === 'policies' ? 1 : 0)
    await store.maintain(TEN + 2 * HOUR)
    expect(rowsOf('removed_services', '1 = 1')).toBe(0)
  })

  it('a team leaves no row in any table that has its id', async () => {
    const team = await store.keys.ensureTeam('gone', TEN)
    const tables = tablesWith('team_id').filter(([table]) => !STAYS.has(table))
    expect(tables.length).toBeGreaterThanOrEqual(8)
    for (const [table, columns] of tables) addRow(table, columns, { team_id: team, service_id: 1 })
    const { teamId: _, ...entry } = entryOf(team)
    expect(await store.teams.remove('gone', entry)).toBe(true)
    for (const [table] of tables) expect(rowsOf(table, `team_id = ${team}`), table).toBe(0)
  })
})
