import { expect } from 'vitest'
import { entryOf, patternOf, pendingOf, TEN } from '../support/reports.js'
import type { StartDatabase } from './databases.js'
import { describeOn, type StoreUnderTest } from './store-under-test.js'

const HOUR = 3_600
const DAY = 24 * HOUR

/** Services, patterns and instances that leave: every engine has to pass this. */
export function describeRegistry(name: string, start: StartDatabase): void {
  describeOn(`the ${name} store, letting go,`, start, (check) => {
    /** A service with rows in every table. */
    async function fullService({ store, team, newService }: StoreUnderTest) {
      const { service, id } = await newService()
      const patterns = [patternOf(id, 1), patternOf(id, 1, { check: '1111111111111111' })]
      const report = pendingOf(patterns, { keptByReason: new Map([['error', 1]]) })
      const families = [{ template: 'thing <+> happened', severity: 'INFO', exempt: [] }] as const
      await store.counters.add([{ ...report, families }], patterns)
      const entry = entryOf(team, { service })
      const override = { signature: patterns[0]!.signature, check: '', kind: 'lock', rate: 0.5, reason: 'r' } as const
      const at = { createdAt: TEN, createdBy: 'k', expiresAt: undefined }
      await store.overrides.set({ teamId: team, service, ...override, ...at }, entry)
      const budget = { unit: 'gb_per_day', amount: 1, updatedAt: TEN, updatedBy: 'k' } as const
      await store.budgets.set({ teamId: team, service, ...budget }, entry)
      for (const version of [1, 2]) {
        const policy = { version, document: `{"version":${version},"reasoning":"why"}`, kind: 'operator' } as const
        const stage = { stage: 'active', stageAt: TEN, stageReason: 'r', canaryShare: 0, forecast: undefined } as const
        const made = { createdAt: TEN, createdBy: 'k', restoredFrom: undefined, stages: [] }
        await store.policies.append(team, service, { ...policy, ...stage, ...made }, { moves: [], entries: [] })
      }
      return { service, id }
    }

    check(
      'forgets patterns that nobody has seen since, and keeps their counts',
      async ({ store, team, newService }) => {
        const { service, id } = await newService()
        const patterns = [patternOf(id, 1), patternOf(id, 2, { lastSeen: TEN + HOUR }), patternOf(id, 3)]
        await store.counters.add([pendingOf(patterns, {})], patterns)
        const keys = patterns.slice(0, 2).map(({ key }) => key)
        expect(await store.patterns.forget(id, keys, TEN + 1)).toEqual([keys[0]])
        expect((await store.patterns.known(id)).map(({ key }) => key).toSorted()).toEqual([keys[1], patterns[2]!.key])
        const [point] = await store.counters.timeline(id, undefined, 'hour', { from: TEN, to: TEN + HOUR })
        expect(point).toMatchObject({ seen: 6 })
        expect(await store.services.find(team, service)).toBe(id)
      },
    )

    check('removes a service with all its rows, and no row of another', async (under) => {
      const { store, team } = under
      const kept = await fullService(under)
      const { service, id } = await fullService(under)
      const period = { from: TEN - HOUR, to: TEN + HOUR }
      const countsOf = async (of: number) => ({
        minutes: (await store.counters.minutesOf(of, TEN / 60 - 10, TEN / 60 + 10, 10)).length,
        hours: (await store.counters.timeline(of, undefined, 'hour', period)).length,
        patterns: (await store.patterns.known(of)).length,
        instances: (await store.services.live(of, 0, 10)).length,
        versions: (await store.services.byVersion(of, period)).length,
        reasons: (await store.services.reasons(of, period)).length,
        families: (await store.families.of(of)).length,
      })
      const before = await countsOf(kept.id)
      expect(await countsOf(id)).toEqual(before)
      await store.maintain(TEN + 2 * HOUR)
      const entry = entryOf(team, { service, action: 'service.removed', at: TEN + 2 * HOUR })
      expect(await store.services.remove(team, service, entry)).toBe(true)
      expect(await store.services.remove(team, service, entry)).toBe(false)
      expect(await store.services.find(team, service)).toBeUndefined()
      expect(await store.services.existing([id, kept.id])).toEqual(new Set([kept.id]))
      expect(await store.overrides.list(team, service, TEN)).toEqual([])
      expect((await store.budgets.list(team)).map((budget) => budget.service)).not.toContain(service)
      expect(await store.policies.current(team, service)).toEqual([])
      const [number, ...more] = await store.policies.history(team, service, 10)
      expect(number).toMatchObject({ version: 2, document: '{"version":2}', stage: 'reverted' })
      expect(more).toEqual([])
      await store.maintain(TEN + 2 * HOUR + 60)
      expect(await countsOf(id)).toEqual({
        minutes: 0,
        hours: 0,
        patterns: 0,
        instances: 0,
        versions: 0,
        reasons: 0,
        families: 0,
      })
      expect(await countsOf(kept.id)).toEqual(before)
      expect((await store.audit.list(team, service, 10)).map(({ action }) => action)).toContain('service.removed')
      // What a replica that had not heard of it has written since goes, too.
      const late = [patternOf(id, 1)]
      await store.counters.add([pendingOf(late, { instanceId: 'late' })], late)
      await store.maintain(TEN + 3 * HOUR + 60)
      expect((await countsOf(id)).patterns).toBe(0)
      expect(await store.services.ensure(team, service, TEN, 10_000)).toBeGreaterThan(id)
    })

    check(
      'lets a full team have a new service once another was silent for as long as it was known',
      async ({ store }) => {
        const team = await store.keys.ensureTeam('full', TEN)
        const old = (await store.services.ensure(team, 'a year old', TEN - 365 * DAY, 3))!
        for (const [i, name] of ['made up 1', 'made up 2'].entries())
          await store.services.ensure(team, name, TEN + i, 3)
        await store.counters.add([pendingOf([patternOf(old, 1)], { at: TEN })], [])
        const ensure = (name: string, at: number) => store.services.ensure(team, name, at, 3)
        const names = async () => (await store.services.ofTeam(team)).map(({ name }) => name)
        expect(await ensure('new', TEN + DAY - 1)).toBeUndefined()
        expect(await ensure('new', TEN + DAY)).toBeDefined()
        expect(await names()).toEqual(['a year old', 'made up 2', 'new'])
        expect(await ensure('newer', TEN + DAY + 1)).toBeDefined()
        expect(await ensure('newest', TEN + DAY + 2)).toBeUndefined()
        expect(await ensure('newest', TEN + 3 * DAY)).toBeDefined()
        expect(await names()).toContain('a year old')
        const entries = await store.audit.list(team, undefined, 10)
        expect(entries.map(({ action, service }) => [action, service])).toEqual([
          ['service.reclaimed', 'new'],
          ['service.reclaimed', 'made up 2'],
          ['service.reclaimed', 'made up 1'],
        ])
      },
    )
  })

  describeOn(`the ${name} store, letting a team go,`, start, (check) => {
    check('removes all of it but the audit, and nothing of another', async ({ store, team, newService }) => {
      const other = await newService()
      const gone = await store.keys.ensureTeam('gone', TEN)
      const ids: number[] = []
      for (const name of ['a', 'b']) {
        const id = (await store.services.ensure(gone, name, TEN, 10))!
        const patterns = [patternOf(id, 1)]
        await store.counters.add([pendingOf(patterns, {})], patterns)
        ids.push(id)
      }
      const key = { id: 'k9', teamId: gone, name: 'n', hash: 'h', scopes: ['read'], createdAt: TEN } as const
      const unused = { revokedAt: undefined, expiresAt: undefined, lastUsedAt: undefined, refusedReports: 0 }
      await store.keys.add({ ...key, ...unused }, entryOf(gone))
      const budget = {
        teamId: gone,
        service: '',
        unit: 'gb_per_day',
        amount: 1,
        updatedAt: TEN,
        updatedBy: 'k',
      } as const
      await store.budgets.set(budget, entryOf(gone))
      const { teamId: _, ...entry } = entryOf(gone, { action: 'team.removed' })
      expect(await store.teams.remove('gone', entry)).toBe(true)
      expect(await store.teams.remove('gone', entry)).toBe(false)
      expect(await store.keys.find('k9')).toBeUndefined()
      expect(await store.services.ofTeam(gone)).toEqual([])
      expect(await store.budgets.list(gone)).toEqual([])
      await store.maintain(TEN + 60)
      for (const id of ids) expect(await store.patterns.known(id)).toEqual([])
      const actions = (await store.audit.list(gone, undefined, 10)).map(({ action }) => action)
      expect(actions).toEqual(['team.removed', 'service.removed', 'service.removed', 'tested', 'tested'])
      expect(await store.services.find(team, other.service)).toBe(other.id)
      const again = await store.keys.ensureTeam('gone', TEN)
      expect(again).not.toBe(gone)
      expect(await store.audit.list(again, undefined, 10)).toEqual([])
    })
  })

  describeOn(`the ${name} store, letting instances go,`, start, (check) => {
    check('keeps those that reported for long, and no others', async ({ store, newService }) => {
      const { id } = await newService()
      const patterns = [patternOf(id, 1)]
      const report = (instanceId: string, sequence: number, at: number) => ({
        ...pendingOf(patterns, { instanceId, sequence }),
        receivedAt: at,
      })
      await store.counters.add([report('long', 0, TEN), report('once', 0, TEN)], patterns)
      await store.counters.add([report('long', 1, TEN + 5 * DAY)], [])
      const left = async () => (await store.services.live(id, 0, 10)).toSorted()
      await store.maintain(TEN + 2 * DAY - 1)
      expect(await left()).toEqual(['long', 'once'])
      await store.maintain(TEN + 9 * DAY)
      expect(await left()).toEqual(['long'])
      await store.maintain(TEN + 10 * DAY)
      expect(await left()).toEqual([])
    })
  })
}
