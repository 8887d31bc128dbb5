import { audited } from './audited.js'
import type { WebhookStore } from './contracts/webhooks.js'
import type { Engine } from './engine.js'

export function createWebhookStore({ db, reader }: Engine): WebhookStore {
  return {
    async find(teamId) {
      const row = await reader.selectFrom('webhooks').selectAll().where('team_id', '=', teamId).executeTakeFirst()
      return row && { teamId, url: row.url, format: row.format, updatedAt: row.updated_at, updatedBy: row.updated_by }
    },
    async set({ teamId, url, format, updatedAt, updatedBy }, entry) {
      const values = { url, format, updated_at: updatedAt, updated_by: updatedBy }
      await audited(db, [entry], async (trx) => {
        await trx
          .insertInto('webhooks')
          .values({ team_id: teamId, ...values })
          .onConflict((conflict) => conflict.column('team_id').doUpdateSet(values))
          .execute()
        return true
      })
    },
    remove(teamId, entry) {
      return audited(db, [entry], async (trx) => {
        const rows = await trx.deleteFrom('webhooks').where('team_id', '=', teamId).returning('team_id').execute()
        return rows.length > 0
      })
    },
  }
}
