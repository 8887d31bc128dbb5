import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest'
import type { PolicyStage } from '../../src/store/contracts/policies.js'
import { openStore } from '../../src/store/open-store.js'
import type { PatternQuery, Store, StoredPolicy } from '../../src/store/store.js'
import { KEPT_REASONS, type KeptReason } from '../../src/store/tables.js'
import { entryOf, patternOf, pendingOf, signatureOf, TEN } from '../support/reports.js'

/** What a test may ask of a database. */
export interface StoreUnderTest {
  /** For another replica, where there can be one. */
  readonly url: string
  /** A statement past the store. */
  run(statement: string): Promise<void>
  remove(): Promise<void>
}

const HOUR = 3_600
const DAY = 24 * HOUR
const onError = () => {}
const ALONE = { moves: [], entries: [] }
const NO_REASONS = Object.fromEntries(KEPT_REASONS.map((reason) => [reason, 0])) as Record<KeptReason, number>

function policyOf(version: number, rest: Partial<StoredPolicy> = {}): StoredPolicy {
  return {
    version,
    document: `{"version":${version}}`,
    kind: 'operator',
    stage: 'active',
    stageAt: TEN,
    stageReason: 'because',
    canaryShare: 0,
    forecast: undefined,
    createdAt: TEN,
    createdBy: 'k',
    restoredFrom: undefined,
    ...rest,
  }
}

/** Every engine has to pass this. `start` answers an empty database, or why there is none. */
export function describeStore(name: string, start: () => Promise<StoreUnderTest | { missing: string }>): void {
  describe(`the ${name} store`, () => {
    let under: StoreUnderTest | { missing: string }
    let store: Store
    let team: number
    let services = 0
    beforeAll(async () => {
      under = await start()
      if ('missing' in under) return
      store = await openStore({ database: under.url, connections: 5, onError })
      team = await store.keys.ensureTeam('a', TEN)
    }, 120_000)
    afterAll(async () => {
      if ('missing' in under) return
      await store.close()
      await under.remove()
    })
    const check = (title: string, body: () => Promise<void>) =>
      it(title, async (context: TestContext) => {
        if ('missing' in under) context.skip(under.missing)
        await body()
      })
    const newService = async () => {
      const service = `service-${services++}`
      return { service, id: (await store.services.ensure(team, service, TEN, 1_000))! }
    }
    const query = (rest: Partial<PatternQuery>): PatternQuery => ({
      teamId: team,
      period: { from: TEN - HOUR, to: TEN + HOUR },
      sort: 'seen',
      descending: true,
      limit: 100,
      offset: 0,
      ...rest,
    })

    check('adds reports up, by pattern and minute', async () => {
      const { service, id } = await newService()
      const patterns = [patternOf(id, 1), patternOf(id, 2)]
      const added = await store.counters.add(
        [
          pendingOf(patterns, { instanceId: 'a' }),
          pendingOf(patterns, { instanceId: 'b', at: TEN + 59 }),
          pendingOf(patterns, { instanceId: 'a', sequence: 1, at: TEN + 60 }),
        ],
        patterns,
      )
      expect(added).toBe(3)
      const { total, patterns: rows } = await store.patterns.list(query({ service }))
      expect(total).toBe(2)
      expect(rows[0]).toMatchObject({
        service,
        template: 'thing 1 happened',
        seen: 6,
        kept: 3,
        bytes: 600,
        keptBytes: 300,
        errors: 3,
      })
      const points = await store.counters.timeline(id, signatureOf(1), 'minute', { from: TEN, to: TEN + 120 })
      expect(points.map(({ time, seen }) => [time, seen])).toEqual([
        [TEN, 4],
        [TEN + 60, 2],
      ])
    })

    check('adds a report once, whatever the order, in one flush or in several', async () => {
      const { id } = await newService()
      const patterns = [patternOf(id, 1)]
      const report = (sequence: number) => pendingOf(patterns, { sequence })
      expect(await store.counters.add([report(0), report(2), report(0)], patterns)).toBe(2)
      expect(await store.counters.add([report(1), report(2), report(0)], [])).toBe(1)
      expect(await store.counters.add([report(100)], [])).toBe(1)
      expect(await store.counters.add([report(37), report(36), report(3)], [])).toBe(1)
      const [point] = await store.counters.timeline(id, undefined, 'hour', { from: TEN, to: TEN + HOUR })
      expect(point!.seen).toBe(5 * 2)
    })

    check('takes a past, of hours that were rolled up too, and makes a service as old as that', async () => {
      const { service, id } = await newService()
      const patterns = [patternOf(id, 1, { firstSeen: TEN - 3 * HOUR })]
      await store.counters.add([pendingOf([patternOf(id, 1)], { at: TEN - 2 * HOUR })], [patternOf(id, 1)])
      await store.maintain(TEN + HOUR)
      const counts = Float64Array.from([7_200, 7_200, 720_000, 720_000, 3])
      await store.counters.addPast({
        serviceId: id,
        from: TEN - 3 * HOUR,
        until: TEN - HOUR,
        patterns,
        counts,
        overheadPerRecord: 5,
      })
      const points = await store.counters.timeline(id, undefined, 'hour', { from: TEN - 3 * HOUR, to: TEN })
      expect(points.map(({ time, seen }) => [time, seen])).toEqual([
        [TEN - 3 * HOUR, 3_600],
        [TEN - 2 * HOUR, 3_602],
      ])
      const [minute] = await store.counters.timeline(id, undefined, 'minute', { from: TEN - HOUR - 60, to: TEN - HOUR })
      expect(minute).toMatchObject({ seen: 60, bytes: 6_000 })
      const period = { from: TEN - 3 * HOUR, to: TEN - HOUR }
      expect((await store.services.keeps([id], period)).get(id)).toMatchObject({ overheadBytes: 5 * 7_200 })
      expect(await store.services.byVersion(id, period)).toMatchObject([
        { policyVersion: 0, seen: 7_200, guaranteed: 3, overheadBytes: 5 * 7_200 },
        { policyVersion: 3, seen: 2 },
      ])
      expect(await store.services.get(team, service)).toMatchObject({ firstSeen: TEN - 3 * HOUR })
      expect((await store.services.live(id, 0, 10)).length).toBe(1)
    })

    check('answers patterns of some classes, the latest first', async () => {
      const { id } = await newService()
      const patterns = [
        patternOf(id, 1, { class: 'security', lastSeen: TEN - 5 }),
        patternOf(id, 2, { class: 'audit' }),
        patternOf(id, 3),
      ]
      await store.counters.add([pendingOf(patterns, {})], patterns)
      expect(await store.patterns.ofClass(id, ['security', 'audit'], 10)).toEqual([signatureOf(2), signatureOf(1)])
      expect(await store.patterns.ofClass(id, ['security', 'audit'], 1)).toEqual([signatureOf(2)])
    })

    check('is all or nothing', async () => {
      const { service, id } = await newService()
      const good = patternOf(id, 1)
      const broken = pendingOf([good], { sequence: 1, each: Number.NaN })
      await expect(store.counters.add([pendingOf([good], {}), broken], [good])).rejects.toThrow()
      expect((await store.patterns.list(query({ service }))).total).toBe(0)
      expect(await store.counters.add([pendingOf([good], {})], [good])).toBe(1)
    })

    check('takes many patterns and instances at once', async () => {
      const { service, id } = await newService()
      const patterns = Array.from({ length: 3_000 }, (_, i) => patternOf(id, i))
      const reports = Array.from({ length: 1_200 }, (_, i) => pendingOf([patterns[i]!], { instanceId: `i${i}` }))
      expect(await store.counters.add([...reports, pendingOf(patterns, { instanceId: 'all' })], patterns)).toBe(1_201)
      const { total, patterns: page } = await store.patterns.list(
        query({ service, limit: 10, offset: 2_995, sort: 'seen' }),
      )
      expect(total).toBe(3_000)
      expect(page).toHaveLength(5)
      expect((await store.services.instances(id, TEN, 5_000)).length).toBe(1_201)
    })

    check('finds patterns by text, class and release, and sorts them', async () => {
      const { service, id } = await newService()
      const patterns = [
        patternOf(id, 1, { template: 'GET /100%_sure <*>', class: 'health_check' }),
        patternOf(id, 2, { template: 'GET /100 percent', firstVersion: '2.0.0' }),
        patternOf(id, 3, { template: 'Ünïcode ÄPFEL', firstSeen: TEN + 5 }),
      ]
      await store.counters.add(
        [pendingOf(patterns, {}), pendingOf([patterns[1]!], { sequence: 1, each: 10 })],
        patterns,
      )
      const found = async (rest: Partial<PatternQuery>) =>
        (await store.patterns.list(query({ service, ...rest }))).patterns.map(({ signature }) =>
          Number.parseInt(signature, 16),
        )
      expect(await found({ search: '100%_SURE' })).toEqual([1])
      expect(await found({ search: 'get /100' })).toEqual([2, 1])
      expect(await found({ class: 'health_check' })).toEqual([1])
      expect(await found({ newIn: '2.0.0' })).toEqual([2])
      expect(await found({ sort: 'template', descending: false, search: 'GET' })).toEqual([2, 1])
      expect((await found({ sort: 'first_seen' }))[0]).toBe(3)
      expect(await found({ search: "'; DROP TABLE patterns; --" })).toEqual([])
      expect(await found({ period: { from: TEN + HOUR, to: TEN + 2 * HOUR }, search: 'GET' })).toHaveLength(2)
    })

    check('keeps any text', async () => {
      const { service, id } = await newService()
      const texts = [
        `it's "quoted", with \\ and , and {}`,
        'line\nbreak',
        '日本語 🎉',

        '\\u0000',
        'NULL',
        '',
      ]
      const patterns = texts.map((template, i) =>
        patternOf(id, i, { template, firstVersion: i === 0 ? undefined : template }),
      )
      await store.counters.add([pendingOf(patterns, {})], patterns)
      const { patterns: rows } = await store.patterns.list(query({ service, sort: 'first_seen' }))
      const read = rows.toSorted((a, b) => (a.signature < b.signature ? -1 : 1)).map(({ template }) => template)
      expect(read).toEqual(texts)
    })

    check('sums templates across services', async () => {
      const [one, two] = [await newService(), await newService()]
      for (const { id } of [one, two]) {
        const pattern = patternOf(id, 999_999, { template: 'shared by two' })
        await store.counters.add([pendingOf([pattern], { each: 1_000_000 })], [pattern])
      }
      const [first] = await store.patterns.acrossServices(team, { from: TEN - HOUR, to: TEN + HOUR }, 3)
      expect(first).toMatchObject({ template: 'shared by two', services: 2, seen: 2_000_000, bytes: 200_000_000 })
      const { bytes } = await store.patterns.totals(team, { from: TEN - HOUR, to: TEN + HOUR })
      expect(bytes).toBeGreaterThan(200_000_000)
    })

    check('keeps teams apart', async () => {
      const other = await store.keys.ensureTeam('b', TEN)
      const { service, id } = await newService()
      await store.counters.add([pendingOf([patternOf(id, 1)], {})], [patternOf(id, 1)])
      expect(await store.services.find(other, service)).toBeUndefined()
      expect((await store.patterns.list(query({ teamId: other }))).total).toBe(0)
      expect(await store.services.list(other, { from: TEN - HOUR, to: TEN + HOUR })).toEqual([])
      const sameName = await store.services.ensure(other, service, TEN, 1)
      expect(sameName).not.toBe(id)
      expect(await store.services.ensure(other, 'one too many', TEN, 1)).toBeUndefined()
    })

    check('keeps keys, and revokes them within the team', async () => {
      const other = await store.keys.ensureTeam('b', TEN)
      const key = {
        id: 'k1',
        teamId: team,
        name: 'n',
        hash: 'h',
        scopes: ['read', 'ingest'] as const,
        createdAt: TEN,
        revokedAt: undefined,
      }
      await store.keys.add(key)
      expect(await store.keys.find('k1')).toEqual(key)
      expect(await store.keys.revoke(other, 'k1', TEN)).toBe(false)
      expect(await store.keys.revoke(team, 'k1', TEN + 1)).toBe(true)
      expect(await store.keys.revoke(team, 'k1', TEN + 2)).toBe(true)
      expect(await store.keys.list(team)).toMatchObject([{ id: 'k1', revokedAt: TEN + 1 }])
      expect(await store.keys.count()).toBe(1)
    })

    check('keeps all versions of a policy, and gives each number once', async () => {
      const version = (n: number) => policyOf(n)
      expect(await store.policies.latest(team, 'shop')).toBeUndefined()
      for (const n of [1, 2, 10]) expect(await store.policies.append(team, 'shop', version(n), ALONE)).toBe(true)
      expect(await store.policies.append(team, 'shop', version(10), ALONE)).toBe(false)
      expect(await store.policies.latest(team, 'shop')).toEqual(version(10))
      expect(await store.policies.find(team, 'shop', 2)).toEqual(version(2))
      expect((await store.policies.history(team, 'shop', 2)).map((policy) => policy.version)).toEqual([10, 2])
      expect(await store.policies.latest(team + 1_000, 'shop')).toBeUndefined()
    })

    check('knows which policies are in force or on their way', async () => {
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

    check('adds a version with all that happens along with it, or not at all', async () => {
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

    check('lets go of old adjustments, but not of what is in force nor of what people did', async () => {
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

    check('keeps a budget of a service and one of the team', async () => {
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

    check('forgets an override when its time is over', async () => {
      const override = {
        teamId: team,
        service: 'shop',
        signature: signatureOf(1),
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

    check('never lets an entry of the audit be changed or removed', async () => {
      const entry = entryOf(team, { service: 's', detail: { a: 1 } })
      await store.audit.append(entry)
      await store.audit.append({ ...entry, service: 'other' })
      const [first] = await store.audit.list(team, 's', 10)
      expect(first).toEqual({ ...entry, id: expect.any(Number) })
      expect((await store.audit.list(team, undefined, 10, first!.id)).every(({ id }) => id < first!.id)).toBe(true)
      await expect((under as StoreUnderTest).run("UPDATE audit SET actor = 'x'")).rejects.toThrow(/append/i)
      await expect((under as StoreUnderTest).run('DELETE FROM audit')).rejects.toThrow(/append/i)
      expect(await store.audit.list(team, 's', 10)).toEqual([first])
    })

    check('writes what was detected once, whoever else was at it', async () => {
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
      expect(await store.incidents.untold(10)).toMatchObject([{ id: open!.id, news: 'opened' }])
      await store.incidents.told(open!.id, 'opened')
      expect(await store.incidents.untold(10)).toEqual([])
      const closed = { ...open!, resolvedAt: TEN + 600 }
      expect(await store.incidents.record({ from: 100, until: 101, opened: [], changed: [closed] })).toBe(true)
      expect(await store.incidents.untold(10)).toMatchObject([{ id: open!.id, news: 'resolved' }])
      expect(await store.incidents.recent(TEN + 600)).toEqual([closed])
      expect(await store.incidents.recent(TEN + 601)).toEqual([])
    })

    check('spreads a report over the minutes it counted, and loses nothing of it', async () => {
      const { id } = await newService()
      const patterns = [patternOf(id, 1)]
      const report = pendingOf(patterns, { each: 6, at: TEN + 90, from: TEN - 60 })
      await store.counters.add([report], patterns)
      const minutes = await store.counters.minutesOf(id, TEN / 60 - 5, TEN / 60 + 5, 100)
      expect(minutes.map(({ minute, seen }) => [minute - TEN / 60, seen])).toEqual([
        [-1, 2],
        [0, 3],
        [1, 1],
      ])
      expect(minutes.reduce((sum, { seen }) => sum + seen, 0)).toBe(6)
      expect(await store.counters.minutes(TEN / 60, TEN / 60 + 1, [id])).toEqual([minutes[1]])
      expect(await store.counters.countedMinutes(TEN / 60, TEN / 60 + 1)).toEqual([TEN / 60])
      expect(await store.counters.countedMinutes(TEN, TEN + 2)).toEqual([])
    })

    check('sums reports by policy version, and by why records were kept', async () => {
      const { id } = await newService()
      const patterns = [patternOf(id, 1)]
      const keptByReason = { ...NO_REASONS, error: 1, first: 1, adaptive: 3 }
      await store.counters.add(
        [0, 1, 2].map((sequence) => pendingOf(patterns, { sequence, keptByReason, overheadBytes: 10 })),
        patterns,
      )
      const period = { from: TEN - HOUR, to: TEN + HOUR }
      expect(await store.services.byVersion(id, period)).toEqual([
        {
          policyVersion: 3,
          reports: 3,
          overheadBytes: 30,
          seen: 6,
          kept: 3,
          bytes: 600,
          keptBytes: 300,
          errors: 3,
          guaranteed: 3,
          seconds: 180,
        },
      ])
      expect((await store.services.keeps([id], period)).get(id)).toEqual({
        overheadBytes: 30,
        keptByReason: { ...NO_REASONS, error: 3, first: 3, adaptive: 9 },
      })
      expect(await store.services.newestRelease(id)).toEqual({ version: '1.0.0', since: TEN })
      expect(await store.services.live(id, TEN, 10)).toEqual(['a'])
    })

    check('is led by one at a time', async () => {
      const leader = await store.lead()
      expect(await leader!.isHeld()).toBe(true)
      await leader!.release()
      const again = await store.lead()
      expect(await again!.isHeld()).toBe(true)
      await again!.release()
    })

    check('rolls up and lets go of what is old, and answers the same all along', async () => {
      const { service, id } = await newService()
      const pattern = patternOf(id, 1)
      const days = [0, 1, 2]
      let sequence = 0
      for (const day of days) {
        for (let minute = 0; minute < 180; minute++) {
          const at = TEN + day * DAY + minute * 60
          await store.counters.add(
            [pendingOf([pattern], { sequence: sequence++, at })],
            sequence === 1 ? [pattern] : [],
          )
        }
      }
      const whole = { from: TEN - 10 * HOUR, to: TEN + 3 * DAY }
      const seen = async (step: 'hour' | 'day') =>
        (await store.counters.timeline(id, signatureOf(1), step, whole)).map((point) => [
          (point.time - TEN) / HOUR,
          point.seen,
        ])
      const hours = days.flatMap((day) => [0, 1, 2].map((hour) => [day * 24 + hour, 120]))
      expect(await seen('hour')).toEqual(hours)
      for (const later of [2 * HOUR, 3 * HOUR + 600, 2 * DAY, 3 * DAY, 3 * DAY, 6 * DAY]) {
        expect(await store.maintain(TEN + later)).toBe(true)
        expect(await seen('hour')).toEqual(hours)
        expect(await seen('day')).toEqual(days.map((day) => [day * 24 - 10, 360]))
        const { patterns } = await store.patterns.list(query({ service, period: whole }))
        expect(patterns[0]!.seen).toBe(3 * 360)
      }
      // The minutes of the first day are gone; the hours stay.
      expect(await store.counters.timeline(id, signatureOf(1), 'minute', { from: TEN, to: TEN + HOUR })).toEqual([])
    })

    check('opens again with everything in it', async () => {
      const again = await openStore({ database: (under as StoreUnderTest).url, connections: 2, onError })
      expect(await again.keys.count()).toBe(1)
      await again.ping()
      await again.close()
    })
  })
}
