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
    set({ teamId, service, unit, amount, updatedAt, updatedBy }, entry, replaces) {
      const values = { unit, amount, updated_at: updatedAt, updated_by: updatedBy }
      return audited(db, [entry], async (trx) => {
        if (replaces !== undefined && replaces > 0) {
          const rows = await trx
            .updateTable('budgets')
            .set(values)
            .where('team_id', '=', teamId)
            .where('service', '=', service)
            .where('updated_at', '=', replaces)
            .returning('service')
            .execute()
          return rows.length > 0
        }
        const rows = await trx
          .insertInto('budgets')
          .values({ team_id: teamId, service, ...values })
          .onConflict((conflict) => {
            const there = conflict.columns(['team_id', 'service'])
            return replaces === 0 ? there.doNothing() : there.doUpdateSet(values)
          })
          .returning('service')
          .execute()
        return rows.length > 0
      })
    },
    remove(teamId, service, entry, replaces) {
      return audited(db, [entry], async (trx) => {
        const rows = await trx
          .deleteFrom('budgets')
          .where('team_id', '=', teamId)
          .where('service', '=', service)
          .$if(replaces !== undefined, (query) => query.where('updated_at', '=', replaces!))
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
