import { madeOnce } from '../../../test/support/made-once.js'
import { createDatabase } from './postgres.js'
import { createReadyDatabase } from './ready-databases.js'

/** The Postgres that all files of a run share, or why there is none. */
export type SharedPostgres =
  | {
      /** Makes a fresh, empty database and answers its URL. */
      database(): Promise<string>
      /** The same, with all tables. */
      readyDatabase(): Promise<string>
    }
  | { readonly missing: string }

export async function sharedPostgres(): Promise<SharedPostgres> {
  const postgres = await madeOnce('postgres')
  if ('missing' in postgres) return postgres
  const { url } = postgres
  return { database: () => createDatabase(url), readyDatabase: () => createReadyDatabase(url) }
}
