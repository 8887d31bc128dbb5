import { type Selectable, sql } from 'kysely'
import type { Engine } from './engine.js'
import { reclaimService, removeService } from './removed-services.js'
import { keepsOf, reasonsIn, sumsByVersion } from './reported-sums.js'
import type { ServiceRow, ServiceStore } from './store.js'
import type { Tables } from './tables.js'

const IDS_PER_STATEMENT = 1_000

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
      if (Number(n) >= max && !(await reclaimService(db, teamId, now))) return undefined
      await db
        .insertInto('services')
        .values({ team_id: teamId, name, first_seen: now, last_seen: now })
        .onConflict((conflict) => conflict.columns(['team_id', 'name']).doNothing())
        .execute()
      return find(teamId, name)
    },
    async existing(serviceIds) {
      const there = new Set<number>()
      for (let at = 0; at < serviceIds.length; at += IDS_PER_STATEMENT) {
        const rows = await reader
          .selectFrom('services')
          .select('id')
          .where('id', 'in', serviceIds.slice(at, at + IDS_PER_STATEMENT))
          .execute()
        for (const { id } of rows) there.add(id)
      }
      return there
    },
    remove: (teamId, name, entry) => removeService(db, teamId, name, entry),
    async get(teamId, name) {
      const row = await reader
        .selectFrom('services')
        .selectAll()
        .where('team_id', '=', teamId)
        .where('name', '=', name)
        .executeTakeFirst()
      return row && serviceOf(row)
    },
    async ofTeam(teamId) {
      const rows = await reader
        .selectFrom('services')
        .selectAll()
        .where('team_id', '=', teamId)
        .orderBy('name')
        .execute()
      return rows.map(serviceOf)
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
    async reporting(serviceId, since, limit) {
      const rows = await reader
        .selectFrom('instances')
        .select(['instance_id', 'first_seen', 'last_seen', 'seconds', 'bytes_per_second'])
        .where('service_id', '=', serviceId)
        .where('last_seen', '>=', since)
        .orderBy('last_seen', 'desc')
        .orderBy('instance_id')
        .limit(limit)
        .execute()
      return rows.map((row) => ({
        instanceId: row.instance_id,
        firstSeen: row.first_seen,
        lastSeen: row.last_seen,
        seconds: row.seconds,
        bytesPerSecond: row.bytes_per_second ?? undefined,
      }))
    },
    async passing(serviceId, { from, to }, stretch, lifetime) {
      const count = Math.ceil((to - from) / stretch)
      const sums = Array.from({ length: count }, () => ({ seconds: 0, bytes: 0 }))
      const rows = await reader
        .selectFrom('instances')
        .select([
          sql<number>`floor((last_seen - ${sql.lit(from)}) / ${sql.lit(stretch)})`.as('stretch'),
          sql<number>`sum(seconds)`.as('seconds'),
          sql<number>`sum(seconds * bytes_per_second)`.as('bytes'),
        ])
        .where('service_id', '=', serviceId)
        .where('last_seen', '>=', from)
        .where('last_seen', '<', to)
        .where(sql<boolean>`last_seen - first_seen < ${sql.lit(lifetime)}`)
        .where('seconds', '>', 0)
        .groupBy('stretch')
        .execute()
      for (const { stretch: i, seconds, bytes } of rows)
        sums[Number(i)] = { seconds: Number(seconds), bytes: Number(bytes ?? 0) }
      return sums
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
