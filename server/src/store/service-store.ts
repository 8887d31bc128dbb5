import { type Selectable, sql } from 'kysely'
import type { Engine } from './engine.js'
import { keepsOf, reasonsIn, sumsByVersion } from './reported-sums.js'
import { segmentsFor } from './segments.js'
import type { ServiceRow, ServiceStore } from './store.js'
import { type CountRow, sumsBySignature, totalsOf } from './sums.js'
import type { Tables } from './tables.js'

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
        host: row.host ?? undefined,
        pod: row.pod ?? undefined,
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
    byVersion: (serviceId, period) => sumsByVersion(reader, serviceId, period),
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
    reasons: (serviceId, period) => reasonsIn(reader, serviceId, period),
    keeps: (serviceIds, period) => keepsOf(reader, serviceIds, period),
  }
}

function serviceOf({ id, team_id, name, first_seen, last_seen }: Selectable<Tables['services']>): ServiceRow {
  return { id, teamId: team_id, name, firstSeen: first_seen, lastSeen: last_seen }
}
