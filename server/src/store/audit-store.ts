import type { AuditStore } from './contracts/audit.js'
import type { Engine } from './engine.js'

export function createAuditStore({ reader }: Engine): AuditStore {
  return {
    async list(teamId, service, limit, before) {
      const rows = await reader
        .selectFrom('audit')
        .selectAll()
        .where('team_id', '=', teamId)
        .$if(service !== undefined, (query) => query.where('service', '=', service!))
        .$if(before !== undefined, (query) => query.where('id', '<', before!))
        .orderBy('id', 'desc')
        .limit(limit)
        .execute()
      return rows.map(({ team_id, detail, ...row }) => ({ ...row, teamId: team_id, detail: JSON.parse(detail) }))
    },
  }
}
