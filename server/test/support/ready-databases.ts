import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Engine } from '../../src/store/engine.js'
import { migrate, openStore, storeOn } from '../../src/store/open-store.js'
import { openSqlite, SQLITE } from '../../src/store/sqlite.js'
import type { Store } from '../../src/store/store.js'
import { createDatabase } from './postgres.js'

/** To migrate a database takes forty milliseconds and more: what comes of it is made once a process, and copied. */
let statements: Promise<readonly string[]> | undefined
let file: Promise<Uint8Array> | undefined
let template: Promise<string> | undefined

/** Opens a store in memory that has no rows. */
export async function openMemoryStore(): Promise<Store> {
  statements ??= schemaStatements()
  const engine = inMemory()
  for (const statement of await statements) await sql.raw(statement).execute(engine.db)
  return storeOn(engine)
}

/** Returns the content of an SQLite file that has all tables and no rows. */
export function readyFile(): Promise<Uint8Array> {
  file ??= migratedFile()
  return file
}

/** Makes a database that has all tables and no rows on the Postgres at `url`, and answers its URL. */
export async function createReadyDatabase(url: string): Promise<string> {
  template ??= migratedDatabase(url)
  return createDatabase(url, await template)
}

const inMemory = (): Engine => openSqlite({ file: ':memory:', exclusive: false })
const openOnce = async (database: string): Promise<void> =>
  (await openStore({ database, connections: 1, onError: () => {} })).close()

async function schemaStatements(): Promise<readonly string[]> {
  const engine = inMemory()
  await migrate(engine, SQLITE)
  const { rows } = await sql<{ type: string; name: string; sql: string }>`SELECT type, name, sql FROM sqlite_schema
    WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE 'kysely\\_%' ESCAPE '\\'`.execute(
    engine.db,
  )
  for (const { type, name } of rows) {
    if (type !== 'table') continue
    const found = await sql`SELECT 1 FROM ${sql.table(name)} LIMIT 1`.execute(engine.db)
    if (found.rows.length > 0) throw new Error(`${name} has rows from the beginning: they have to be copied too`)
  }
  await engine.close()
  return rows.map((row) => row.sql)
}

async function migratedFile(): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'lipservice-schema-'))
  const path = join(folder, 'db')
  await openOnce(path)
  const content = await readFile(path)
  await rm(folder, { recursive: true })
  return content
}

async function migratedDatabase(url: string): Promise<string> {
  const made = await createDatabase(url)
  await openOnce(made)
  return new URL(made).pathname.slice(1)
}
