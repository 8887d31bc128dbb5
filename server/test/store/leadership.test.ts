import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it, type TestContext } from 'vitest'
import { LONG } from '../../../test/support/tier.js'
import { pause } from '../../src/internal/clock.js'
import type { NewIncident } from '../../src/store/contracts/incidents.js'
import type { Engine } from '../../src/store/engine.js'
import { FencedError } from '../../src/store/fencing.js'
import { migrate, storeOn } from '../../src/store/open-store.js'
import { openPostgres, POSTGRES } from '../../src/store/postgres.js'
import { openSqlite, SQLITE } from '../../src/store/sqlite.js'
import type { Leadership, Store } from '../../src/store/store.js'
import { entryOf, patternOf, pendingOf, TEN } from '../support/reports.js'
import { type Database, databases } from './databases.js'

const HOUR = 3_600

describe.runIf(LONG).each([
  {
    name: 'SQLite',
    start: databases.sqlite,
    flavour: SQLITE,
    open: (file: string, _elapsed: () => number): Engine => openSqlite({ file, exclusive: false }),
  },
  {
    name: 'Postgres',
    start: databases.postgres,
    flavour: POSTGRES,
    open: (url: string, elapsed: () => number): Engine =>
      openPostgres({ url, connections: 3, onError: () => {}, elapsed }),
  },
])('the lease of the leader on $name', ({ name, start, flavour, open }) => {
  let database: Database | { readonly missing: string }
  let millis: number
  let engines: Engine[]
  let a: Store
  let b: Store
  beforeEach(async () => {
    database = await start()
    if ('missing' in database) return
    const { url } = database
    millis = 0
    engines = [1, 2].map(() => open(url, () => millis))
    await migrate(engines[0]!, flavour)
    ;[a, b] = engines.map(storeOn) as [Store, Store]
  })
  afterEach(async () => {
    if ('missing' in database) return
    for (const store of [a, b]) await store.close()
    await database.remove()
  })
  const check = (title: string, body: () => Promise<void>) =>
    it(title, async (context: TestContext) => {
      if ('missing' in database) return context.skip(database.missing)
      await body()
    })

  /** B has taken the lease over from A, which does not know. */
  async function takenOver(): Promise<[old: Leadership, now: Leadership]> {
    const old = (await a.lead())!
    await b.lead()
    millis += 8_000
    return [old, (await b.lead())!]
  }

  check('is given back, and then anybody’s', async () => {
    const first = (await a.lead())!
    expect(first.isHeld()).toBe(true)
    await first.release()
    expect(first.isHeld()).toBe(false)
    const second = (await b.lead())!
    expect(second.token).toBeGreaterThan(first.token)
    await second.release()
  })

  if (name === 'Postgres') {
    check('is one replica’s for as long as that renews it, whatever the wall clocks say', async () => {
      const leader = (await a.lead())!
      for (let i = 0; i < 20; i++) {
        millis += 2_000
        await leader.renew()
        expect(await b.lead()).toBeUndefined()
        expect(leader.isHeld()).toBe(true)
      }
    })

    check(
      'is another’s eight seconds after the last sign of a replica that hangs, which by then has stopped',
      async () => {
        const leader = (await a.lead())!
        expect(await b.lead()).toBeUndefined()
        millis += 5_999
        expect(leader.isHeld()).toBe(true)
        millis += 1
        expect(leader.isHeld()).toBe(false)
        expect(await b.lead()).toBeUndefined()
        millis += 2_000
        expect((await b.lead())!.token).toBe(leader.token + 1)
      },
    )

    check('is not taken over within a transaction of the leader, which renewing does not wait for', async () => {
      const leader = (await a.lead())!
      await b.lead()
      millis += 8_000
      const happened: string[] = []
      let taking: Promise<unknown> | undefined
      await leader.run(() =>
        engines[0]!.db.transaction().execute(async (trx) => {
          taking = b.lead().then((next) => happened.push(next === undefined ? 'refused' : 'taken over'))
          while (!(await isWaited(engines[0]!))) await pause(10)
          await trx.insertInto('progress').values({ name: 'tested', until: 1 }).execute()
          happened.push('written')
        }),
      )
      await taking
      expect(happened).toEqual(['written', 'taken over'])
      const next = (await takenBack())!
      await next.run(() => engines[0]!.db.transaction().execute(() => next.renew()))
      expect(next.isHeld()).toBe(true)
    })

    check(
      'is taken over from a leader that hangs in the middle of a transaction, which is then lost as a whole',
      async () => {
        const leader = (await a.lead())!
        await b.lead()
        millis += 8_000
        const hanging = leader.run(() =>
          engines[0]!.db.transaction().execute(async (trx) => {
            await trx.insertInto('progress').values({ name: 'before', until: 1 }).execute()
            // Postgres ends the session of who says nothing for eight seconds.
            while ((await b.lead().catch(() => undefined)) === undefined) await pause(100)
            await trx.insertInto('progress').values({ name: 'after', until: 1 }).execute()
          }),
        )
        await expect(hanging).rejects.toThrow()
        expect(await engines[1]!.db.selectFrom('progress').select('name').execute()).toEqual([])
      },
    )
  }

  /** A has the lease again. */
  async function takenBack(): Promise<Leadership | undefined> {
    await a.lead()
    millis += 8_000
    return a.lead()
  }

  check('refuses what a former leader still writes, all of it', async () => {
    const team = await a.keys.ensureTeam('t', TEN)
    const id = (await a.services.ensure(team, 's', TEN, 10))!
    const patterns = [patternOf(id, 1)]
    await a.counters.add([pendingOf(patterns, {})], patterns)
    const policy = {
      version: 1,
      document: '{}',
      kind: 'plan',
      stage: 'draft',
      stageAt: TEN,
      stageReason: '',
      stages: [],
      canaryShare: 0,
      forecast: undefined,
      createdAt: TEN,
      createdBy: 'allocator',
      restoredFrom: undefined,
    } as const
    const incident: NewIncident = {
      teamId: team,
      serviceId: id,
      release: '1',
      openedAt: TEN,
      lastAt: TEN,
      resolvedAt: undefined,
      findings: [],
    }
    const writes: Record<string, (store: Store) => Promise<unknown>> = {
      'a policy': (store) => store.policies.append(team, 's', policy, { moves: [], entries: [entryOf(team)] }),
      'a stage': (store) =>
        store.policies.changeStage(
          team,
          's',
          { version: 1, from: 'draft', to: 'shadow', at: TEN, reason: '' },
          entryOf(team),
        ),
      'an incident': (store) => store.incidents.record({ from: undefined, until: 9, opened: [incident], changed: [] }),
      'a roll-up': (store) => store.maintain(TEN + 2 * HOUR),
      'a notice': (store) =>
        store.notices.raise({ teamId: team, kind: 'service.silent', service: 's', raisedAt: TEN, detail: {} }),
      'the end of a notice': async (store) => store.notices.end((await store.notices.open())[0]?.id ?? 1, TEN + 1),
    }
    const [old, now] = await takenOver()
    const written = async () => [
      (await a.policies.history(team, 's', 10)).map(({ stage }) => stage),
      (await a.incidents.list({ teamId: team, limit: 10 })).length,
      await a.incidents.detectedUntil(),
      (await a.counters.timeline(id, undefined, 'hour', { from: TEN, to: TEN + HOUR })).length,
      (await a.audit.list(team, undefined, 10)).length,
      (await a.notices.unnotified(10)).map(({ endedAt }) => endedAt),
    ]
    const before = await written()
    for (const [what, write] of Object.entries(writes))
      await expect(
        old.run(() => write(a)),
        what,
      ).rejects.toThrow(FencedError)
    expect(await written()).toEqual(before)
    for (const write of Object.values(writes)) await now.run(() => write(b))
    expect(await written()).toEqual([['shadow'], 1, 9, 1, 2, [TEN + 1]])
    // What people change is nobody's lease.
    await a.policies.append(team, 's', { ...policy, version: 2 }, { moves: [], entries: [] })
    await old.renew()
    expect(old.isHeld()).toBe(false)
    await old.release()
    await now.renew()
    expect(now.isHeld()).toBe(true)
  })
})

/** Whether somebody waits for a lock. */
async function isWaited({ db }: Engine): Promise<boolean> {
  const { rows } = await sql`SELECT 1 FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE NOT granted AND datname = current_database()`.execute(db)
  return rows.length > 0
}
