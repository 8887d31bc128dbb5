import type { EpochSeconds } from '../internal/clock.js'
import { audited } from './audited.js'
import type { OverrideKey, OverridePut, OverrideStore } from './contracts/overrides.js'
import type { Engine } from './engine.js'
import { laterThan, overrideOf, putOverride } from './put-override.js'

export function createOverrideStore({ db, reader }: Engine): OverrideStore {
  const inForce = (teamId: number, now: EpochSeconds) =>
    reader
      .selectFrom('overrides')
      .selectAll()
      .where('team_id', '=', teamId)
      .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
      .orderBy('service')
      .orderBy('signature')
      .orderBy('template_check')
      .orderBy('kind')

  return {
    async list(teamId, service, now) {
      const rows = await inForce(teamId, now).where('service', '=', service).execute()
      return rows.map(overrideOf)
    },
    async ofTeam(teamId, now) {
      return (await inForce(teamId, now).execute()).map(overrideOf)
    },
    async set(override, entry, replaces) {
      let put: OverridePut = { kind: 'changed' }
      await audited(db, [entry], async (trx) => {
        put = await putOverride(trx, override, replaces)
        return put.kind === 'set'
      })
      return put
    },
    async setAll(overrides, budget, entries) {
      let refused: Exclude<OverridePut, { kind: 'set' }> | undefined
      // Two writers that set the same ones wait for each other, not in a circle.
      const inOrder = overrides.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))
      await audited(db, entries, async (trx) => {
        for (const override of inOrder) {
          const put = await putOverride(trx, override)
          if (put.kind === 'set') continue
          refused = put
          return false
        }
        if (budget === undefined) return true
        const { teamId, service, unit, amount, updatedAt, updatedBy } = budget
        await trx
          .insertInto('budgets')
          .values({ team_id: teamId, service, unit, amount, updated_at: updatedAt, updated_by: updatedBy })
          .onConflict((conflict) =>
            conflict.columns(['team_id', 'service']).doUpdateSet({
              unit,
              amount,
              updated_at: laterThan('budgets.updated_at', updatedAt),
              updated_by: updatedBy,
            }),
          )
          .execute()
        return true
      })
      return refused ?? { kind: 'set' }
    },
    remove({ teamId, service, signature, check, kind }, entry, replaces) {
      return audited(db, [entry], async (trx) => {
        const rows = await trx
          .deleteFrom('overrides')
          .where('team_id', '=', teamId)
          .where('service', '=', service)
          .where('signature', '=', signature)
          .where('template_check', '=', check)
          .where('kind', '=', kind)
          .$if(replaces !== undefined, (query) => query.where('created_at', '=', replaces!))
          .returning('kind')
          .execute()
        return rows.length > 0
      })
    },
  }
}

function orderOf({ teamId, service, signature, check, kind }: OverrideKey): string {
  return JSON.stringify([teamId, service, signature, check, kind])
}
