import type { EpochSeconds } from '../internal/clock.js'
import type { Engine } from './engine.js'
import { type CoarserResolution, type CounterResolution, FINER, SECONDS } from './tables.js'

/** How long buckets of each resolution stay, in seconds. Days stay. */
const RETENTION_SECONDS: Readonly<Record<'minute' | 'ten_minutes' | 'hour', number>> = {
  minute: 2 * SECONDS.day,
  // Whoever reads them may have looked where hours end some time ago.
  ten_minutes: 6 * SECONDS.hour,
  hour: 90 * SECONDS.day,
}
/** Reports are taken up to ten minutes late, reach back five more, and wait for a flush. */
const MAX_LATE_SECONDS = 20 * 60
const VERSION_RETENTION_SECONDS = 2 * SECONDS.day
const SERVICE_HOUR_RETENTION_SECONDS = 400 * SECONDS.day

/** Rolls minutes up to ten minutes, those to hours and hours to days, once they are complete; then lets go of what is old and rolled up. */
export async function maintainCounters(engine: Engine, now: EpochSeconds): Promise<void> {
  await engine.prepare('minute', Math.floor(now / SECONDS.minute), Math.floor((now + SECONDS.day) / SECONDS.minute))
  const hoursBefore = await untilOf(engine, 'hour')
  const complete = now - MAX_LATE_SECONDS
  const tensOfHours = (hoursBefore * SECONDS.hour) / SECONDS.ten_minutes
  await rollUp(engine, 'ten_minutes', Math.floor(complete / SECONDS.ten_minutes), tensOfHours)
  const hours = await rollUp(engine, 'hour', Math.floor(complete / SECONDS.hour))
  await rollUp(engine, 'day', Math.floor((hours * SECONDS.hour) / SECONDS.day))
  const days = (await untilOf(engine, 'day')) * SECONDS.day
  await engine.forget('minute', Math.min(hours * 60, Math.floor((now - RETENTION_SECONDS.minute) / SECONDS.minute)))
  const oldestTen = Math.min(hours * SECONDS.hour, now - RETENTION_SECONDS.ten_minutes)
  await engine.forget('ten_minutes', Math.floor(oldestTen / SECONDS.ten_minutes))
  await engine.forget('hour', Math.floor(Math.min(days, now - RETENTION_SECONDS.hour) / SECONDS.hour))
  // By whole hours: what is read of an hour's minutes is all there, or none of it.
  const oldestMinute = Math.floor((now - VERSION_RETENTION_SECONDS) / SECONDS.hour) * (SECONDS.hour / SECONDS.minute)
  for (const table of ['version_minutes', 'version_minute_reasons'] as const)
    await engine.db.deleteFrom(table).where('bucket', '<', oldestMinute).execute()
  await engine.db
    .deleteFrom('imported_hours')
    .where('bucket', '<', oldestMinute / 60)
    .execute()
  const oldestHour = Math.floor((now - SERVICE_HOUR_RETENTION_SECONDS) / SECONDS.hour)
  for (const table of ['service_hours', 'service_hour_reasons'] as const)
    await engine.db.deleteFrom(table).where('bucket', '<', oldestHour).execute()
}

/**
 * Returns the bucket up to which it is rolled up.
 *
 * @param notBefore buckets below need not be
 */
async function rollUp(engine: Engine, to: CoarserResolution, until: number, notBefore = 0): Promise<number> {
  const done = Math.max(await untilOf(engine, to), notBefore)
  // One bucket at a time: a transaction of an hour's rows, not of a month's. A server that was down for months has as many empty ones.
  for (let next = done; next < until; ) {
    const bucket = await firstToSum(engine, to, next)
    const isOne = bucket < until
    if (isOne) await engine.prepare(to, bucket, bucket)
    next = isOne ? bucket + 1 : until
    await engine.db.transaction().execute(async (trx) => {
      if (isOne) await engine.rollUp(trx, to, bucket, bucket + 1)
      await setUntil(trx, to, next)
    })
  }
  return Math.max(until, done)
}

/** Returns the first bucket, not below one, of which there are finer ones. */
async function firstToSum({ db }: Engine, to: CoarserResolution, notBelow: number): Promise<number> {
  const from = FINER[to]
  const ratio = SECONDS[to] / SECONDS[from]
  const oldest = await db
    .selectFrom(`counters_${from}`)
    .select((eb) => eb.fn.min('bucket').as('bucket'))
    .where('bucket', '>=', notBelow * ratio)
    .executeTakeFirst()
  return oldest?.bucket == null ? Number.POSITIVE_INFINITY : Math.floor(Number(oldest.bucket) / ratio)
}

async function untilOf({ db }: Engine, resolution: CounterResolution): Promise<number> {
  const row = await db.selectFrom('rollups').select('until').where('resolution', '=', resolution).executeTakeFirst()
  return row?.until ?? 0
}

async function setUntil(db: Engine['db'], resolution: CounterResolution, until: number): Promise<void> {
  await db
    .insertInto('rollups')
    .values({ resolution, until })
    .onConflict((conflict) => conflict.column('resolution').doUpdateSet({ until }))
    .execute()
}
