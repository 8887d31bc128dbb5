import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { runOn } from '../support/postgres.js'
import { readyFile } from '../support/ready-databases.js'
import { sharedPostgres } from '../support/shared-postgres.js'

/** What a test may ask of a database. */
export interface Database {
  /** For another replica, where there can be one. */
  readonly url: string
  /** A statement past the store. */
  run(statement: string): Promise<void>
  remove(): Promise<void>
}

/** A database, or why there is none. */
export type StartDatabase = () => Promise<Database | { readonly missing: string }>

interface Databases {
  readonly sqlite: StartDatabase
  readonly postgres: StartDatabase
}

/** Databases of each engine that have all tables and no rows; those of Postgres are on the one that all files of a run share. */
export const databases: Databases = { sqlite: () => sqliteFile(readyFile), postgres: () => onPostgres('readyDatabase') }

/** The same, without tables. */
export const emptyDatabases: Databases = { sqlite: () => sqliteFile(), postgres: () => onPostgres('database') }

async function sqliteFile(content?: () => Promise<Uint8Array>): Promise<Database> {
  const folder = await mkdtemp(join(tmpdir(), 'lipservice-sqlite-'))
  const url = join(folder, 'db')
  if (content !== undefined) await writeFile(url, await content())
  return {
    url,
    async run(statement) {
      const db = new DatabaseSync(url)
      try {
        db.exec(statement)
      } finally {
        db.close()
      }
    },
    remove: () => rm(folder, { recursive: true }),
  }
}

async function onPostgres(make: 'database' | 'readyDatabase'): ReturnType<StartDatabase> {
  const started = await sharedPostgres()
  if ('missing' in started) return started
  const url = await started[make]()
  return { url, run: (statement) => runOn(url, statement), remove: async () => {} }
}
