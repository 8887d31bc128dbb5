import * as posthog from 'lipservice/posthog-api'
import { expect } from 'vitest'
import { logged, TEN } from '../../../test/support/posthog/logged-history.js'
import { memoryApi } from '../../../test/support/posthog/memory-api.js'
import { atTier } from '../../../test/support/tier.js'
import { createImportJob } from '../../src/posthog/jobs/import-job.js'
import type { JobEnd } from '../../src/posthog/jobs/posthog-job.js'
import type { StoredImport } from '../../src/store/contracts/posthog-imports.js'
import type { Store } from '../../src/store/store.js'
import { databases } from '../store/databases.js'
import { describeOn } from '../store/store-under-test.js'
import { entryOf, pendingOf, patternOf as reportedPattern } from '../support/reports.js'

const HOUR = 3_600
const HOURS = 3
const NOW = TEN + 1_000
/** Each kill is an import of its own. */
const KILLS_APART = atTier({ test: 7, long: 3, soak: 1 })

/** Two services in three hours, errors among them, and a service whose name no database would take. */
const records = [1, 2, 3].flatMap((ago) => {
  const at = (i: number) => TEN - ago * HOUR + i * 7
  const shop = Array.from({ length: 40 * ago }, (_, i) =>
    logged(
      { severityText: i % 10 === 0 ? 'ERROR' : 'INFO', body: `cart ${i} saved in ${i} ms` },
      at(i),
      'shop',
      `${ago}s${i}`,
    ),
  )
  const mail = Array.from({ length: 15 }, (_, i) =>
    logged({ severityText: 'INFO', body: `letter ${i} sent` }, at(i), 'mail', `${ago}m${i}`),
  )
  const odd = ago === 2 ? [logged({ severityText: 'INFO', body: 'hello' }, at(0), 'o\0dd', `${ago}o`)] : []
  return [...shop, ...mail, ...odd]
})
const rows = records.map(({ row }) => row)
const WHOLE = { shop: 240, mail: 45, odd: 1 }

const importOf = (teamId: number, importId: string): StoredImport => ({
  teamId,
  importId,
  state: 'open',
  request: { from: TEN - HOURS * HOUR, to: TEN, services: [], mode: 'auto' },
  progress: { hoursDone: 0, hoursAll: HOURS, records: 0, serviceHours: {}, notes: [], resumeFrom: undefined },
  startedAt: NOW,
  startedBy: 'k',
  updatedAt: NOW,
})

/** A process that is killed at its n-th write: before it, or once it is written. Nothing of it is written any more. */
function dyingStore(store: Store, writes: number, isWritten: boolean): Store {
  let left = writes
  const dying =
    <Args extends unknown[], Result>(write: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      const isLast = --left === 0
      if (left < 0 || (isLast && !isWritten)) throw new Error('killed')
      const result = await write(...args)
      if (isLast) throw new Error('killed')
      return result
    }
  return {
    ...store,
    services: { ...store.services, ensure: dying(store.services.ensure) },
    counters: { ...store.counters, addBackfill: dying(store.counters.addBackfill) },
    posthog: { ...store.posthog, importReached: dying(store.posthog.importReached) },
  }
}

for (const [name, start] of Object.entries(databases)) {
  describeOn(`an import from PostHog on ${name}`, start, (check) => {
    let teams = 0
    async function connected(store: Store): Promise<number> {
      const team = await store.keys.ensureTeam(`import-${++teams}`, NOW)
      const place = { teamId: team, host: 'eu', ingestHost: '', project: '1', keys: 'environment' } as const
      const keys = { personalKey: undefined, projectKey: undefined, updatedAt: NOW, updatedBy: 'k' }
      await store.posthog.set({ ...place, ...keys }, [], entryOf(team))
      return team
    }
    async function run(
      store: Store,
      team: number,
      api = memoryApi(rows).api,
      signal = new AbortController().signal,
    ): Promise<JobEnd> {
      const job = createImportJob({ store, maxServices: 100, now: () => NOW * 1_000 })
      const connection = (await store.posthog.find(team))!
      return job.run({ connection, api: api as posthog.PostHogApi, posthog, signal })
    }
    async function seen(store: Store, team: number): Promise<Record<string, number>> {
      const sums: Record<string, number> = {}
      for (const service of ['shop', 'mail', 'odd']) {
        const id = await store.services.find(team, service)
        if (id === undefined) continue
        const points = await store.counters.timeline(id, undefined, 'minute', { from: TEN - 5 * HOUR, to: TEN })
        sums[service] = points.reduce((sum, point) => sum + point.seen, 0)
      }
      return sums
    }

    check('has the totals of the record, wherever it is killed, and its own count is right', async ({ store }) => {
      // Of an hour: two or three services, ensured and added; then how far it is. At the end that it is done.
      const writes = HOURS * (2 * 2 + 1) + 2 + 1
      const kills = Array.from({ length: writes }, (_, i) => i + 1)
      // The last one is a case of its own: it says that the import is done.
      for (const at of kills.filter((at) => at % KILLS_APART === 1 % KILLS_APART || at === writes)) {
        for (const isWritten of [false, true]) {
          const team = await connected(store)
          await store.posthog.startImport(importOf(team, 'import-1'), entryOf(team))
          await expect(run(dyingStore(store, at, isWritten), team)).rejects.toThrow('killed')
          // Killed once the last write is there, nothing of it is left to do.
          const isDone = (await store.posthog.openImport(team)) === undefined
          expect(isDone, `done at write ${at}, ${isWritten}`).toBe(at === writes && isWritten)
          const end = await run(store, team)
          expect(end.outcome).toBe(isDone ? 'idle' : 'ok')
          expect(await seen(store, team), `killed at write ${at}, ${isWritten}`).toEqual(WHOLE)
          const found = await store.posthog.findImport(team, 'import-1')
          expect(found).toMatchObject({ state: 'done', progress: { hoursDone: HOURS, hoursAll: HOURS, records: 286 } })
          expect(found!.progress.resumeFrom).toBeUndefined()
        }
      }
    })

    check('is one with another of its id, and adds nothing to what another brought', async ({ store }) => {
      const team = await connected(store)
      await store.posthog.startImport(importOf(team, 'import-1'), entryOf(team))
      const second = store.posthog.startImport(importOf(team, 'import-1'), entryOf(team))
      expect(await second).toBe(false)
      await Promise.all([run(store, team), run(store, team)])
      expect(await seen(store, team)).toEqual(WHOLE)
      await store.posthog.startImport(importOf(team, 'import-2'), entryOf(team))
      await run(store, team)
      expect(await seen(store, team)).toEqual(WHOLE)
      const other = await store.posthog.findImport(team, 'import-2')
      expect(other!.progress).toMatchObject({ records: 0, serviceHours: { imported: 7 } })
    })

    check('leaves hours alone that SDKs have reported', async ({ store }) => {
      const team = await connected(store)
      const shop = (await store.services.ensure(team, 'shop', NOW, 10))!
      const pattern = reportedPattern(shop, 1)
      await store.counters.add([pendingOf([pattern], { instanceId: 'i', sequence: 0, at: TEN - HOUR + 60 })], [pattern])
      const before = (await seen(store, team))['shop']!
      await store.posthog.startImport(importOf(team, 'import-1'), entryOf(team))
      await run(store, team)
      expect(await seen(store, team)).toEqual({ ...WHOLE, shop: WHOLE.shop - 40 + before })
      const { progress } = (await store.posthog.findImport(team, 'import-1'))!
      expect(progress.serviceHours).toEqual({ added: 6, reported: 1 })
    })

    check(
      'ends where somebody cancels it, goes on where it is begun again, and stops with its leader',
      async ({ store }) => {
        const team = await connected(store)
        await store.posthog.startImport(importOf(team, 'import-1'), entryOf(team))
        const cancelling: Store = {
          ...store,
          counters: {
            ...store.counters,
            async addBackfill(backfill, entry) {
              const end = await store.counters.addBackfill(backfill, entry)
              await store.posthog.cancelImport(team, 'import-1', entryOf(team))
              return end
            },
          },
        }
        await run(cancelling, team)
        const cancelled = (await store.posthog.findImport(team, 'import-1'))!
        expect(cancelled).toMatchObject({ state: 'cancelled', progress: { hoursDone: 0 } })
        expect(await run(store, team)).toMatchObject({ outcome: 'idle' })
        await store.posthog.startImport(importOf(team, 'import-1'), entryOf(team))
        const stopping = new AbortController()
        stopping.abort()
        await run(store, team, undefined, stopping.signal)
        expect(await store.posthog.findImport(team, 'import-1')).toMatchObject({ state: 'open' })
        await run(store, team)
        expect(await seen(store, team)).toEqual(WHOLE)
        expect(await store.posthog.findImport(team, 'import-1')).toMatchObject({ state: 'done' })
      },
    )

    check('fails as PostHog does, and has what it had', async ({ store }) => {
      const team = await connected(store)
      await store.posthog.startImport(importOf(team, 'import-1'), entryOf(team))
      const { api } = memoryApi(rows, () => ({ outcome: 'bad_key', message: 'PostHog does not take the key' }))
      expect(await run(store, team, api)).toMatchObject({ outcome: 'bad_key' })
      expect(await store.posthog.findImport(team, 'import-1')).toMatchObject({ state: 'open' })
      await run(store, team)
      expect(await seen(store, team)).toEqual(WHOLE)
    })
  })
}
