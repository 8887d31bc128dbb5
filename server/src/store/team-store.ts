import { audited } from './audited.js'
import type { TeamStore } from './contracts/teams.js'
import type { Engine } from './engine.js'
import { POSTHOG_TABLES } from './posthog-connection-store.js'
import { removeService } from './removed-services.js'

const BY_TEAM = [
  'sessions',
  'login_codes',
  'api_keys',
  'policies',
  'budgets',
  'overrides',
  'webhooks',
  'incidents',
  'notices',
  'llm_settings',
  'llm_calls',
  'llm_days',
  'verdicts',
  ...POSTHOG_TABLES,
] as const

export function createTeamStore({ db }: Pick<Engine, 'db'>): TeamStore {
  return {
    async remove(name, entry) {
      const team = await db.selectFrom('teams').select('id').where('name', '=', name).executeTakeFirst()
      if (team === undefined) return false
      const { id: teamId } = team
      const own = { ...entry, teamId }
      // First of all nobody reports for it any more, by a key or by a token that names its id.
      await db.updateTable('teams').set({ removed_at: entry.at }).where('id', '=', teamId).execute()
      await db.deleteFrom('api_keys').where('team_id', '=', teamId).execute()
      const services = await db.selectFrom('services').select('name').where('team_id', '=', teamId).execute()
      for (const { name: service } of services)
        await removeService(db, teamId, service, { ...own, action: 'service.removed', service })
      return audited(db, [own], async (trx) => {
        for (const table of BY_TEAM) await trx.deleteFrom(table).where('team_id', '=', teamId).execute()
        // The audit goes on naming its id, which is why no other team may get it.
        const rows = await trx
          .updateTable('teams')
          .set({ name: `${name} (removed, ${teamId})`, removed_at: entry.at })
          .where('id', '=', teamId)
          .where('name', '=', name)
          .returning('id')
          .execute()
        return rows.length > 0
      })
    },
  }
}
