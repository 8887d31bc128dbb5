import { audited } from './audited.js'
import type { BudgetStore, StoredBudget } from './contracts/budgets.js'
import type { Engine } from './engine.js'
import type { Tables } from './tables.js'

export function createBudgetStore({ db, reader }: Engine): BudgetStore {
  return {
    async list(teamId) {
      const rows = await reader
        .selectFrom('budgets')
        .selectAll()
        .where('team_id', '=', teamId)
        .orderBy('service')
        .execute()
      return rows.map(budgetOf)
    },
    async set({ teamId, service, unit, amount, updatedAt, updatedBy }, entry) {
      const values = { unit, amount, updated_at: updatedAt, updated_by: updatedBy }
      await audited(db, [entry], async (trx) => {
        await trx
          .insertInto('budgets')
          .values({ team_id: teamId, service, ...values })
          .onConflict((conflict) => conflict.columns(['team_id', 'service']).doUpdateSet(values))
          .execute()
        return true
      })
    },
    remove(teamId, service, entry) {
      return audited(db, [entry], async (trx) => {
        const rows = await trx
          .deleteFrom('budgets')
          .where('team_id', '=', teamId)
          .where('service', '=', service)
          .returning('service')
          .execute()
        return rows.length > 0
      })
    },
  }
}

function budgetOf(row: Tables['budgets']): StoredBudget {
  const { service, unit, amount } = row
  return { teamId: row.team_id, service, unit, amount, updatedAt: row.updated_at, updatedBy: row.updated_by }
}
