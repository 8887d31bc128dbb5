import { StatementSync } from 'node:sqlite'
import { Migrator } from 'kysely/migration'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it, type TestContext, vi } from 'vitest'
import { atTier } from '../../../test/support/tier.js'
import type { Engine } from '../../src/store/engine.js'
import { migrationsFor } from '../../src/store/migrations.js'
import { migrate, openStore } from '../../src/store/open-store.js'
import { openPostgres, POSTGRES } from '../../src/store/postgres.js'
import { openSqlite, SQLITE } from '../../src/store/sqlite.js'
import { patternOf, pendingOf, signatureOf, TEN } from '../support/reports.js'
import { type Database, emptyDatabases } from './databases.js'

const HOUR = 3_600
const MINUTE = TEN / 60
const onError = () => {}
const { run: runStatement } = StatementSync.prototype
const { query } = pg.Client.prototype
const { sqlite, postgres } = emptyDatabases

const REASONS = '"error", "pinned", "incident", "first", "novel", "adaptive", "disabled", "failed_open"'
/** A minute and an hour of a service, as they were written with a column a reason. */
const OLD_ROWS = [
  `INSERT INTO version_minutes (bucket, service_id, policy_version, reports, seen, kept, bytes, kept_bytes, errors,
    overhead_bytes, seconds, ${REASONS}) VALUES (${MINUTE}, 1, 3, 1, 100, 15, 5, 5, 2, 7, 60, 2, 0, 0, 3, 0, 9, 0, 1)`,
  `INSERT INTO service_hours (bucket, service_id, overhead_bytes, ${REASONS})
    VALUES (${TEN / HOUR}, 1, 7, 2, 0, 0, 3, 0, 9, 0, 1)`,
]

const DAY = 24 * HOUR
const COUNTER = 'bucket, service_id, signature, seen, kept, bytes, kept_bytes, errors'
const PATTERN = 'service_id, signature, template, severity, class, first_seen, last_seen, first_version, template_check'
/** Patterns of one service as they were kept by signature alone, one of them with a check, and their counts. */
const BY_SIGNATURE = [
  `INSERT INTO teams (id, name, created_at) VALUES (1, 't', ${TEN})`,
  `INSERT INTO services (id, team_id, name, first_seen, last_seen) VALUES (1, 1, 's', ${TEN - 40 * DAY}, ${TEN})`,
  ...[1, 2].map(
    (i) => `INSERT INTO patterns (${PATTERN}) VALUES (1, '${signatureOf(i)}', 'thing ${i} happened', 'INFO', 'unknown',
      ${TEN - 3 * DAY + i}, ${TEN}, '1.0.0', ${i === 1 ? 'NULL' : "'d27757770dcc9c00'"})`,
  ),
  ...[1, 2].map(
    (i) =>
      `INSERT INTO counters_hour (${COUNTER}) VALUES (${TEN / HOUR - 24}, 1, '${signatureOf(i)}', ${2 * i + 1}, 0, 0, 0, 0)`,
  ),
  `INSERT INTO counters_day (${COUNTER}) VALUES (${Math.floor(TEN / DAY) - 40}, 1, '${signatureOf(1)}', 7, 0, 0, 0, 0)`,
  `INSERT INTO rollups (resolution, until) VALUES ('hour', ${TEN / HOUR}), ('day', ${Math.floor(TEN / DAY) - 1})`,
  `INSERT INTO overrides (team_id, service, signature, kind, rate, reason, created_at, created_by, expires_at)
    VALUES (1, 's', '${signatureOf(1)}', 'lock', 0.5, 'r', ${TEN}, 'k', NULL)`,
]

/** Each start begins anew: all statements take as long as their number squared. */
const STATEMENTS_APART = atTier({ test: 29, long: 5, soak: 1 })

describe.each([
  {
    name: 'SQLite',
    start: sqlite,
    flavour: SQLITE,
    open: (url: string): Engine => openSqlite({ file: url, exclusive: false }),
  },
  {
    name: 'Postgres',
    start: postgres,
    flavour: POSTGRES,
    open: (url: string): Engine => openPostgres({ url, connections: 2, onError }),
  },
])('migrations of $name', ({ start, flavour, open }) => {
  let database: Database | { readonly missing: string }
  beforeEach(async () => {
    database = await start()
  })
  afterEach(async () => {
    if (!('missing' in database)) await database.remove()
  })
  const check = (title: string, body: (database: Database) => Promise<void>) =>
    it(title, async (context: TestContext) => {
      if ('missing' in database) return context.skip(database.missing)
      await body(database)
    })
  const checkFrom = (version: string | undefined, body: (database: Database) => Promise<void>) =>
    check(`that are cut off at any statement, from ${version ?? 'nothing'} on, go on at the next start`, body)

  async function atVersion(url: string, name: string): Promise<void> {
    const engine = open(url)
    const { error } = await new Migrator({ db: engine.db, provider: migrationsFor(flavour) }).migrateTo(name)
    await engine.close()
    expect(error).toBeUndefined()
  }

  check('make a row a reason of what had a column a reason', async ({ url, run }) => {
    await atVersion(url, '0002_control')
    for (const statement of OLD_ROWS) await run(statement)
    const store = await openStore({ database: url, connections: 2, onError })
    const keptByReason = new Map(Object.entries({ adaptive: 9, error: 2, failed_open: 1, first: 3 }))
    const minute = { from: TEN, to: TEN + 60 }
    expect(await store.services.byVersion(1, minute)).toMatchObject([
      { policyVersion: 3, seen: 100, kept: 15, overheadBytes: 7, guaranteed: 3, seconds: 60 },
    ])
    // Nobody had said yet which errors were kept.
    const sums = { errors: 2, keptErrors: undefined, shadowDropped: 0 }
    expect((await store.sums.of([1], minute)).get(1)).toMatchObject(sums)
    expect((await store.services.keeps([1], minute)).get(1)).toEqual({
      overheadBytes: 7,
      keptByReason,
      droppedByReason: new Map(),
    })
    expect((await store.services.reasons(1, minute)).toSorted()).toEqual([...keptByReason.keys()])
    await store.close()
  })

  check(
    'make what was counted by signature the pattern without a check, and beside it those with one',
    async ({ url, run }) => {
      await atVersion(url, '0008_traffic')
      const engine = open(url)
      await engine.prepare('hour', TEN / HOUR - 24, TEN / HOUR)
      await engine.close()
      for (const statement of BY_SIGNATURE) await run(statement)
      const store = await openStore({ database: url, connections: 2, onError })
      const one = patternOf(1, 1, { check: '8c2fcd17a28a72a3', firstSeen: TEN + DAY })
      await store.counters.add([pendingOf([one], { at: TEN })], [one])
      const listed = async () => {
        const query = { teamId: 1, period: { from: TEN - 2 * DAY, to: TEN + DAY }, limit: 10, offset: 0 } as const
        const { patterns } = await store.patterns.list({ ...query, sort: 'first_seen', descending: false })
        return patterns.map(({ template, check, seen, firstVersion }) => [template, check, seen, firstVersion])
      }
      expect(await listed()).toEqual([
        ['thing 1 happened', '', 3, '1.0.0'],
        ['thing 2 happened', '', 5, '1.0.0'],
        ['thing 1 happened', '8c2fcd17a28a72a3', 2, '1.0.0'],
      ])
      const days = await store.counters.timeline(1, signatureOf(1), 'day', { from: TEN - 40 * DAY, to: TEN - 39 * DAY })
      expect(days.map(({ seen }) => seen)).toEqual([7])
      const override = { signature: signatureOf(1), check: '', kind: 'lock', rate: 0.5, reason: 'r' }
      expect(await store.overrides.list(1, 's', TEN)).toMatchObject([override])
      await store.close()
    },
  )

  check('leave one lock a signature, the one that policies went by, and say which went', async ({ url, run }) => {
    await atVersion(url, '0025_questions')
    const [none, one, two] = ['', 'a'.repeat(16), 'b'.repeat(16)]
    const rows = [
      [1, none, 'lock', 'NULL'],
      [1, one, 'lock', 'NULL'],
      [1, two, 'lock', TEN],
      [1, two, 'exemption', TEN],
      [2, none, 'lock', 'NULL'],
    ] as const
    for (const [i, own, kind, expires] of rows)
      await run(`INSERT INTO overrides (team_id, service, signature, template_check, kind, rate, reason, created_at, created_by,
        expires_at) VALUES (1, 's', '${signatureOf(i)}', '${own}', '${kind}', 0.5, 'r', ${TEN}, 'k', ${expires})`)
    const store = await openStore({ database: url, connections: 2, onError })
    const left = await store.overrides.list(1, 's', TEN - 1)
    expect(left.map(({ signature, check: own, kind }) => [signature, own, kind])).toEqual([
      [signatureOf(1), one, 'lock'],
      [signatureOf(1), two, 'exemption'],
      [signatureOf(2), none, 'lock'],
    ])
    const said = await store.audit.list(1, 's', 10)
    expect(said).toMatchObject([{ action: 'lock.removed', detail: { signature: signatureOf(1), check: none } }])
    await store.close()
  })

  check('happen as a whole or not at all', async ({ url, run }) => {
    await atVersion(url, '0002_control')
    for (const statement of OLD_ROWS) await run(statement)
    await run('CREATE TABLE service_hour_reasons (in_the_way BIGINT)')
    await expect(openStore({ database: url, connections: 2, onError })).rejects.toThrow(/service_hour_reasons/)
    await run('DROP TABLE service_hour_reasons')
    const store = await openStore({ database: url, connections: 2, onError })
    expect(await store.services.byVersion(1, { from: TEN, to: TEN + 60 })).toMatchObject([{ guaranteed: 3 }])
    await store.close()
  })

  for (const version of [undefined, '0002_control'])
    checkFrom(version, async ({ url, run }) => {
      if (version !== undefined) {
        await atVersion(url, version)
        for (const statement of OLD_ROWS) await run(statement)
      }
      let cut = 0
      while ((await migrateUpTo(url, cut)) !== undefined) cut += STATEMENTS_APART
      expect(cut).toBeGreaterThan(20)
      const store = await openStore({ database: url, connections: 2, onError })
      const versions = await store.services.byVersion(1, { from: TEN, to: TEN + 60 })
      expect(versions).toMatchObject(version === undefined ? [] : [{ guaranteed: 3 }])
      await store.close()
    })

  /** Migrates for so many statements: then the process does nothing more. Returns what came of it. */
  async function migrateUpTo(url: string, cut: number): Promise<unknown> {
    const engine = open(url)
    let statements = 0
    const count = () => {
      if (statements++ >= cut) throw new Error('cut off')
    }
    const spies = [
      vi.spyOn(StatementSync.prototype, 'run').mockImplementation(function (this: StatementSync, ...values) {
        count()
        return Reflect.apply(runStatement, this, values)
      }),
      vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...args: unknown[]) {
        count()
        return (query as (...all: unknown[]) => unknown).apply(this, args)
      } as never),
    ]
    const error = await migrate(engine, flavour).then(
      () => undefined,
      (failed: unknown) => failed,
    )
    for (const spy of spies) spy.mockRestore()
    await engine.close()
    return error
  }
})
