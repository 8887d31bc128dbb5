import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { runOn } from '../support/postgres.js'
import { sharedPostgres } from '../support/shared-postgres.js'

/** What a test may ask of a database. */
export interface Database {
  /** For another replica, where there can be one. */
  readonly url: string
  /** A statement past the store. */
  run(statement: string): Promise<void>
  remove(): Promise<void>
}

/** An empty database, or why there is none. */
export type StartDatabase = () => Promise<Database | { readonly missing: string }>

/** Empty databases of each engine; those of Postgres are on the one that all files of a run share. */
export const databases: { readonly sqlite: StartDatabase; readonly postgres: StartDatabase } = {
  async sqlite() {
    const folder = await mkdtemp(join(tmpdir(), 'lipservice-sqlite-'))
    const url = join(folder, 'db')
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
  },
  async postgres() {
    const started = await sharedPostgres()
    if ('missing' in started) return started
    const url = await started.database()
    return { url, run: (statement) => runOn(url, statement), remove: async () => {} }
  },
}
