import { madeOnce } from '../../../test/support/made-once.js'
import { createDatabase } from './postgres.js'

/** The Postgres that all files of a run share, or why there is none. */
export type SharedPostgres =
  | {
      /** Makes a fresh, empty database and answers its URL. */
      database(): Promise<string>
    }
  | { readonly missing: string }

export async function sharedPostgres(): Promise<SharedPostgres> {
  const postgres = await madeOnce('postgres')
  return 'missing' in postgres ? postgres : { database: () => createDatabase(postgres.url) }
}
