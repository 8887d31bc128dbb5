import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { migrate } from '../../src/store/open-store.js'
import { openPostgres, POSTGRES } from '../../src/store/postgres.js'
import { runOn } from '../support/postgres.js'
import { sharedPostgres } from '../support/shared-postgres.js'

it('a connection to Postgres that is cut within a transaction fails that one, and neither the process nor the next', async (context) => {
  const postgres = await sharedPostgres()
  if ('missing' in postgres) return context.skip(postgres.missing)
  const url = await postgres.readyDatabase()
  const engine = openPostgres({ url, connections: 2, onError: () => {} })
  await migrate(engine, POSTGRES)
  const write = (between: () => Promise<void>) =>
    engine.db.transaction().execute(async (trx) => {
      const { rows } = await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(trx)
      await between()
      await trx
        .insertInto('progress')
        .values({ name: `of ${rows[0]!.pid}`, until: 1 })
        .execute()
    })
  const others = 'pid <> pg_backend_pid() AND datname = current_database()'
  const cut = () => runOn(url, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${others}`)
  await expect(write(cut)).rejects.toThrow()
  await write(async () => {})
  const { rows } = await sql<{ n: number }>`SELECT count(*) AS n FROM progress`.execute(engine.db)
  expect(rows).toEqual([{ n: 1 }])
  await engine.close()
})
