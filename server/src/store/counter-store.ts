import type { Transaction } from 'kysely'
import { sql } from 'kysely'
import { breathe } from '../internal/clock.js'
import type { Engine } from './engine.js'
import { NONE_SEEN, type SeenSequences, withSequence } from './seen-sequences.js'
import { bucketsOf, segmentsFor } from './segments.js'
import type { CounterStore, PatternRow, PendingReport, TimelinePoint } from './store.js'
import { COUNTS, type CounterTable, SECONDS, type Tables } from './tables.js'

const CHUNK = 1_000
const REPORTS_A_TURN = 50

const keyOf = (serviceId: number, instanceId: string) => `${serviceId} ${instanceId}`

export function createCounterStore(engine: Engine): CounterStore {
  /** What each instance has counted, locked until the transaction ends. */
  async function lockInstances(
    trx: Transaction<Tables>,
    reports: readonly PendingReport[],
  ): Promise<Map<string, SeenSequences>> {
    const instances = new Map<string, PendingReport>()
    for (const report of reports) instances.set(keyOf(report.serviceId, report.instanceId), report)
    // In one order everywhere, so that replicas wait for each other and never in a ring.
    const sorted = [...instances.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, report]) => report)
    const seen = new Map<string, SeenSequences>()
    for (let at = 0; at < sorted.length; at += CHUNK) {
      const chunk = sorted.slice(at, at + CHUNK)
      await trx
        .insertInto('instances')
        .values(
          chunk.map(({ serviceId, instanceId, at: time }) => ({
            service_id: serviceId,
            instance_id: instanceId,
            high: NONE_SEEN.high,
            recent: '0',
            first_seen: time,
            last_seen: time,
            sdk: null,
            service_version: null,
            policy_version: null,
            mode: null,
          })),
        )
        .onConflict((conflict) => conflict.columns(['service_id', 'instance_id']).doNothing())
        .execute()
      const rows = await trx
        .selectFrom('instances')
        .select(['service_id', 'instance_id', 'high', 'recent'])
        .where(({ eb, refTuple, tuple }) =>
          eb(
            refTuple('service_id', 'instance_id'),
            'in',
            chunk.map(({ serviceId, instanceId }) => tuple(serviceId, instanceId)),
          ),
        )
        .orderBy('service_id')
        .orderBy('instance_id')
        .$if(engine.locksRows, (query) => query.forUpdate())
        .execute()
      for (const { service_id, instance_id, high, recent } of rows) {
        seen.set(keyOf(service_id, instance_id), { high, recent: BigInt(`0x${recent}`) })
      }
    }
    return seen
  }

  async function writeInstances(
    trx: Transaction<Tables>,
    newest: ReadonlyMap<string, PendingReport>,
    seen: ReadonlyMap<string, SeenSequences>,
  ): Promise<void> {
    const rows = [...newest.entries()]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, report]) => ({
        service_id: report.serviceId,
        instance_id: report.instanceId,
        high: seen.get(key)!.high,
        recent: seen.get(key)!.recent.toString(16),
        first_seen: report.at,
        last_seen: report.at,
        sdk: report.sdk ?? null,
        service_version: report.serviceVersion ?? null,
        policy_version: report.policyVersion ?? null,
        mode: report.mode ?? null,
      }))
    for (let at = 0; at < rows.length; at += CHUNK) {
      await trx
        .insertInto('instances')
        .values(rows.slice(at, at + CHUNK))
        .onConflict((conflict) =>
          conflict.columns(['service_id', 'instance_id']).doUpdateSet((eb) => ({
            high: eb.ref('excluded.high'),
            recent: eb.ref('excluded.recent'),
            last_seen: eb.ref('excluded.last_seen'),
            sdk: eb.ref('excluded.sdk'),
            service_version: eb.ref('excluded.service_version'),
            policy_version: eb.ref('excluded.policy_version'),
            mode: eb.ref('excluded.mode'),
          })),
        )
        .execute()
    }
    const services = new Map<number, number>()
    for (const { service_id, last_seen } of rows) {
      services.set(service_id, Math.max(services.get(service_id) ?? 0, last_seen))
    }
    for (const [id, time] of [...services].toSorted(([a], [b]) => a - b)) {
      await trx
        .updateTable('services')
        .set({ last_seen: time })
        .where('id', '=', id)
        .where('last_seen', '<', time)
        .execute()
    }
  }

  return {
    async add(reports, patterns) {
      if (reports.length === 0) return 0
      const buckets = reports.map(({ at }) => Math.floor(at / SECONDS.minute))
      await engine.prepare('minute', Math.min(...buckets), Math.max(...buckets))
      return engine.db.transaction().execute(async (trx) => {
        const seen = await lockInstances(trx, reports)
        const newest = new Map<string, PendingReport>()
        const sums: Sums = new Map()
        let added = 0
        for (const [i, report] of reports.entries()) {
          if (i % REPORTS_A_TURN === REPORTS_A_TURN - 1) await breathe()
          const key = keyOf(report.serviceId, report.instanceId)
          const next = withSequence(seen.get(key) ?? NONE_SEEN, report.sequence)
          if (next === undefined) continue
          seen.set(key, next)
          newest.set(key, report)
          addTo(sums, report, buckets[i]!)
          added++
        }
        const known = patterns.toSorted((a, b) => a.serviceId - b.serviceId || (a.signature < b.signature ? -1 : 1))
        for (let at = 0; at < known.length; at += CHUNK) {
          await engine.addPatterns(trx, known.slice(at, at + CHUNK))
          await breathe()
        }
        const rows = [...sums.values()].flatMap((byPattern) => [...byPattern.values()]).toSorted(byKey)
        for (let at = 0; at < rows.length; at += CHUNK) {
          await engine.addCounters(trx, rows.slice(at, at + CHUNK))
          await breathe()
        }
        await writeInstances(trx, newest, seen)
        return added
      })
    },

    async timeline(serviceId, signature, step, period) {
      const points = new Map<number, number[]>()
      for (const segment of await segmentsFor(engine.reader, period, step)) {
        const rows = await engine.reader
          .selectFrom(`counters_${segment.resolution}`)
          .select(['bucket', ...COUNTS.map((name) => sql<number>`sum(${sql.ref(name)})`.as(name))])
          .where('bucket', 'in', bucketsOf(segment))
          .where('service_id', '=', serviceId)
          .$if(signature !== undefined, (query) => query.where('signature', '=', signature!))
          .groupBy('bucket')
          .execute()
        for (const row of rows) {
          const time = Math.floor((row.bucket * SECONDS[segment.resolution]) / SECONDS[step]) * SECONDS[step]
          const sums = points.get(time) ?? COUNTS.map(() => 0)
          for (const [i, name] of COUNTS.entries()) sums[i]! += Number(row[name])
          points.set(time, sums)
        }
      }
      return [...points]
        .toSorted(([a], [b]) => a - b)
        .map(([time, sums]): TimelinePoint => {
          const [seen, kept, bytes, keptBytes, errors] = sums as [number, number, number, number, number]
          return { time, seen, kept, bytes, keptBytes, errors }
        })
    },
  }
}

/** Sums by minute and pattern. */
type Sums = Map<number, Map<PatternRow, CounterTable>>

function addTo(sums: Sums, { patterns, counts }: PendingReport, bucket: number): void {
  let rows = sums.get(bucket)
  if (rows === undefined) {
    rows = new Map()
    sums.set(bucket, rows)
  }
  for (let i = 0, at = 0; i < patterns.length; i++, at += COUNTS.length) {
    const pattern = patterns[i]!
    const row = rows.get(pattern)
    if (row === undefined) {
      rows.set(pattern, {
        bucket,
        service_id: pattern.serviceId,
        signature: pattern.signature,
        seen: counts[at]!,
        kept: counts[at + 1]!,
        bytes: counts[at + 2]!,
        kept_bytes: counts[at + 3]!,
        errors: counts[at + 4]!,
      })
      continue
    }
    row.seen += counts[at]!
    row.kept += counts[at + 1]!
    row.bytes += counts[at + 2]!
    row.kept_bytes += counts[at + 3]!
    row.errors += counts[at + 4]!
  }
}

function byKey(a: CounterTable, b: CounterTable): number {
  return a.bucket - b.bucket || a.service_id - b.service_id || (a.signature < b.signature ? -1 : 1)
}
