import fc from 'fast-check'
import { expect } from 'vitest'
import { atTier } from '../../../test/support/tier.js'
import { SECONDS } from '../../src/store/tables.js'
import { entryOf, patternOf, pendingOf, TEN } from '../support/reports.js'
import type { StartDatabase } from './databases.js'
import { describeOn } from './store-under-test.js'

const HOUR = 3_600
const DAY = 24 * HOUR
/** No other check has rolled up what comes then. */
const START = TEN + 4 * DAY
const MINUTE = 60
const STEPS = [
  ['hour', 1],
  ['hour', 5],
  ['day', 1],
] as const
const startOf = (time: number, seconds: number) => Math.floor(time / seconds) * seconds
/** Maintenance in a life of minutes: none yet, with the hours rolled up, with some of the minutes gone, and with all. */
const MAINTAINED = [undefined, 6 * HOUR, 2 * DAY + 2.5 * HOUR, 4 * DAY]
const DELIVERY = { delivered: 7, deliveredBytes: 900, refused: 2, lost: 1 }

/** Sums of whole services: every engine has to pass this. */
export function describeSums(name: string, start: StartDatabase): void {
  describeOn(`the ${name} store, of whole services,`, start, (check) => {
    check('sums what was logged, kept, delivered and added, alike before and after the roll-up', async (under) => {
      const { store, newService } = under
      const [{ id }, other] = [await newService(), await newService()]
      const report = (serviceId: number, sequence: number, at: number) => ({
        ...pendingOf([patternOf(serviceId, 1), patternOf(serviceId, 2)], { sequence, at, overheadBytes: 10 }),
        keptByReason: new Map([['error', 1]]),
        droppedByReason: new Map([['adaptive', 2]]),
        delivery: DELIVERY,
        errors: { seen: 3, kept: 2 },
        shadowDropped: { records: 1, bytes: 70 },
      })
      const times = [TEN, TEN + 30, TEN + 60, TEN + HOUR, TEN + DAY]
      for (const [i, at] of times.entries())
        await store.counters.add([report(id, i, at)], [patternOf(id, 1), patternOf(id, 2)])
      await store.counters.add([report(other.id, 0, TEN)], [patternOf(other.id, 1), patternOf(other.id, 2)])
      const said = { errors: 3, keptErrors: 2, shadowDropped: 1, shadowDroppedBytes: 70 }
      const one = { seen: 4, kept: 2, bytes: 400, keptBytes: 200, overheadBytes: 10, ...said, ...DELIVERY }
      const times5 = Object.fromEntries(Object.entries(one).map(([key, value]) => [key, 5 * value]))
      const whole = { from: TEN, to: TEN + DAY + HOUR }

      for (const now of [undefined, TEN + 2 * DAY]) {
        if (now !== undefined) await store.maintain(now)
        expect((await store.sums.of([id], whole)).get(id)).toEqual(times5)
        expect([...(await store.sums.of([id, other.id], whole)).keys()].toSorted()).toEqual([id, other.id].toSorted())
        const hours = await store.sums.timeline([id, other.id], 'hour', whole)
        expect(hours.map(({ time, serviceId, seen }) => [time, serviceId, seen])).toEqual([
          [TEN, id, 12],
          [TEN, other.id, 4],
          [TEN + HOUR, id, 4],
          [TEN + DAY, id, 4],
        ])
        const days = await store.sums.timeline([id], 'day', whole)
        expect(days.map(({ delivered, lost }) => [delivered, lost])).toEqual([
          [28, 4],
          [7, 1],
        ])
        const reasons = await store.sums.reasons([id, other.id], 'hour', whole)
        expect(reasons.slice(0, 2)).toEqual([
          { time: TEN, reason: 'adaptive', kept: 0, dropped: 8 },
          { time: TEN, reason: 'error', kept: 4, dropped: 0 },
        ])
      }
      const minutes = await store.sums.timeline([id], 'minute', { from: TEN, to: TEN + 120 })
      expect(minutes.map(({ time, seen }) => [time, seen])).toEqual([
        [TEN, 8],
        [TEN + 60, 4],
      ])
    })

    check(
      'knows how many errors were kept once all reports with errors say it, and no more than were seen',
      async (under) => {
        const { store, newService } = under
        const { id } = await newService()
        const period = { from: TEN - HOUR, to: TEN + HOUR }
        const errorsAfter = async (
          sequence: number,
          each: number,
          errors: { seen: number; kept: number } | undefined,
        ) => {
          const report = { ...pendingOf([patternOf(id, 1)], { sequence, each }), errors }
          if (each === 0) report.counts.fill(0)
          await store.counters.add([report], [patternOf(id, 1)])
          const sums = (await store.sums.of([id], period)).get(id)!
          const minutes = await store.sums.timeline([id], 'minute', period)
          expect(minutes.map(({ keptErrors }) => keptErrors)).toEqual([sums.keptErrors])
          const [version] = await store.services.byVersion(id, period)
          return [sums.errors, sums.keptErrors, version!.errors]
        }
        expect(await errorsAfter(0, 0, undefined)).toEqual([0, 0, 0])
        expect(await errorsAfter(1, 10, { seen: 4, kept: 3 })).toEqual([4, 3, 4])
        expect(await errorsAfter(2, 10, { seen: 90, kept: 80 })).toEqual([20, 20, 20])
        expect(await errorsAfter(3, 10, undefined)).toEqual([30, undefined, 30])
      },
    )

    check(
      'cuts the counts of patterns into equal steps that add up to them, before and after the roll-up',
      async (under) => {
        const { store, newService } = under
        const [{ id }, other] = [await newService(), await newService()]
        const patterns = [patternOf(id, 1), patternOf(id, 2), patternOf(other.id, 1)]
        for (let hour = 0; hour < 24; hour++)
          for (const [i, pattern] of patterns.entries())
            await store.counters.add(
              [
                pendingOf([pattern], {
                  sequence: hour,
                  instanceId: `i${i}`,
                  at: START + hour * HOUR + 90,
                  each: 2 * (hour + i),
                }),
              ],
              [pattern],
            )
        const day = { from: START, to: START + DAY }
        for (const now of [undefined, START + 2 * DAY]) {
          if (now !== undefined) await store.maintain(now)
          const [first, second, third, none] = await store.trends.of([...patterns, patternOf(id, 9)], day, 24)
          expect(first!.seen).toEqual(Array.from({ length: 24 }, (_, hour) => 2 * hour))
          expect(second!.kept).toEqual(Array.from({ length: 24 }, (_, hour) => hour + 1))
          expect(third!.seen).toEqual(Array.from({ length: 24 }, (_, hour) => 2 * (hour + 2)))
          expect(none!.seen).toEqual(new Array(24).fill(0))
          const [coarse] = await store.trends.of(patterns, day, 6)
          expect(coarse!.seen).toEqual(Array.from({ length: 6 }, (_, i) => 2 * (4 * 4 * i + 6)))
        }
        expect(await store.trends.of([], day, 24)).toEqual([])
      },
    )

    check('sums any period, minute by minute as long as those are kept, then by the hours', async (under) => {
      const { store, team, newService } = under
      const minute = fc.integer({ min: 0, max: 5 * 60 })
      const some = fc.record({ at: minute, each: fc.integer({ min: 1, max: 50 }).map((half) => 2 * half) })
      // Runs share a database, and each lets minutes go.
      let begin = TEN + 20 * DAY
      await fc.assert(
        fc.asyncProperty(
          fc.array(some, { minLength: 1, maxLength: 12 }),
          fc.option(some),
          fc.array(fc.tuple(minute, minute), { minLength: 4, maxLength: 4 }),
          async (reports, imported, periods) => {
            begin += 10 * DAY
            const { id } = await newService()
            const pattern = patternOf(id, 1)
            const pending = reports.map(({ at, each }, sequence) =>
              pendingOf([pattern], {
                sequence,
                at: begin + at * MINUTE,
                each,
                keptByReason: new Map([['random', each / 2]]),
              }),
            )
            await store.counters.add(pending, [pattern])
            const logged = reports.map(({ at, each }) => ({ minute: at, seen: each, random: each / 2 }))
            if (imported !== null) {
              const { at, each } = imported
              const from = begin + at * MINUTE
              const counts = Float64Array.from([each, each / 2, each * 100, each * 50, 0])
              const past = { serviceId: id, from, until: from, patterns: [pattern], counts, overheadPerRecord: 0 }
              await store.counters.addBackfill(past, entryOf(team))
              logged.push({ minute: at, seen: each, random: 0 })
            }
            for (const age of MAINTAINED) {
              if (age !== undefined) await store.maintain(begin + age)
              const goneUntil = age === undefined ? 0 : Math.floor((age - 2 * DAY) / HOUR) * 60
              const ofHour = (at: number) => Math.floor(at / 60) * 60
              const readFrom = (at: number) => (at < goneUntil ? ofHour(at) : at)
              for (const [a, b] of periods) {
                const [from, to] = [Math.min(a, b), Math.max(a, b) + 1]
                const period = { from: begin + from * MINUTE, to: begin + to * MINUTE }
                const expected = logged.filter((one) => one.minute >= readFrom(from) && one.minute < readFrom(to))
                const seen = expected.reduce((sum, one) => sum + one.seen, 0)
                const random = expected.reduce((sum, one) => sum + one.random, 0)
                const at = `${from} to ${to}, ${age}`
                expect((await store.sums.of([id], period)).get(id)?.seen ?? 0, at).toBe(seen)
                expect((await store.services.keeps([id], period)).get(id)?.keptByReason.get('random') ?? 0).toBe(random)
                for (const [step, together] of STEPS) {
                  const points = await store.sums.timeline([id], step, period, together)
                  expect(
                    points.reduce((sum, point) => sum + point.seen, 0),
                    at,
                  ).toBe(seen)
                  const starts = expected.map((one) => startOf(begin + one.minute * MINUTE, SECONDS[step] * together))
                  expect(points.map(({ time }) => time)).toEqual([...new Set(starts)].toSorted((a, b) => a - b))
                  const reasons = await store.sums.reasons([id], step, period, together)
                  const kept = reasons.filter(({ reason }) => reason === 'random').map((point) => point.kept)
                  expect(
                    kept.reduce((a, b) => a + b, 0),
                    at,
                  ).toBe(random)
                }
              }
            }
          },
        ),
        { numRuns: atTier({ test: name === 'SQLite' ? 4 : 2, long: 12, soak: 100 }), seed: 23 },
      )
    })

    check('answers nothing for no services', async ({ store }) => {
      const period = { from: TEN, to: TEN + HOUR }
      expect(await store.sums.of([], period)).toEqual(new Map())
      expect(await store.sums.timeline([], 'hour', period)).toEqual([])
      expect(await store.sums.reasons([], 'hour', period)).toEqual([])
    })
  })
}
