import { type Kysely, sql } from 'kysely'
import type { ReasonPoint, ServicePoint, ServiceSums, ServiceSumsStore } from './contracts/service-sums.js'
import type { Engine } from './engine.js'
import { type Segment, type ServiceSegment, segmentsFor, serviceSegmentsFor } from './segments.js'
import type { Period } from './store.js'
import { countOf, sumOf, totalsOf } from './sums.js'
import { COUNTS, DELIVERIES, type Resolution, SAID, SECONDS, type Tables } from './tables.js'

const SUMS = [...COUNTS, 'overhead_bytes', ...DELIVERIES, ...SAID] as const
type SumRow = Record<(typeof SUMS)[number], number>

/** Tables of a segment: minutes are kept by the policy of the sender, hours of all together. */
const TABLES = {
  minute: { sums: 'version_minutes', reasons: 'version_minute_reasons' },
  hour: { sums: 'service_hours', reasons: 'service_hour_reasons' },
} as const

interface Asked {
  readonly ids: readonly number[]
  readonly step: Resolution
  readonly period: Period
  /** Steps in a bucket. */
  readonly together: number
}

export function createServiceSumsStore({ reader }: Engine): ServiceSumsStore {
  return {
    async of(serviceIds, period) {
      const totals = new Map<number, SumRow>()
      for (const segment of await segmentsOf(reader, 'hour', period))
        for (const { service_id, ...row } of await sumsIn(reader, serviceIds, segment)) {
          const total = totals.get(service_id)
          totals.set(service_id, total === undefined ? row : added(total, row))
        }
      return new Map([...totals].map(([id, row]) => [id, sumsOf(row)]))
    },
    async timeline(ids, step, period, together = 1) {
      const points = new Map<string, SumRow & { time: number; service_id: number }>()
      for (const [segment, start, time] of await bucketed(reader, { ids, step, period, together })) {
        const { rows } = await sql<SumRow & { start: number; service_id: number }>`
          SELECT ${start} AS start, service_id, ${sumColumns()} FROM ${sql.table(TABLES[segment.resolution].sums)}
          WHERE ${within(segment, ids)} GROUP BY 1, service_id`.execute(reader)
        for (const { start: bucket, ...row } of rows) {
          const key = `${time(bucket)} ${row.service_id}`
          const before = points.get(key)
          points.set(key, { ...(before === undefined ? row : { ...row, ...added(before, row) }), time: time(bucket) })
        }
      }
      return [...points.values()]
        .toSorted((a, b) => a.time - b.time || a.service_id - b.service_id)
        .map(({ time, service_id, ...row }): ServicePoint => ({ time, serviceId: service_id, ...sumsOf(row) }))
    },
    async reasons(ids, step, period, together = 1) {
      const points = new Map<string, ReasonPoint>()
      for (const [segment, start, time] of await bucketed(reader, { ids, step, period, together })) {
        const { rows } = await sql<{ start: number; reason: string; kept: number; dropped: number }>`
          SELECT ${start} AS start, reason, ${sumOf('kept')} AS kept, ${sumOf('dropped')} AS dropped
          FROM ${sql.table(TABLES[segment.resolution].reasons)}
          WHERE ${within(segment, ids)} GROUP BY 1, reason`.execute(reader)
        for (const { start: bucket, reason, kept, dropped } of rows) {
          const key = `${time(bucket)} ${reason}`
          const before = points.get(key)
          points.set(key, {
            time: time(bucket),
            reason,
            kept: Number(kept) + (before?.kept ?? 0),
            dropped: Number(dropped) + (before?.dropped ?? 0),
          })
        }
      }
      return [...points.values()].toSorted((a, b) => a.time - b.time || (a.reason < b.reason ? -1 : 1))
    },
  }
}

/** Hours are kept long enough for all periods: days are sums of them. */
async function segmentsOf(db: Kysely<Tables>, finest: 'minute' | 'hour', period: Period): Promise<ServiceSegment[]> {
  return finest === 'hour'
    ? serviceSegmentsFor(db, period)
    : ((await segmentsFor(db, period, finest)) as ServiceSegment[])
}

/** Returns the segments, each with the expression of its buckets in steps and what time a step is. */
async function bucketed(db: Kysely<Tables>, { step, period, together }: Asked) {
  const segments = await segmentsOf(db, step === 'minute' ? 'minute' : 'hour', period)
  const bucketSeconds = SECONDS[step] * together
  return segments.map((segment) => {
    const size = SECONDS[segment.resolution]
    // Of minutes that are gone there are hours alone: each is in the bucket in which it begins.
    const ratio = bucketSeconds % size === 0 ? bucketSeconds / size : 1
    const start = (bucket: number) => Math.floor((Number(bucket) * ratio * size) / bucketSeconds) * bucketSeconds
    return [segment, sql`bucket / ${sql.lit(ratio)}`, start] as const
  })
}

async function sumsIn(
  db: Kysely<Tables>,
  ids: readonly number[],
  segment: ServiceSegment,
): Promise<(SumRow & { service_id: number })[]> {
  const { rows } = await sql<SumRow & { service_id: number }>`SELECT service_id, ${sumColumns()}
    FROM ${sql.table(TABLES[segment.resolution].sums)} WHERE ${within(segment, ids)} GROUP BY service_id`.execute(db)
  return rows
}

function within({ first, until }: Segment, ids: readonly number[]) {
  const list = ids.length === 0 ? sql`NULL` : sql.join(ids)
  return sql`bucket >= ${first} AND bucket < ${until} AND service_id IN (${list})`
}

const sumColumns = () => sql.join(SUMS.map((name) => sql`${sumOf(name)} AS ${sql.ref(name)}`))

function added(a: SumRow, b: SumRow): SumRow {
  return Object.fromEntries(SUMS.map((name) => [name, Number(a[name]) + Number(b[name])])) as SumRow
}

function sumsOf(row: SumRow): ServiceSums {
  const totals = totalsOf(row)
  // They come with the first part of a window, its patterns with all.
  const errors = Math.min(totals.errors, totals.seen)
  return {
    ...totals,
    errors,
    keptErrors: Number(row.unsaid_errors) > 0 ? undefined : Math.min(countOf(row.kept_errors), errors),
    shadowDropped: countOf(row.shadow_dropped),
    shadowDroppedBytes: countOf(row.shadow_dropped_bytes),
    overheadBytes: Number(row.overhead_bytes),
    delivered: Number(row.delivered),
    deliveredBytes: Number(row.delivered_bytes),
    refused: Number(row.refused),
    lost: Number(row.lost),
  }
}
