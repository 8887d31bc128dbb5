import type { ExpressionBuilder } from 'kysely'
import type { AuditQuery, AuditStore } from './contracts/audit.js'
import type { Engine } from './engine.js'
import type { Tables } from './tables.js'

/** `name`: an action, or the part before its dot. */
const isAction = (eb: ExpressionBuilder<Tables, 'audit'>, name: string) =>
  name.includes('.') ? eb('action', '=', name) : eb('action', 'like', `${name}.%`)

export function createAuditStore({ reader }: Engine): AuditStore {
  async function find(teamId: number, query: AuditQuery) {
    const { service, actions, exceptActors, exceptActions = [], before, since, until, limit } = query
    const rows = await reader
      .selectFrom('audit')
      .selectAll()
      .where('team_id', '=', teamId)
      .$if(service !== undefined, (select) => select.where('service', '=', service!))
      .$if(before !== undefined, (select) => select.where('id', '<', before!))
      .$if(since !== undefined, (select) => select.where('at', '>=', since!))
      .$if(until !== undefined, (select) => select.where('at', '<', until!))
      .$if(exceptActors !== undefined, (select) => select.where('actor', 'not in', exceptActors!))
      .$if(actions !== undefined, (select) => select.where((eb) => eb.or(actions!.map((name) => isAction(eb, name)))))
      .$if(exceptActions.length > 0, (select) =>
        select.where((eb) => eb.not(eb.or(exceptActions.map((name) => isAction(eb, name))))),
      )
      .orderBy('id', 'desc')
      .limit(limit)
      .execute()
    return rows.map(({ team_id, detail, ...row }) => ({ ...row, teamId: team_id, detail: JSON.parse(detail) }))
  }

  return {
    find,
    list: (teamId, service, limit, before) => find(teamId, { service, limit, before }),
  }
}
