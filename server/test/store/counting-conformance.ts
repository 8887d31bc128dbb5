import { KEEP_REASONS, keepReasonRow } from 'lipservice/protocol'
import { expect } from 'vitest'
import type { PatternQuery } from '../../src/store/store.js'
import { entryOf, patternOf, pendingOf, signatureOf, TEN } from '../support/reports.js'
import type { StartDatabase } from './databases.js'
import { describeOn } from './store-under-test.js'

const HOUR = 3_600
const DAY = 24 * HOUR
/** What is older than this is summed up. */
const LATE = 20 * 60

const query = (team: number, rest: Partial<PatternQuery>): PatternQuery => ({
  teamId: team,
  period: { from: TEN - HOUR, to: TEN + HOUR },
  sort: 'seen',
  descending: true,
  limit: 100,
  offset: 0,
  ...rest,
})

/** Reports, patterns and their sums over time: every engine has to pass this. */
export function describeCounting(name: string, start: StartDatabase): void {
  describeOn(`the ${name} store, counting,`, start, (check) => {
    check('adds reports up, by pattern and minute', async ({ store, team, newService }) => {
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
      const { total, patterns: rows } = await store.patterns.list(query(team, { service }))
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

    check('keeps two patterns of one signature apart, and sums each by itself', async ({ store, team, newService }) => {
      const { service, id } = await newService()
      const [first, second] = ['8c2fcd17a28a72a3', 'd27757770dcc9c00']
      const own = patternOf(id, 1, { check: first })
      const forged = patternOf(id, 1, { check: second, template: 'forged', firstSeen: TEN + 1 })
      const unchecked = patternOf(id, 1, { template: 'old', firstSeen: TEN + 2 })
      const all = [forged, unchecked, own]
      await store.counters.add([pendingOf(all, { instanceId: 'a' })], all)
      await store.counters.add([pendingOf([own, forged, own], { instanceId: 'b' })], [own])
      const checks = new Map([[signatureOf(1), [first, second]]])
      expect(await store.patterns.checks(team, service)).toEqual(checks)
      const rows = async () =>
        (await store.patterns.list(query(team, { service, signature: signatureOf(1) }))).patterns.map((row) => [
          row.template,
          row.check,
          row.seen,
        ])
      const counted = [
        ['thing 1 happened', first, 6],
        ['forged', second, 4],
        ['old', '', 2],
      ]
      expect(await rows()).toEqual(counted)
      const seenOf = async (check?: string) => {
        const hour = { from: TEN, to: TEN + HOUR }
        const points = await store.counters.timeline(id, signatureOf(1), 'minute', hour, check)
        return points.map(({ seen }) => seen)
      }
      expect(await Promise.all([seenOf(), seenOf(first), seenOf(second), seenOf('')])).toEqual([[12], [6], [4], [2]])
      const one = await store.patterns.list(query(team, { service, signature: signatureOf(1), check: second }))
      expect(one.patterns).toMatchObject([{ template: 'forged', check: second }])
      const activity = await store.patterns.activity(id, { from: TEN, to: TEN + HOUR }, 10)
      expect(activity.map(({ check, seen }) => [check, seen])).toEqual([
        [first, 6],
        [second, 4],
        ['', 2],
      ])
      const across = await store.patterns.acrossServices(team, { from: TEN, to: TEN + HOUR }, 1_000)
      expect(across.filter(({ check }) => check === first || check === second)).toHaveLength(2)
      const known = await store.patterns.known(id)
      expect(new Set(known.map(({ key }) => key)).size).toBe(3)
    })

    check('adds a report once, whatever the order, in one flush or in several', async ({ store, newService }) => {
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

    check(
      'takes a backfill, of hours that were rolled up too, and makes a service as old as that',
      async ({ store, team, newService }) => {
        const { service, id } = await newService()
        const patterns = [patternOf(id, 1, { firstSeen: TEN - 3 * HOUR })]
        await store.counters.add([pendingOf([patternOf(id, 1)], { at: TEN - 2 * HOUR })], [patternOf(id, 1)])
        await store.maintain(TEN + LATE)
        const counts = Float64Array.from([7_200, 7_200, 720_000, 720_000, 3])
        const times = { from: TEN - 3 * HOUR, until: TEN - HOUR }
        const entry = entryOf(team, { service })
        await store.counters.addBackfill({ serviceId: id, ...times, patterns, counts, overheadPerRecord: 5 }, entry)
        expect(await store.audit.list(team, service, 10)).toEqual([{ ...entry, id: expect.any(Number) }])
        const points = await store.counters.timeline(id, undefined, 'hour', { from: TEN - 3 * HOUR, to: TEN })
        expect(points.map(({ time, seen }) => [time, seen])).toEqual([
          [TEN - 3 * HOUR, 3_600],
          [TEN - 2 * HOUR, 3_602],
        ])
        const [minute] = await store.counters.timeline(id, undefined, 'minute', {
          from: TEN - HOUR - 60,
          to: TEN - HOUR,
        })
        expect(minute).toMatchObject({ seen: 60, bytes: 6_000 })
        const period = { from: TEN - 3 * HOUR, to: TEN - HOUR }
        expect((await store.services.keeps([id], period)).get(id)).toMatchObject({ overheadBytes: 5 * 7_200 })
        expect(await store.services.byVersion(id, period)).toMatchObject([
          { policyVersion: 0, seen: 7_200, guaranteed: 3, overheadBytes: 5 * 7_200 },
          { policyVersion: 3, seen: 2 },
        ])
        expect(await store.services.get(team, service)).toMatchObject({ firstSeen: TEN - 3 * HOUR })
        expect((await store.services.live(id, 0, 10)).length).toBe(1)
      },
    )

    check('answers patterns of some classes, the latest first', async ({ store, newService }) => {
      const { id } = await newService()
      const patterns = [
        patternOf(id, 1, { class: 'security', lastSeen: TEN - 5 }),
        patternOf(id, 2, { class: 'audit' }),
        patternOf(id, 3),
      ]
      await store.counters.add([pendingOf(patterns, {})], patterns)
      expect(await store.patterns.ofClass(id, ['security', 'audit'], 10)).toEqual([
        { signature: signatureOf(2), check: '' },
        { signature: signatureOf(1), check: '' },
      ])
      expect(await store.patterns.ofClass(id, ['security', 'audit'], 1)).toEqual([
        { signature: signatureOf(2), check: '' },
      ])
    })

    check('is all or nothing', async ({ store, team, newService }) => {
      const { service, id } = await newService()
      const good = patternOf(id, 1)
      const broken = pendingOf([good], { sequence: 1, each: Number.NaN })
      await expect(store.counters.add([pendingOf([good], {}), broken], [good])).rejects.toThrow()
      expect((await store.patterns.list(query(team, { service }))).total).toBe(0)
      expect(await store.counters.add([pendingOf([good], {})], [good])).toBe(1)
    })

    check('takes many patterns and instances at once', async ({ store, team, newService }) => {
      const { service, id } = await newService()
      const patterns = Array.from({ length: 3_000 }, (_, i) => patternOf(id, i))
      const reports = Array.from({ length: 1_200 }, (_, i) => pendingOf([patterns[i]!], { instanceId: `i${i}` }))
      expect(await store.counters.add([...reports, pendingOf(patterns, { instanceId: 'all' })], patterns)).toBe(1_201)
      const { total, patterns: page } = await store.patterns.list(
        query(team, { service, limit: 10, offset: 2_995, sort: 'seen' }),
      )
      expect(total).toBe(3_000)
      expect(page).toHaveLength(5)
      expect((await store.services.instances(id, TEN, 5_000)).length).toBe(1_201)
    })

    check('finds patterns by text, class and release, and sorts them', async ({ store, team, newService }) => {
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
        (await store.patterns.list(query(team, { service, ...rest }))).patterns.map(({ signature }) =>
          Number.parseInt(signature, 16),
        )
      expect(await found({ search: '100%_SURE' })).toEqual([1])
      expect(await found({ search: 'get /100' })).toEqual([2, 1])
      expect(await found({ classes: ['health_check'] })).toEqual([1])
      expect(await found({ newIn: '2.0.0' })).toEqual([2])
      expect(await found({ sort: 'template', descending: false, search: 'GET' })).toEqual([2, 1])
      expect((await found({ sort: 'first_seen' }))[0]).toBe(3)
      expect(await found({ search: "'; DROP TABLE patterns; --" })).toEqual([])
      expect(await found({ period: { from: TEN + HOUR, to: TEN + 2 * HOUR }, search: 'GET' })).toHaveLength(2)
    })

    check('keeps any text', async ({ store, team, newService }) => {
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
      const { patterns: rows } = await store.patterns.list(query(team, { service, sort: 'first_seen' }))
      const read = rows.toSorted((a, b) => (a.signature < b.signature ? -1 : 1)).map(({ template }) => template)
      expect(read).toEqual(texts)
    })

    check('sums templates across services', async ({ store, team, newService }) => {
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

    check('keeps teams apart', async ({ store, team, newService }) => {
      const other = await store.keys.ensureTeam('b', TEN)
      const { service, id } = await newService()
      await store.counters.add([pendingOf([patternOf(id, 1)], {})], [patternOf(id, 1)])
      expect(await store.services.find(other, service)).toBeUndefined()
      expect((await store.patterns.list(query(team, { teamId: other }))).total).toBe(0)
      expect(await store.services.ofTeam(other)).toEqual([])
      const sameName = await store.services.ensure(other, service, TEN, 1)
      expect(sameName).not.toBe(id)
      expect(await store.services.ensure(other, 'one too many', TEN, 1)).toBeUndefined()
    })

    check('spreads a report over the minutes it counted, and loses nothing of it', async ({ store, newService }) => {
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

    check('sums reports by policy version, and by why records were kept and dropped', async ({ store, newService }) => {
      const { id } = await newService()
      const patterns = [patternOf(id, 1)]
      const keptByReason = new Map(Object.entries({ error: 1, first: 1, adaptive: 3, of_a_newer_sdk: 2, pinned: 0 }))
      const droppedByReason = new Map(Object.entries({ adaptive: 5, silenced: 1, error: 0 }))
      await store.counters.add(
        [0, 1, 2].map((sequence) =>
          pendingOf(patterns, { sequence, keptByReason, droppedByReason, overheadBytes: 10 }),
        ),
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
        keptByReason: new Map(Object.entries({ error: 3, first: 3, adaptive: 9, of_a_newer_sdk: 6 })),
        droppedByReason: new Map(Object.entries({ adaptive: 15, silenced: 3 })),
      })
      const reasons = await store.services.reasons(id, { from: TEN, to: TEN + 1 })
      expect(reasons.toSorted()).toEqual(['adaptive', 'error', 'first', 'of_a_newer_sdk', 'silenced'])
      expect(await store.services.reasons(id, { from: TEN + HOUR, to: TEN + 2 * HOUR })).toEqual([])
      expect(await store.services.newestRelease(id)).toEqual({ version: '1.0.0', since: TEN })
      expect(await store.services.live(id, TEN, 10)).toEqual(['a'])
    })

    check('knows who reports, since when by its own clock, and how much', async ({ store, newService }) => {
      const { id } = await newService()
      const patterns = [patternOf(id, 1)]
      const report = (rest: Parameters<typeof pendingOf>[1]) => pendingOf(patterns, { receivedAt: TEN, ...rest })
      await store.counters.add(
        [
          report({ instanceId: 'lasting', each: 60, at: TEN + 600 }),
          // A second part: more counts of the same time.
          report({ instanceId: 'lasting', sequence: 1, each: 60, seconds: 0 }),
          report({ instanceId: 'mute', seconds: 0 }),
          report({ instanceId: 'once', seconds: 30, each: 6 }),
        ],
        patterns,
      )
      const later = { instanceId: 'lasting', sequence: 2, receivedAt: TEN + 60, each: 300 }
      await store.counters.add([report(later)], patterns)
      await store.counters.add([report({ ...later, sequence: 3, seconds: 0 })], patterns)
      expect(await store.services.reporting(id, TEN, 10)).toEqual([
        // 12,000 bytes in a minute, then 30,000: half of each.
        { instanceId: 'lasting', firstSeen: TEN, lastSeen: TEN + 60, seconds: 60, bytesPerSecond: 350 },
        { instanceId: 'mute', firstSeen: TEN, lastSeen: TEN, seconds: 0, bytesPerSecond: undefined },
        { instanceId: 'once', firstSeen: TEN, lastSeen: TEN, seconds: 30, bytesPerSecond: 20 },
      ])
      expect(await store.services.reporting(id, TEN + 1, 10)).toHaveLength(1)
      const period = { from: TEN - 900, to: TEN + 900 }
      expect(await store.services.passing(id, period, 900, 30)).toEqual([
        { seconds: 0, bytes: 0 },
        { seconds: 30, bytes: 600 },
      ])
    })

    check('takes for guaranteed what the table of reasons does', async ({ store, newService }) => {
      const { id } = await newService()
      const patterns = [patternOf(id, 1)]
      const keptByReason = new Map<string, number>(KEEP_REASONS.map((reason, i) => [reason, 10 ** i]))
      keptByReason.set('of_a_newer_sdk', 10 ** KEEP_REASONS.length)
      await store.counters.add([pendingOf(patterns, { keptByReason })], patterns)
      const [sums] = await store.services.byVersion(id, { from: TEN, to: TEN + 60 })
      const guaranteed = KEEP_REASONS.filter((reason) => keepReasonRow(reason).guaranteed)
      expect(sums!.guaranteed).toBe(guaranteed.reduce((sum, reason) => sum + keptByReason.get(reason)!, 0))
    })

    check(
      'rolls up and lets go of what is old, and answers the same all along',
      async ({ store, team, newService }) => {
        const { service, id } = await newService()
        const pattern = patternOf(id, 1)
        const days = [0, 1, 2]
        let sequence = 0
        for (const day of days) {
          const reports = Array.from({ length: 180 }, (_, minute) => {
            const at = TEN + day * DAY + minute * 60
            return pendingOf([pattern], { sequence: sequence++, at, droppedByReason: new Map([['adaptive', 1]]) })
          })
          await store.counters.add(reports, day === 0 ? [pattern] : [])
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
          await store.maintain(TEN + later)
          expect(await seen('hour')).toEqual(hours)
          expect(await seen('day')).toEqual(days.map((day) => [day * 24 - 10, 360]))
          const { patterns } = await store.patterns.list(query(team, { service, period: whole }))
          expect(patterns[0]!.seen).toBe(3 * 360)
        }
        // The minutes of the first day are gone, those of reports too; the hours stay.
        expect(await store.services.byVersion(id, { from: TEN, to: TEN + HOUR })).toEqual([])
        expect((await store.services.keeps([id], whole)).get(id)?.keptByReason).toEqual(new Map([['error', 3 * 180]]))
        expect((await store.services.keeps([id], whole)).get(id)?.droppedByReason).toEqual(new Map([['adaptive', 540]]))
        expect(await store.counters.timeline(id, signatureOf(1), 'minute', { from: TEN, to: TEN + HOUR })).toEqual([])
      },
    )

    check(
      'answers the same whatever of an hour is summed up, and counts what is imported into it',
      async ({ store, team, newService }) => {
        const { service, id } = await newService()
        // No other check has rolled up what comes then.
        const start = TEN + 40 * DAY
        const pattern = patternOf(id, 1)
        const reports = Array.from({ length: 130 }, (_, minute) =>
          pendingOf([pattern], { sequence: minute, at: start + minute * 60 }),
        )
        await store.counters.add(reports, [pattern])
        let each = 2
        const expectAll = async () => {
          const whole = { from: start - HOUR, to: start + 130 * 60 }
          const hours = await store.counters.timeline(id, undefined, 'hour', whole)
          expect(hours.map(({ time, seen }) => [(time - start) / HOUR, seen])).toEqual([
            [0, 60 * each],
            [1, 60 * each],
            [2, 10 * each],
          ])
          const { patterns } = await store.patterns.list(query(team, { service, period: whole }))
          expect(patterns[0]!.seen).toBe(130 * each)
          const variance = (await store.patterns.variances([id], whole)).get(id)
          expect(variance?.seen).toBe(130 * each)
          const [trend] = await store.trends.of([{ serviceId: id, key: pattern.key }], whole, 4)
          expect(trend!.seen.reduce((sum, seen) => sum + seen, 0)).toBe(130 * each)
          const part = { from: start + 20 * 60, to: start + 95 * 60 }
          const minutes = await store.counters.timeline(id, undefined, 'minute', part)
          expect(minutes.reduce((sum, { seen }) => sum + seen, 0)).toBe(75 * each)
        }
        await expectAll()
        for (const minute of [5, 19, 20, 35, 59, 60, 79, 80, 81, 99, 113]) {
          await store.maintain(start + minute * 60 + LATE)
          await expectAll()
        }
        const times = { from: start, until: start + 130 * 60 }
        const counts = Float64Array.from([130 * 3, 130 * 3, 130 * 300, 130 * 300, 0])
        const backfill = { serviceId: id, ...times, patterns: [pattern], counts, overheadPerRecord: 0 }
        await store.counters.addBackfill(backfill, entryOf(team, { service }))
        each = 5
        await expectAll()
        for (const minute of [114, 129, 190, 700]) {
          await store.maintain(start + minute * 60 + LATE)
          await expectAll()
        }
      },
    )
  })
}
