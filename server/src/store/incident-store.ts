import type { Selectable, Transaction } from 'kysely'
import type { Finding, IncidentStore, NewIncident, StoredIncident } from './contracts/incidents.js'
import type { Engine } from './engine.js'
import type { Tables } from './tables.js'

const DETECTED = 'detected'

export function createIncidentStore({ db, reader }: Engine): IncidentStore {
  const incidents = () =>
    reader
      .selectFrom('incidents')
      .innerJoin('services', 'services.id', 'incidents.service_id')
      .selectAll('incidents')
      .select('services.name as service')

  /** Returns whether `until` went on from where the caller thought it was. */
  async function advance(trx: Transaction<Tables>, from: number | undefined, until: number): Promise<boolean> {
    const rows =
      from === undefined
        ? await trx
            .insertInto('progress')
            .values({ name: DETECTED, until })
            .onConflict((conflict) => conflict.column('name').doNothing())
            .returning('until')
            .execute()
        : await trx
            .updateTable('progress')
            .set({ until })
            .where('name', '=', DETECTED)
            .where('until', '=', from)
            .returning('until')
            .execute()
    return rows.length === 1
  }

  return {
    async find(teamId, id) {
      const row = await incidents()
        .where('incidents.team_id', '=', teamId)
        .where('incidents.id', '=', id)
        .executeTakeFirst()
      return row && incidentOf(row)
    },
    async list({ teamId, service, open, before, during, limit }) {
      const rows = await incidents()
        .where('incidents.team_id', '=', teamId)
        .$if(service !== undefined, (query) => query.where('services.name', '=', service!))
        .$if(open !== undefined, (query) => query.where('resolved_at', open ? 'is' : 'is not', null))
        .$if(before !== undefined, (query) =>
          query.where((eb) => {
            const last = eb.selectFrom('incidents as last').select('last.opened_at').where('last.id', '=', before!)
            const sameTime = eb.and([eb('opened_at', '=', last), eb('incidents.id', '<', before!)])
            return eb.or([eb('opened_at', '<', last), sameTime])
          }),
        )
        .$if(during !== undefined, (query) =>
          query
            .where('opened_at', '<', during!.to)
            .where((eb) => eb.or([eb('resolved_at', 'is', null), eb('resolved_at', '>=', during!.from)])),
        )
        .orderBy('opened_at', 'desc')
        .orderBy('incidents.id', 'desc')
        .limit(limit)
        .execute()
      return rows.map(incidentOf)
    },
    async recent(closedSince) {
      const rows = await incidents()
        .where((eb) => eb.or([eb('resolved_at', 'is', null), eb('resolved_at', '>=', closedSince)]))
        .orderBy('incidents.id')
        .execute()
      return rows.map(incidentOf)
    },
    async detectedUntil() {
      const row = await db.selectFrom('progress').select('until').where('name', '=', DETECTED).executeTakeFirst()
      return row?.until
    },
    async record({ from, until, opened, changed }) {
      return db.transaction().execute(async (trx) => {
        if (!(await advance(trx, from, until))) return false
        if (opened.length > 0) await trx.insertInto('incidents').values(opened.map(rowOf)).execute()
        for (const incident of changed) {
          const { last_at, resolved_at, findings } = rowOf(incident)
          // Open again: the team is notified of its next end again.
          const told = resolved_at === null ? { told_resolved: 0 } : {}
          await trx
            .updateTable('incidents')
            .set({ last_at, resolved_at, findings, ...told })
            .where('id', '=', incident.id)
            .execute()
        }
        return true
      })
    },
    async unnotified(limit) {
      const rows = await incidents()
        .where((eb) =>
          eb.or([eb('told_opened', '=', 0), eb.and([eb('told_resolved', '=', 0), eb('resolved_at', 'is not', null)])]),
        )
        .orderBy('incidents.id')
        .limit(limit)
        .execute()
      return rows.map((row) => ({ ...incidentOf(row), news: row.told_opened === 0 ? 'opened' : 'resolved' }))
    },
    async notified(id, news) {
      const column = news === 'opened' ? 'told_opened' : 'told_resolved'
      await db
        .updateTable('incidents')
        .set({ [column]: 1 })
        .where('id', '=', id)
        .execute()
    },
  }
}

function rowOf({ teamId, serviceId, release, openedAt, lastAt, resolvedAt, findings }: NewIncident) {
  return {
    team_id: teamId,
    service_id: serviceId,
    release,
    opened_at: openedAt,
    last_at: lastAt,
    resolved_at: resolvedAt ?? null,
    findings: JSON.stringify(findings),
    told_opened: 0,
    told_resolved: 0,
  }
}

function incidentOf(row: Selectable<Tables['incidents']> & { service: string }): StoredIncident {
  return {
    id: row.id,
    teamId: row.team_id,
    serviceId: row.service_id,
    service: row.service,
    release: row.release,
    openedAt: row.opened_at,
    lastAt: row.last_at,
    resolvedAt: row.resolved_at ?? undefined,
    // Those of before have no check.
    findings: (JSON.parse(row.findings) as Finding[]).map((finding) => ({ ...finding, check: finding.check ?? '' })),
  }
}
