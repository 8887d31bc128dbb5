import { type Selectable, sql } from 'kysely'
import type { Engine } from './engine.js'
import { bucketsOf, segmentsFor } from './segments.js'
import type { ServiceRow, ServiceStore } from './store.js'
import { type CountRow, sumsBySignature, totalsOf } from './sums.js'
import { COUNTS, GUARANTEES, KEPT_REASONS, type KeptReason, type Tables } from './tables.js'

export function createServiceStore({ db, reader }: Engine): ServiceStore {
  const find = async (teamId: number, name: string): Promise<number | undefined> => {
    const row = await db
      .selectFrom('services')
      .select('id')
      .where('team_id', '=', teamId)
      .where('name', '=', name)
      .executeTakeFirst()
    return row?.id
  }

  return {
    find,
    async ensure(teamId, name, now, max) {
      const known = await find(teamId, name)
      if (known !== undefined) return known
      const { n } = await db
        .selectFrom('services')
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .where('team_id', '=', teamId)
        .executeTakeFirstOrThrow()
      if (Number(n) >= max) return undefined
      await db
        .insertInto('services')
        .values({ team_id: teamId, name, first_seen: now, last_seen: now })
        .onConflict((conflict) => conflict.columns(['team_id', 'name']).doNothing())
        .execute()
      return find(teamId, name)
    },
    async get(teamId, name) {
      const row = await reader
        .selectFrom('services')
        .selectAll()
        .where('team_id', '=', teamId)
        .where('name', '=', name)
        .executeTakeFirst()
      return row && serviceOf(row)
    },
    async list(teamId, period) {
      const services = await reader
        .selectFrom('services')
        .selectAll()
        .where('team_id', '=', teamId)
        .orderBy('name')
        .execute()
      const ids = services.map(({ id }) => id)
      const segments = await segmentsFor(reader, period, 'hour')
      const { rows: sums } = await sql<CountRow & { service_id: number; patterns: number }>`
        SELECT service_id, count(*) AS patterns, sum(seen) AS seen, sum(kept) AS kept, sum(bytes) AS bytes,
          sum(kept_bytes) AS kept_bytes, sum(errors) AS errors
        FROM (${sumsBySignature(segments, ids)}) AS sums GROUP BY service_id`.execute(reader)
      const instances = await reader
        .selectFrom('instances')
        .select(['service_id', (eb) => eb.fn.countAll<number>().as('n')])
        .where('service_id', 'in', ids.length === 0 ? [-1] : ids)
        .where('last_seen', '>=', period.from)
        .groupBy('service_id')
        .execute()
      const sumOf = new Map(sums.map((row) => [row.service_id, row]))
      const instancesOf = new Map(instances.map(({ service_id, n }) => [service_id, Number(n)]))
      return services.map(({ id, name, first_seen, last_seen }) => ({
        name,
        firstSeen: first_seen,
        lastSeen: last_seen,
        instances: instancesOf.get(id) ?? 0,
        patterns: Number(sumOf.get(id)?.patterns ?? 0),
        ...totalsOf(sumOf.get(id)),
      }))
    },
    async instances(serviceId, since, limit) {
      const rows = await reader
        .selectFrom('instances')
        .selectAll()
        .where('service_id', '=', serviceId)
        .where('last_seen', '>=', since)
        .orderBy('last_seen', 'desc')
        .orderBy('instance_id')
        .limit(limit)
        .execute()
      return rows.map((row) => ({
        instanceId: row.instance_id,
        reports: row.high + 1,
        firstSeen: row.first_seen,
        lastSeen: row.last_seen,
        sdk: row.sdk ?? undefined,
        serviceVersion: row.service_version ?? undefined,
        policyVersion: row.policy_version ?? undefined,
        mode: row.mode ?? undefined,
      }))
    },
    async active(since) {
      const rows = await reader
        .selectFrom('services')
        .selectAll()
        .where('last_seen', '>=', since)
        .orderBy('id')
        .execute()
      return rows.map(serviceOf)
    },
    async live(serviceId, since, limit) {
      const rows = await reader
        .selectFrom('instances')
        .select('instance_id')
        .where('service_id', '=', serviceId)
        .where('last_seen', '>=', since)
        .limit(limit)
        .execute()
      return rows.map(({ instance_id }) => instance_id)
    },
    async byVersion(serviceId, { from, to }) {
      const minutes = { resolution: 'minute', first: Math.floor(from / 60), until: Math.ceil(to / 60) } as const
      const rows = await reader
        .selectFrom('version_minutes')
        .select([
          'policy_version',
          sql<number>`sum(reports)`.as('reports'),
          sql<number>`sum(overhead_bytes)`.as('overhead_bytes'),
          sql<number>`sum(${sql.join(
            GUARANTEES.map((reason) => sql.ref(reason)),
            sql` + `,
          )})`.as('guaranteed'),
          sql<number>`sum(seconds)`.as('seconds'),
        ])
        .select(COUNTS.map((name) => sql<number>`sum(${sql.ref(name)})`.as(name)))
        .where('bucket', 'in', bucketsOf(minutes))
        .where('service_id', '=', serviceId)
        .groupBy('policy_version')
        .orderBy('policy_version')
        .execute()
      return rows.map((row) => ({
        policyVersion: row.policy_version,
        reports: Number(row.reports),
        overheadBytes: Number(row.overhead_bytes),
        guaranteed: Number(row.guaranteed),
        seconds: Number(row.seconds),
        ...totalsOf(row),
      }))
    },
    async newestRelease(serviceId) {
      const row = await reader
        .selectFrom('instances')
        .select(['service_version', (eb) => eb.fn.min('first_seen').as('since')])
        .where('service_id', '=', serviceId)
        .where('service_version', 'is not', null)
        .groupBy('service_version')
        .orderBy('since', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row && { version: row.service_version!, since: Number(row.since) }
    },
    async keeps(serviceIds, period) {
      const keeps = new Map<number, { overheadBytes: number; keptByReason: Record<KeptReason, number> }>()
      for (const { resolution, first, until } of await segmentsFor(reader, period, 'hour')) {
        const rows = await reader
          .selectFrom(resolution === 'minute' ? 'version_minutes' : 'service_hours')
          .select(['service_id', sql<number>`sum(overhead_bytes)`.as('overhead_bytes')])
          .select(KEPT_REASONS.map((reason) => sql<number>`sum(${sql.ref(reason)})`.as(reason)))
          .where('bucket', '>=', first)
          .where('bucket', '<', until)
          .where('service_id', 'in', serviceIds.length === 0 ? [-1] : serviceIds)
          .groupBy('service_id')
          .execute()
        for (const { service_id, overhead_bytes, ...reasons } of rows) {
          const known = keeps.get(service_id)
          const sumOf = (reason: KeptReason) => (known?.keptByReason[reason] ?? 0) + Number(reasons[reason])
          keeps.set(service_id, {
            overheadBytes: (known?.overheadBytes ?? 0) + Number(overhead_bytes),
            keptByReason: Object.fromEntries(KEPT_REASONS.map((r) => [r, sumOf(r)])) as Record<KeptReason, number>,
          })
        }
      }
      return keeps
    },
  }
}

function serviceOf({ id, team_id, name, first_seen, last_seen }: Selectable<Tables['services']>): ServiceRow {
  return { id, teamId: team_id, name, firstSeen: first_seen, lastSeen: last_seen }
}
