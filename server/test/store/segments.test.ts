import { afterAll, beforeAll, expect, it } from 'vitest'
import { maintainCounters } from '../../src/store/maintenance.js'
import { migrate } from '../../src/store/open-store.js'
import { segmentsFor } from '../../src/store/segments.js'
import { openSqlite, SQLITE } from '../../src/store/sqlite.js'
import { SECONDS } from '../../src/store/tables.js'
import { TEN } from '../support/reports.js'

const MINUTE = 60
/** Whole hours, the ten minutes after them, and the minutes that are not complete. */
const MAX_BUCKETS = 24 + 6 + 31

const engine = openSqlite({ file: ':memory:', exclusive: false })
beforeAll(() => migrate(engine, SQLITE))
afterAll(() => engine.close())

it('a day is read from few buckets at any time of an hour, from the first maintenance on, without gap or overlap', async () => {
  for (let now = TEN + 7; now < TEN + 3 * SECONDS.hour; now += MINUTE) {
    await maintainCounters(engine, now)
    const period = { from: now + MINUTE - SECONDS.day, to: now + MINUTE }
    const segments = await segmentsFor(engine.reader, period, 'hour')
    const buckets = segments.reduce((sum, { first, until }) => sum + until - first, 0)
    expect(buckets, `${(now - TEN) / MINUTE} minutes past ten`).toBeLessThanOrEqual(MAX_BUCKETS)
    const times = segments.map(({ resolution, first, until }) => [
      first * SECONDS[resolution],
      until * SECONDS[resolution],
    ])
    for (const [i, [from]] of times.entries()) if (i > 0) expect(from).toBe(times[i - 1]![1])
    expect(times[0]![0]).toBe(Math.floor(period.from / SECONDS.hour) * SECONDS.hour)
    expect(times.at(-1)![1]).toBe(Math.ceil(period.to / MINUTE) * MINUTE)
  }
})

it('what a server sums up after months of silence is what it has: buckets that are empty cost nothing', async () => {
  const [before, after] = [TEN + 30 * SECONDS.day, TEN + 120 * SECONDS.day]
  const row = { service_id: 1, pattern: 'a'.repeat(32), seen: 5, kept: 1, bytes: 100, kept_bytes: 20, errors: 0 }
  await maintainCounters(engine, before)
  for (const time of [before, after])
    await engine.db
      .insertInto('counters_minute')
      .values({ ...row, bucket: time / MINUTE })
      .execute()
  let sums = 0
  const rollUp: typeof engine.rollUp = (...given) => {
    sums++
    return engine.rollUp(...given)
  }
  await maintainCounters({ ...engine, rollUp }, after + 2 * SECONDS.day)
  // The hour and the day of each; the ten minutes of both were let go of.
  expect(sums).toBeLessThanOrEqual(6)
  const days = await engine.db.selectFrom('counters_day').select(['bucket', 'seen']).orderBy('bucket').execute()
  expect(days).toEqual([before, after].map((time) => ({ bucket: Math.floor(time / SECONDS.day), seen: 5 })))
})

it('a period that ends in the past has no bucket beyond its end', async () => {
  await maintainCounters(engine, TEN + 4 * SECONDS.hour)
  for (let minutes = 1; minutes < 300; minutes += 7) {
    const period = { from: TEN - SECONDS.day, to: TEN + minutes * MINUTE }
    const last = (await segmentsFor(engine.reader, period, 'hour')).at(-1)!
    expect(last.until * SECONDS[last.resolution]).toBe(period.to)
  }
})
