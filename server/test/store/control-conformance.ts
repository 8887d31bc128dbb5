import { expect } from 'vitest'
import type { PolicyStage } from '../../src/store/contracts/policies.js'
import { openStore } from '../../src/store/open-store.js'
import type { StoredPolicy } from '../../src/store/store.js'
import { entryOf, patternOf, signatureOf, TEN } from '../support/reports.js'
import type { StartDatabase } from './databases.js'
import { describeOn } from './store-under-test.js'

const DAY = 86_400
const ALONE = { moves: [], entries: [] }

function policyOf(version: number, rest: Partial<StoredPolicy> = {}): StoredPolicy {
  return {
    version,
    document: `{"version":${version}}`,
    kind: 'operator',
    stage: 'active',
    stageAt: TEN,
    stageReason: 'because',
    stages: [{ stage: rest.stage ?? 'active', at: TEN, reason: 'because' }],
    canaryShare: 0,
    forecast: undefined,
    createdAt: TEN,
    createdBy: 'k',
    restoredFrom: undefined,
    ...rest,
  }
}

/** Keys, policies, budgets, overrides, incidents and the audit: every engine has to pass this. */
export function describeControl(name: string, start: StartDatabase): void {
  describeOn(`the ${name} store, in control,`, start, (check) => {
    check('keeps keys, and revokes them within the team', async ({ store, team }) => {
      const other = await store.keys.ensureTeam('b', TEN)
      const key = {
        id: 'k1',
        teamId: team,
        name: 'n',
        hash: 'h',
        scopes: ['read', 'ingest'] as const,
        createdAt: TEN,
        revokedAt: undefined,
        expiresAt: TEN + 9,
        lastUsedAt: undefined,
        refusedReports: 0,
      }
      const entry = entryOf(team, { service: 'keys' })
      await store.keys.add(key, entry)
      expect(await store.keys.find('k1')).toEqual(key)
      expect(await store.keys.revoke(other, 'k1', TEN, entry)).toBe(false)
      expect(await store.keys.revoke(team, 'k1', TEN + 1, entry)).toBe(true)
      expect(await store.keys.revoke(team, 'k1', TEN + 2, entry)).toBe(true)
      expect(await store.audit.list(team, 'keys', 10)).toHaveLength(2)
      expect(await store.keys.list(team)).toMatchObject([{ id: 'k1', revokedAt: TEN + 1 }])
      expect(await store.keys.count()).toBe(1)
    })

    check('keeps all versions of a policy, and gives each number once', async ({ store, team }) => {
      const version = (n: number) => policyOf(n)
      expect(await store.policies.latest(team, 'shop')).toBeUndefined()
      for (const n of [1, 2, 10]) expect(await store.policies.append(team, 'shop', version(n), ALONE)).toBe(true)
      expect(await store.policies.append(team, 'shop', version(10), ALONE)).toBe(false)
      expect(await store.policies.latest(team, 'shop')).toEqual(version(10))
      expect(await store.policies.find(team, 'shop', 2)).toEqual(version(2))
      expect((await store.policies.history(team, 'shop', 2)).map((policy) => policy.version)).toEqual([10, 2])
      expect(await store.policies.latest(team + 1_000, 'shop')).toBeUndefined()
    })

    check(
      'reads no document again of a version that is known, and says of it what is so now',
      async ({ store, team }) => {
        const document = (text: string) => JSON.stringify({ version: 1, reasoning: text })
        const kept = policyOf(1, { stage: 'active', document: document('kept') })
        await store.policies.append(team, 'known', kept, ALONE)
        await store.policies.append(team, 'known', policyOf(2, { stage: 'draft' }), ALONE)
        const known = await store.policies.current(team, 'known')
        expect(await store.policies.current(team, 'known', known)).toEqual(known)
        const changed = known.map((one) => ({ ...one, document: 'of the one who knows' }))
        const move = { version: 2, from: 'draft', to: 'canary', at: TEN + 5, reason: 'why', canaryShare: 0.5 } as const
        await store.policies.changeStage(team, 'known', move, entryOf(team, { service: 'known' }))
        await store.policies.append(team, 'known', policyOf(3, { stage: 'draft' }), ALONE)
        const all = await store.policies.current(team, 'known')
        expect(await store.policies.current(team, 'known', changed)).toEqual(
          all.map((one) => (one.version === 3 ? one : { ...one, document: 'of the one who knows' })),
        )
        // Another service's versions are others, though they have the same numbers.
        const others = known.map((one) => ({ ...one, createdAt: one.createdAt - 60, document: 'of one that is gone' }))
        expect(await store.policies.current(team, 'known', others)).toEqual(all)
      },
    )

    check('knows which policies are in force or on their way', async ({ store, team }) => {
      const versions = async () =>
        (await store.policies.current(team, 'stages')).map(({ version, stage }) => [version, stage])
      expect(await versions()).toEqual([])
      await store.policies.append(team, 'stages', policyOf(1, { stage: 'draft' }), ALONE)
      expect(await versions()).toEqual([[1, 'draft']])
      const move = (from: PolicyStage) => {
        const change = { version: 1, from, to: 'canary', at: TEN + 5, reason: 'why', canaryShare: 0.25 } as const
        return store.policies.changeStage(team, 'stages', change, entryOf(team, { service: 'stages' }))
      }
      expect(await move('shadow')).toBe(false)
      expect(await move('draft')).toBe(true)
      expect(await store.audit.list(team, 'stages', 10)).toHaveLength(1)
      expect((await store.policies.current(team, 'stages'))[0]).toMatchObject({
        stage: 'canary',
        stageAt: TEN + 5,
        stageReason: 'why',
        stages: [
          { stage: 'draft', at: TEN, reason: 'because' },
          { stage: 'canary', at: TEN + 5, reason: 'why' },
        ],
        canaryShare: 0.25,
      })
      for (const [n, stage] of [
        [2, 'active'],
        [3, 'rejected'],
        [4, 'active'],
        [5, 'reverted'],
        [6, 'shadow'],
      ] as const) {
        await store.policies.append(team, 'stages', policyOf(n, { stage }), ALONE)
      }
      expect(await versions()).toEqual([
        [6, 'shadow'],
        [4, 'active'],
      ])
    })

    check('adds a version with all that happens along with it, or not at all', async ({ store, team }) => {
      const moved = { version: 1, from: 'canary', to: 'reverted', at: TEN, reason: 'errors' } as const
      const along = { moves: [moved], entries: [entryOf(team, { service: 'along' })] }
      const stages = async () =>
        (await store.policies.history(team, 'along', 10)).map(({ version, stage }) => [version, stage])
      await store.policies.append(team, 'along', policyOf(1, { stage: 'shadow' }), ALONE)
      expect(await store.policies.append(team, 'along', policyOf(2), along)).toBe(false)
      expect(await stages()).toEqual([[1, 'shadow']])
      expect(await store.audit.list(team, 'along', 10)).toEqual([])
      const fits = { ...along, moves: [{ ...moved, from: 'shadow' as const }] }
      expect(await store.policies.append(team, 'along', policyOf(2), fits)).toBe(true)
      expect(await stages()).toEqual([
        [2, 'active'],
        [1, 'reverted'],
      ])
      expect(await store.audit.list(team, 'along', 10)).toHaveLength(1)
    })

    check('lets go of old adjustments, but not of what is in force nor of what people did', async ({ store, team }) => {
      for (const [n, kind] of [
        [1, 'adjustment'],
        [2, 'operator'],
        [3, 'adjustment'],
      ] as const) {
        await store.policies.append(team, 'adjusted', policyOf(n, { kind, createdAt: TEN - 8 * DAY }), ALONE)
      }
      await store.maintain(TEN)
      expect((await store.policies.history(team, 'adjusted', 10)).map(({ version }) => version)).toEqual([3, 2])
    })

    check('keeps a budget of a service and one of the team', async ({ store, team }) => {
      const budget = { teamId: team, unit: 'gb_per_day', amount: 1.5, updatedAt: TEN, updatedBy: 'k' } as const
      const entry = entryOf(team, { service: 'budgets' })
      await store.budgets.set({ ...budget, service: '' }, entry)
      await store.budgets.set({ ...budget, service: 'shop' }, entry)
      await store.budgets.set({ ...budget, service: 'shop', unit: 'records_per_second', amount: 7 }, entry)
      expect(await store.budgets.list(team)).toEqual([
        { ...budget, service: '' },
        { ...budget, service: 'shop', unit: 'records_per_second', amount: 7 },
      ])
      expect(await store.budgets.remove(team, '', entry)).toBe(true)
      expect(await store.budgets.remove(team, '', entry)).toBe(false)
      expect(await store.audit.list(team, 'budgets', 10)).toHaveLength(4)
      expect(await store.budgets.list(team + 1_000)).toEqual([])
    })

    check('forgets an override when its time is over', async ({ store, team }) => {
      const override = {
        teamId: team,
        service: 'shop',
        signature: signatureOf(1),
        check: '',
        kind: 'exemption',
        rate: 1,
        reason: 'an audit asks for it',
        createdAt: TEN,
        createdBy: 'k',
        expiresAt: TEN + 60,
      } as const
      const entry = entryOf(team, { service: 'overrides' })
      const lock = { ...override, kind: 'lock', rate: 0.25, expiresAt: undefined } as const
      await store.overrides.set(override, entry)
      await store.overrides.set(lock, entry)
      expect((await store.overrides.list(team, 'shop', TEN + 59)).map(({ kind }) => kind)).toEqual([
        'exemption',
        'lock',
      ])
      expect((await store.overrides.list(team, 'shop', TEN + 60)).map(({ kind }) => kind)).toEqual(['lock'])
      expect(await store.overrides.remove(lock, entry)).toBe(true)
      expect(await store.overrides.remove(lock, entry)).toBe(false)
      expect(await store.audit.list(team, 'overrides', 10)).toHaveLength(3)
      expect(await store.overrides.list(team, 'shop', TEN + 60)).toEqual([])
    })

    check(
      'sets several overrides and a budget at once or not at all, each of a time of its own',
      async ({ store, team }) => {
        const key = {
          teamId: team,
          service: 'wished',
          signature: signatureOf(1),
          check: '',
          createdBy: 'k',
          reason: 'r',
        }
        const label = { ...key, kind: 'label', rate: 1, label: 'debug', createdAt: TEN, expiresAt: undefined } as const
        const exemption = { ...label, kind: 'exemption', label: undefined } as const
        const budget = {
          teamId: team,
          service: 'wished',
          unit: 'gb_per_day',
          amount: 5,
          updatedAt: TEN,
          updatedBy: 'k',
        } as const
        const entries = [entryOf(team, { service: 'all' }), entryOf(team, { service: 'all' })]
        await store.overrides.setAll([label, exemption], budget, entries)
        await store.overrides.setAll([{ ...label, label: 'business' }], { ...budget, amount: 6 }, entries)
        const found = await store.overrides.list(team, 'wished', TEN)
        expect(found.map(({ kind, label: name, createdAt }) => [kind, name, createdAt])).toEqual([
          ['exemption', undefined, TEN],
          ['label', 'business', TEN + 1],
        ])
        const budgets = await store.budgets.list(team)
        expect(budgets.find(({ service }) => service === 'wished')).toEqual({
          ...budget,
          amount: 6,
          updatedAt: TEN + 1,
        })
        expect(await store.audit.list(team, 'all', 10)).toHaveLength(4)
        const unwritable = { ...label, signature: signatureOf(2), reason: undefined as unknown as string }
        await expect(
          store.overrides.setAll([{ ...label, label: 'debug' }, unwritable], undefined, entries),
        ).rejects.toThrow()
        expect(await store.overrides.list(team, 'wished', TEN)).toEqual(found)
      },
    )

    check('sets and removes an override in place of the one that was seen, or not at all', async ({ store }) => {
      const team = await store.keys.ensureTeam('in place', TEN)
      const key = { teamId: team, service: 'shop', signature: signatureOf(1), check: '', kind: 'lock' } as const
      const lock = { ...key, rate: 0.25, reason: 'r', createdAt: TEN, createdBy: 'k', expiresAt: TEN + 60 } as const
      const set = (createdAt: number, replaces?: number) =>
        store.overrides.set({ ...lock, createdAt }, entryOf(team), replaces)
      const CHANGED = { kind: 'changed' }
      expect(await set(TEN, TEN - 1)).toEqual(CHANGED)
      expect(await set(TEN, 0)).toEqual({ kind: 'set', createdAt: TEN })
      expect(await set(TEN + 1, 0)).toEqual(CHANGED)
      const tries = await Promise.all([set(TEN + 1, TEN), set(TEN + 2, TEN)])
      expect(tries.map(({ kind }) => kind).toSorted()).toEqual(['changed', 'set'])
      const [found] = await store.overrides.list(team, 'shop', TEN)
      expect(found).toMatchObject({ createdAt: tries[0]!.kind === 'set' ? TEN + 1 : TEN + 2 })
      // What is over stands in nobody's way.
      expect(await set(TEN + 60, 0)).toEqual({ kind: 'set', createdAt: TEN + 60 })
      expect(await store.overrides.remove(key, entryOf(team), TEN + 60)).toBe(true)
      expect(await store.audit.list(team, undefined, 10)).toHaveLength(4)
    })

    check('removes a budget only if it is the one that was seen', async ({ store }) => {
      const team = await store.keys.ensureTeam('budgets in place', TEN)
      const budget = {
        teamId: team,
        service: 's',
        unit: 'gb_per_day',
        amount: 1,
        updatedAt: TEN,
        updatedBy: 'k',
      } as const
      await store.budgets.set(budget, entryOf(team))
      expect(await store.budgets.remove(team, 's', entryOf(team), TEN - 1)).toBe(false)
      expect(await store.budgets.remove(team, 's', entryOf(team), TEN)).toBe(true)
    })

    check('never lets an entry of the audit be changed or removed', async ({ store, team, database }) => {
      const entry = entryOf(team, { service: 's', detail: { a: 1 } })
      const webhook = {
        teamId: team,
        url: 'https://example.com',
        format: 'json' as const,
        updatedAt: TEN,
        updatedBy: 'k',
      }
      await store.webhooks.set(webhook, entry)
      await store.webhooks.set(webhook, { ...entry, service: 'other' })
      const [first] = await store.audit.list(team, 's', 10)
      expect(first).toEqual({ ...entry, id: expect.any(Number) })
      expect((await store.audit.list(team, undefined, 10, first!.id)).every(({ id }) => id < first!.id)).toBe(true)
      await expect(database.run("UPDATE audit SET actor = 'x'")).rejects.toThrow(/append/i)
      await expect(database.run('DELETE FROM audit')).rejects.toThrow(/append/i)
      expect(await store.audit.list(team, 's', 10)).toEqual([first])
    })

    check('makes no change whose entry in the audit cannot be written', async ({ store, team, newService }) => {
      const { service, id } = await newService()
      const entry = entryOf(team, { service, at: Number.NaN })
      const good = entryOf(team, { service: 'made before' })
      const key = { id: 'k2', teamId: team, name: 'n', hash: 'h', scopes: [], createdAt: TEN, revokedAt: undefined }
      const budget = { teamId: team, service, unit: 'gb_per_day', amount: 1, updatedAt: TEN, updatedBy: 'k' } as const
      const webhook = {
        teamId: team,
        url: 'https://example.com/1',
        format: 'json' as const,
        updatedAt: TEN,
        updatedBy: 'k',
      }
      const lock = {
        teamId: team,
        service,
        signature: signatureOf(1),
        check: '',
        kind: 'lock',
        rate: 0.5,
        reason: 'r',
        createdAt: TEN,
        createdBy: 'k',
        expiresAt: undefined,
      } as const
      const move = { version: 1, from: 'draft', to: 'rejected', at: TEN, reason: 'r' } as const
      const counts = Float64Array.from([1, 1, 1, 1, 0])
      const minute = { serviceId: id, from: TEN, until: TEN + 60, patterns: [patternOf(id, 1)], counts }
      await store.keys.add(key, good)
      await store.budgets.set(budget, good)
      await store.overrides.set(lock, good)
      await store.webhooks.set(webhook, good)
      await store.policies.append(team, service, policyOf(1, { stage: 'draft' }), ALONE)

      const state = async () => ({
        keys: await store.keys.list(team),
        budgets: await store.budgets.list(team),
        overrides: await store.overrides.list(team, service, TEN),
        webhook: await store.webhooks.find(team),
        policies: await store.policies.history(team, service, 10),
        patterns: await store.patterns.known(id),
        audit: await store.audit.list(team, undefined, 1_000),
      })
      const before = await state()
      const changes: Record<string, () => Promise<unknown>> = {
        'keys.add': () => store.keys.add({ ...key, id: 'k3' }, entry),
        'keys.revoke': () => store.keys.revoke(team, 'k2', TEN, entry),
        'budgets.set': () => store.budgets.set({ ...budget, amount: 2 }, entry),
        'budgets.remove': () => store.budgets.remove(team, service, entry),
        'overrides.set': () => store.overrides.set({ ...lock, rate: 0.25 }, entry),
        'overrides.remove': () => store.overrides.remove(lock, entry),
        'webhooks.set': () => store.webhooks.set({ ...webhook, url: 'https://example.com/2' }, entry),
        'webhooks.remove': () => store.webhooks.remove(team, entry),
        'policies.append': () => store.policies.append(team, service, policyOf(2), { moves: [], entries: [entry] }),
        'policies.changeStage': () => store.policies.changeStage(team, service, move, entry),
        'counters.addBackfill': () => store.counters.addBackfill({ ...minute, overheadPerRecord: 0 }, entry),
      }
      for (const [name, change] of Object.entries(changes)) {
        await expect(change(), name).rejects.toThrow()
        expect(await state(), name).toEqual(before)
      }
    })

    check('writes what was detected once, whoever else was at it', async ({ store, team, newService }) => {
      const { id } = await newService()
      const incident = {
        teamId: team,
        serviceId: id,
        release: '1.0.0',
        openedAt: TEN,
        lastAt: TEN,
        resolvedAt: undefined,
        findings: [],
      }
      const before = await store.incidents.detectedUntil()
      expect(await store.incidents.record({ from: before, until: 100, opened: [incident], changed: [] })).toBe(true)
      expect(await store.incidents.record({ from: before, until: 101, opened: [incident], changed: [] })).toBe(false)
      expect(await store.incidents.detectedUntil()).toBe(100)
      const [open, ...more] = await store.incidents.list({ teamId: team, open: true, limit: 10 })
      expect(more).toEqual([])
      expect(await store.incidents.unnotified(10)).toMatchObject([{ id: open!.id, news: 'opened' }])
      await store.incidents.notified(open!.id, 'opened')
      expect(await store.incidents.unnotified(10)).toEqual([])
      const closed = { ...open!, resolvedAt: TEN + 600 }
      expect(await store.incidents.record({ from: 100, until: 101, opened: [], changed: [closed] })).toBe(true)
      expect(await store.incidents.unnotified(10)).toMatchObject([{ id: open!.id, news: 'resolved' }])
      expect(await store.incidents.recent(TEN + 600)).toEqual([closed])
      expect(await store.incidents.recent(TEN + 601)).toEqual([])
    })

    check('is led by one at a time', async ({ store }) => {
      const leader = await store.lead()
      expect(await leader!.isHeld()).toBe(true)
      await leader!.release()
      const again = await store.lead()
      expect(await again!.isHeld()).toBe(true)
      await again!.release()
    })

    check('opens again with everything in it', async ({ database }) => {
      const again = await openStore({ database: database.url, connections: 2, onError: () => {} })
      expect(await again.keys.count()).toBe(2)
      await again.probe(TEN)
      await again.close()
    })
  })
}
