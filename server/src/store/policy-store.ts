import type { Engine } from './engine.js'
import type { PolicyStore, StoredPolicy } from './store.js'
import type { Tables } from './tables.js'

export function createPolicyStore({ db, reader }: Engine): PolicyStore {
  const of = (teamId: number, service: string) =>
    reader.selectFrom('policies').selectAll().where('team_id', '=', teamId).where('service', '=', service)

  return {
    async latest(teamId, service) {
      const row = await of(teamId, service).orderBy('version', 'desc').limit(1).executeTakeFirst()
      return row && policyOf(row)
    },
    async find(teamId, service, version) {
      const row = await of(teamId, service).where('version', '=', version).executeTakeFirst()
      return row && policyOf(row)
    },
    async history(teamId, service, limit) {
      const rows = await of(teamId, service).orderBy('version', 'desc').limit(limit).execute()
      return rows.map(policyOf)
    },
    async append(teamId, service, policy) {
      const rows = await db
        .insertInto('policies')
        .values({
          team_id: teamId,
          service,
          version: policy.version,
          document: policy.document,
          created_at: policy.createdAt,
          created_by: policy.createdBy,
          restored_from: policy.restoredFrom ?? null,
        })
        .onConflict((conflict) => conflict.columns(['team_id', 'service', 'version']).doNothing())
        .returning('version')
        .execute()
      return rows.length === 1
    },
  }
}

function policyOf(row: Tables['policies']): StoredPolicy {
  return {
    version: row.version,
    document: row.document,
    createdAt: row.created_at,
    createdBy: row.created_by,
    restoredFrom: row.restored_from ?? undefined,
  }
}
