import { rename } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { sql } from 'kysely'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it, type TestContext } from 'vitest'
import { LONG } from '../../../test/support/tier.js'
import type { Engine } from '../../src/store/engine.js'
import { migrate, storeOn } from '../../src/store/open-store.js'
import { openPostgres, POSTGRES } from '../../src/store/postgres.js'
import { openSqlite, SQLITE } from '../../src/store/sqlite.js'
import { type Database, databases } from '../store/databases.js'
import { type ApiUnderTest, reportOf, startApi } from '../support/api-under-test.js'
import { runOn } from '../support/postgres.js'

const STATS = '/api/v1/patterns/stats'
/** Enough patterns that a database without room cannot take one report. */
const PATTERNS = Array.from({ length: 400 }, (_, i) => ({ template: `a thing of its own ${i} ${'x'.repeat(200)}` }))
const COUNT = 100
/** To Postgres. */
const CONNECTIONS = 4

interface Under {
  readonly engine: Engine
  readonly database: Database
}
/** Makes a database refuse writes. Returns what undoes it. */
type Refusal = (under: Under) => Promise<() => Promise<void>>

/** A setting of the database, which holds for new connections: those that are there are cut. */
const settingOf = async (url: string, statement: string): Promise<void> => {
  await runOn(url, statement)
  await runOn(
    url,
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()',
  )
}

/** Uses connections until none is left that was cut: each is found out by its next use. */
async function untilConnected({ db }: Engine): Promise<void> {
  const used = () => Promise.allSettled(Array.from({ length: CONNECTIONS }, () => sql`SELECT 1`.execute(db)))
  for (let tries = 0; tries < 50; tries++) if ((await used()).every(({ status }) => status === 'fulfilled')) return
  throw new Error('connections are cut all the time')
}

const SQLITE_REFUSALS: Record<string, Refusal> = {
  async 'the disk of the database is full'({ engine }) {
    await sql`PRAGMA wal_checkpoint(TRUNCATE)`.execute(engine.db)
    await sql`PRAGMA max_page_count = 1`.execute(engine.db)
    return async () => void (await sql`PRAGMA max_page_count = 1000000`.execute(engine.db))
  },
  async 'the database is locked by another process'({ database }) {
    const other = new DatabaseSync(database.url)
    other.exec('BEGIN IMMEDIATE')
    return async () => other.close()
  },
  async 'the database is read-only'({ engine }) {
    await sql`PRAGMA query_only = ON`.execute(engine.db)
    return async () => void (await sql`PRAGMA query_only = OFF`.execute(engine.db))
  },
  async 'was removed while the server runs'({ database }) {
    await rename(database.url, `${database.url}.away`)
    return () => rename(`${database.url}.away`, database.url)
  },
}

const POSTGRES_REFUSALS: Record<string, Refusal> = {
  async 'the disk of the database is full'({ database }) {
    await database.run(`CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$`)
    for (const table of ['instances', 'patterns', 'counters_minute', 'progress'])
      await database.run(`CREATE TRIGGER full_disk BEFORE INSERT ON ${table} EXECUTE FUNCTION full_disk()`)
    return () => database.run('DROP FUNCTION full_disk CASCADE')
  },
  async 'the database is locked'({ database }) {
    const other = new pg.Client({ connectionString: database.url })
    await other.connect()
    await other.query('BEGIN; LOCK TABLE instances, progress IN EXCLUSIVE MODE')
    return () => other.end()
  },
  async 'the database is read-only'({ database: { url }, engine }) {
    const name = new URL(url).pathname.slice(1)
    await settingOf(url, `ALTER DATABASE ${name} SET default_transaction_read_only = on`)
    await untilConnected(engine)
    return async () => {
      await settingOf(url, `BEGIN READ WRITE; ALTER DATABASE ${name} RESET default_transaction_read_only; COMMIT`)
      await untilConnected(engine)
    }
  },
}

describe.each([
  {
    name: 'SQLite',
    start: databases.sqlite,
    flavour: SQLITE,
    open: (file: string) => openSqlite({ file, exclusive: true }),
    refusals: SQLITE_REFUSALS,
  },
  {
    name: 'Postgres',
    start: databases.postgres,
    flavour: POSTGRES,
    open: (url: string) => openPostgres({ url, connections: CONNECTIONS, onError: () => {} }),
    refusals: POSTGRES_REFUSALS,
  },
])('while $name refuses writes', ({ start, flavour, open, refusals }) => {
  let database: Database | { readonly missing: string }
  let engine: Engine
  let api: ApiUnderTest
  let key: string
  beforeEach(async () => {
    database = await start()
    if ('missing' in database) return
    engine = open(database.url)
    await migrate(engine, flavour)
    api = await startApi({ 'max-pending': 5_000 }, storeOn(engine))
    key = await api.keyOf('own', 'admin', 'ingest')
    expect((await post(0)).status).toBe(202)
    await api.pending.flush()
  })
  afterEach(async () => {
    if ('missing' in database) return
    await api.close()
    await database.remove()
  })

  const post = (sequence: number) => api.call('post', STATS, { key, body: reportOf({ sequence }, PATTERNS) })
  const readiness = async () => {
    api.clock.millis += 1_001
    return api.call('get', '/readyz')
  }
  const seen = async () => (await api.call('get', '/api/v1/services', { key })).json.services[0].seen

  // Postgres is waited for until its lock times out.
  it.for(Object.keys(refusals).filter((reason) => LONG || reason !== 'the database is locked'))(
    'because %s, nothing is lost that was acknowledged, and nobody is told that all is well',
    {
      timeout: 120_000,
    },
    async (reason: string, context?: TestContext) => {
      if ('missing' in database) return context?.skip(database.missing)
      expect((await readiness()).status).toBe(200)
      const undo = await refusals[reason]!({ engine, database })
      let acknowledged = 1
      for (let sequence = 1; sequence <= 2; sequence++) {
        if ((await post(sequence)).status === 202) acknowledged++
        await expect(api.pending.flush()).rejects.toThrow()
      }
      expect(acknowledged).toBeGreaterThan(1)
      const refused = await readiness()
      expect(refused.status).toBe(503)
      expect(refused.json.detail).toContain(reason)
      expect((await api.call('get', '/healthz')).status).toBe(200)
      await undo()
      await api.pending.flush()
      expect(await seen()).toBe(acknowledged * PATTERNS.length * COUNT)
      expect((await readiness()).status).toBe(200)
      expect(api.pending.load).toBe(0)
      expect(api.logged.join('')).not.toContain('given up')
    },
  )

  // It takes seconds on either, and is of the queue before them.
  it.runIf(LONG || flavour === SQLITE)(
    'what waits is bounded: SDKs are told to keep their counts, and send them again',
    async (context: TestContext) => {
      if ('missing' in database) return context.skip(database.missing)
      const undo = await refusals['the database is read-only']!({ engine, database })
      const statuses: number[] = []
      let sequence = 1
      for (; statuses.at(-1) !== 503; sequence++) {
        const answer = await post(sequence)
        statuses.push(answer.status)
        if (answer.status === 503) expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
      }
      expect(statuses.length).toBeGreaterThan(10)
      await expect(api.pending.flush()).rejects.toThrow()
      expect(api.pending.load).toBeLessThanOrEqual(1)
      await undo()
      await api.pending.flush()
      expect((await post(sequence - 1)).status).toBe(202)
      await api.pending.flush()
      expect(await seen()).toBe(sequence * PATTERNS.length * COUNT)
    },
  )
})

it('a lock on the SQLite file holds up a flush, but nobody who reads', async () => {
  const database = await databases.sqlite()
  if ('missing' in database) throw new Error(database.missing)
  const api = await startApi({ database: database.url })
  const key = await api.keyOf('own', 'admin', 'ingest')
  await api.call('post', STATS, { key, body: reportOf() })
  const other = new DatabaseSync(database.url)
  other.exec('BEGIN IMMEDIATE')
  const ended: string[] = []
  const flushing = api.pending.flush().then(
    () => ended.push('flush'),
    () => ended.push('flush failed'),
  )
  for (const path of ['/healthz', '/api/v1/services', '/api/v1/patterns']) {
    expect((await api.call('get', path, { key })).status).toBe(200)
    ended.push(path)
  }
  other.exec('ROLLBACK')
  other.close()
  await flushing
  expect(ended).toEqual(['/healthz', '/api/v1/services', '/api/v1/patterns', 'flush'])
  await api.close()
  await database.remove()
})
