import { expect } from 'vitest'
import { type ConnectionPlace, POSTHOG_JOBS, type StoredJob } from '../../src/store/contracts/posthog.js'
import type { StoredImport } from '../../src/store/contracts/posthog-imports.js'
import { entryOf, TEN } from '../support/reports.js'
import type { StartDatabase } from './databases.js'
import { describeOn } from './store-under-test.js'

const HOUR = 3_600

/** What a team has in PostHog: every engine has to pass this. */
export function describePostHog(name: string, start: StartDatabase): void {
  describeOn(`the ${name} store, of PostHog,`, start, (check) => {
    const placeOf = (teamId: number, rest: Partial<ConnectionPlace> = {}): ConnectionPlace => ({
      teamId,
      host: 'eu',
      ingestHost: '',
      project: '7',
      keys: 'stored',
      personalKey: { sealed: 'v1.x', shown: 'phx_…' },
      projectKey: undefined,
      updatedAt: TEN,
      updatedBy: 'k',
      ...rest,
    })
    const importOf = (teamId: number, importId: string, rest: Partial<StoredImport> = {}): StoredImport => ({
      teamId,
      importId,
      state: 'open',
      request: { from: TEN - HOUR, to: TEN, services: [], mode: 'auto' },
      progress: { hoursDone: 0, hoursAll: 1, records: 0, serviceHours: {}, notes: [], resumeFrom: undefined },
      startedAt: TEN,
      startedBy: 'k',
      updatedAt: TEN,
      ...rest,
    })

    check('keeps a connection as it was said, and what is found of that revision alone', async ({ store }) => {
      const team = await store.keys.ensureTeam('connected', TEN)
      const { posthog } = store
      expect(await posthog.find(team)).toBeUndefined()
      await posthog.set(placeOf(team), ['bill'], entryOf(team))
      const first = (await posthog.find(team))!
      expect(first).toEqual({
        ...placeOf(team),
        revision: 1,
        state: 'unproved',
        since: TEN,
        problem: '',
        capabilities: [],
        probedAt: undefined,
        price: undefined,
      })
      const capability = { name: 'a', title: 'b', scope: 'c:read', outcome: 'ok', detail: '', without: '' }
      const finding = { state: 'connected', problem: '', at: TEN + 5, capabilities: [capability] } as const
      expect(await posthog.found(team, 1, finding, entryOf(team))).toBe(true)
      expect(await posthog.found(team, 1, { state: 'connected', problem: '', at: TEN + 9 })).toBe(true)
      const price = { source: 'billing', usdPerGb: 0.2, label: 'yours', readAt: TEN } as const
      await posthog.setPrice(team, 1, price)
      const found = { state: 'connected', since: TEN + 5, capabilities: [capability], probedAt: TEN + 5, price }
      expect(await posthog.find(team)).toMatchObject(found)
      await posthog.set(placeOf(team, { project: '8' }), ['bill'], entryOf(team))
      expect(await posthog.find(team)).toMatchObject({
        revision: 2,
        state: 'unproved',
        capabilities: [],
        price: undefined,
      })
      expect(await posthog.found(team, 1, finding, entryOf(team))).toBe(false)
      await posthog.setPrice(team, 1, price)
      expect(await posthog.find(team)).toMatchObject({ state: 'unproved', price: undefined })
    })

    check('has jobs due by their time, and writes none of a connection that has changed', async ({ store }) => {
      const [a, b] = [await store.keys.ensureTeam('jobs-a', TEN), await store.keys.ensureTeam('jobs-b', TEN)]
      const { posthog } = store
      await posthog.set(placeOf(a), ['bill', 'tell'], entryOf(a))
      await posthog.set(placeOf(b, { updatedAt: TEN - 1 }), ['bill'], entryOf(b))
      const dueOf = async (now: number) =>
        (await posthog.due(now, POSTHOG_JOBS, 100))
          .filter(({ teamId }) => teamId === a || teamId === b)
          .map(({ teamId, name: job }) => [teamId === a ? 'a' : 'b', job])
      expect(await dueOf(TEN - 1)).toEqual([['b', 'bill']])
      expect((await dueOf(TEN))[0]).toEqual(['b', 'bill'])
      expect(await dueOf(TEN)).toHaveLength(3)
      const ended: StoredJob = {
        teamId: a,
        name: 'bill',
        state: 'failing',
        since: TEN,
        lastRun: TEN,
        lastOk: undefined,
        nextRun: TEN + 60,
        failures: 1,
        problem: 'no answer',
        isTold: true,
        counts: { requests: 4 },
      }
      await posthog.jobEnded(ended, 2)
      expect(await dueOf(TEN)).toHaveLength(3)
      await posthog.jobEnded(ended, 1)
      expect((await posthog.jobs(a)).find(({ name: job }) => job === 'bill')).toEqual(ended)
      expect(await dueOf(TEN)).toEqual([
        ['b', 'bill'],
        ['a', 'tell'],
      ])
      expect(await posthog.remove(a, entryOf(a))).toBe(true)
      expect(await posthog.remove(a, entryOf(a))).toBe(false)
      expect(await posthog.jobs(a)).toEqual([])
      await posthog.remove(b, entryOf(b))
    })

    check(
      'keeps what the flag says, as long as its project is the same, and has it say nothing after that',
      async (under) => {
        const { posthog, keys } = under.store
        const team = await keys.ensureTeam('toggled', TEN)
        await posthog.set(placeOf(team), ['toggle'], entryOf(team))
        expect(await posthog.toggle(team)).toBeUndefined()
        const services = new Map([['shop', 'off'] as const, ['__proto__', 'shadow'] as const])
        const off = { mode: 'shadow', services, since: TEN } as const
        expect(await posthog.setToggle(team, 2, off, [])).toBe(false)
        expect(await posthog.setToggle(team, 1, off, [entryOf(team)])).toBe(true)
        expect(await posthog.toggle(team)).toEqual(off)
        await posthog.set(placeOf(team), ['bill'], entryOf(team))
        expect(await posthog.toggle(team)).toEqual(off)
        // A job of an earlier release leaves.
        expect((await posthog.jobs(team)).map(({ name: job }) => job)).toEqual(['bill'])
        await posthog.set(placeOf(team, { project: '8' }), ['toggle'], entryOf(team))
        expect(await posthog.toggle(team)).toMatchObject({ mode: 'active', services: new Map() })
        expect(await posthog.setToggle(team, 3, off, [])).toBe(true)
        await posthog.remove(team, entryOf(team))
        expect(await posthog.toggle(team)).toMatchObject({ mode: 'active', services: new Map() })
      },
    )

    check('notes what was made, once', async ({ store, team }) => {
      const { posthog } = store
      const thing = { kind: 'annotation', remoteId: '12', name: 'policy 3', madeAt: TEN } as const
      await posthog.noteMade(team, thing)
      await posthog.noteMade(team, { ...thing, name: 'again' })
      await posthog.noteMade(team, { ...thing, kind: 'dashboard', madeAt: TEN + 1 })
      expect(await posthog.made(team)).toEqual([thing, { ...thing, kind: 'dashboard', madeAt: TEN + 1 }])
      await posthog.forgetMade(team, 'annotation', '12')
      expect(await posthog.made(team)).toHaveLength(1)
    })

    check(
      'begins an import once, goes on with one that was cancelled, and never with one that is done',
      async (under) => {
        const { store } = under
        const team = await store.keys.ensureTeam('imports', TEN)
        const { posthog } = store
        await posthog.set(placeOf(team), [], entryOf(team))
        expect(await posthog.startImport(importOf(team, 'first'), entryOf(team))).toBe(true)
        expect(await posthog.startImport(importOf(team, 'first', { startedAt: TEN + 9 }), entryOf(team))).toBe(false)
        expect(await posthog.startImport(importOf(team, 'second', { startedAt: TEN + 1 }), entryOf(team))).toBe(true)
        expect((await posthog.due(TEN + 1, ['import'], 10)).filter(({ teamId }) => teamId === team)).toMatchObject([
          { name: 'import' },
        ])
        expect(await posthog.openImport(team)).toMatchObject({ importId: 'first' })
        const reached = {
          hoursDone: 1,
          hoursAll: 1,
          records: 9,
          serviceHours: { added: 1 },
          notes: ['sampled'],
          resumeFrom: '{}',
        }
        expect(await posthog.importReached(team, 'first', reached, TEN + 2, 'open')).toBe(true)
        expect(await posthog.cancelImport(team, 'first', entryOf(team))).toBe(true)
        expect(await posthog.cancelImport(team, 'first', entryOf(team))).toBe(false)
        expect(await posthog.importReached(team, 'first', reached, TEN + 3, 'done')).toBe(false)
        expect(await posthog.startImport(importOf(team, 'first', { startedAt: TEN + 4 }), entryOf(team))).toBe(true)
        const found = await posthog.findImport(team, 'first')
        expect(found).toMatchObject({ state: 'open', progress: reached, startedAt: TEN, updatedAt: TEN + 4 })
        expect(await posthog.importReached(team, 'first', { ...reached, resumeFrom: undefined }, TEN + 5, 'done')).toBe(
          true,
        )
        expect(await posthog.startImport(importOf(team, 'first'), entryOf(team))).toBe(false)
        expect((await posthog.imports(team, 10)).map(({ importId, state }) => [importId, state])).toEqual([
          ['second', 'open'],
          ['first', 'done'],
        ])
        await posthog.remove(team, entryOf(team))
        expect(await posthog.imports(team, 10)).toEqual([])
      },
    )
  })
}
