import { sql } from 'kysely'
import type { EpochSeconds } from '../internal/clock.js'
import { audited } from './audited.js'
import type { OverrideStore, StoredOverride } from './contracts/overrides.js'
import type { Engine } from './engine.js'
import type { Tables } from './tables.js'

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
    set(
      { teamId, service, signature, check, kind, rate, label, reason, createdAt, createdBy, expiresAt },
      entry,
      replaces,
    ) {
      const key = { team_id: teamId, service, signature, template_check: check, kind }
      const values = {
        rate,
        label: label ?? '',
        reason,
        created_at: createdAt,
        created_by: createdBy,
        expires_at: expiresAt ?? null,
      }
      return audited(db, [entry], async (trx) => {
        if (replaces !== undefined && replaces > 0) {
          const rows = await trx
            .updateTable('overrides')
            .set(values)
            .where((eb) => eb.and({ ...key, created_at: replaces }))
            .returning('kind')
            .execute()
          return rows.length > 0
        }
        const rows = await trx
          .insertInto('overrides')
          .values({ ...key, ...values })
          .onConflict((conflict) => {
            const update = conflict
              .columns(['team_id', 'service', 'signature', 'template_check', 'kind'])
              .doUpdateSet(values)
            return replaces === 0 ? update.where('overrides.expires_at', '<=', createdAt) : update
          })
          .returning('kind')
          .execute()
        return rows.length > 0
      })
    },
    async setAll(overrides, budget, entries) {
      await audited(db, entries, async (trx) => {
        for (const { teamId, service, signature, check, kind, expiresAt, ...one } of overrides) {
          const key = { team_id: teamId, service, signature, template_check: check, kind }
          const values = {
            rate: one.rate,
            label: one.label ?? '',
            reason: one.reason,
            created_by: one.createdBy,
            expires_at: expiresAt ?? null,
          }
          await trx
            .insertInto('overrides')
            .values({ ...key, ...values, created_at: one.createdAt })
            .onConflict((conflict) =>
              conflict.columns(['team_id', 'service', 'signature', 'template_check', 'kind']).doUpdateSet({
                ...values,
                // Never the same twice: it says which one a change replaces.
                created_at: later('overrides.created_at', one.createdAt),
              }),
            )
            .execute()
        }
        if (budget === undefined) return true
        const { teamId, service, unit, amount, updatedAt, updatedBy } = budget
        await trx
          .insertInto('budgets')
          .values({ team_id: teamId, service, unit, amount, updated_at: updatedAt, updated_by: updatedBy })
          .onConflict((conflict) =>
            conflict
              .columns(['team_id', 'service'])
              .doUpdateSet({ unit, amount, updated_at: later('budgets.updated_at', updatedAt), updated_by: updatedBy }),
          )
          .execute()
        return true
      })
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

/** Returns a time, or the second after the one that there is: the later of both. */
function later(column: string, time: number) {
  const there = sql.ref(column)
  return sql<number>`CASE WHEN ${there} >= ${time} THEN ${there} + 1 ELSE ${time} END`
}

function overrideOf(row: Tables['overrides']): StoredOverride {
  const { service, signature, kind, rate, label, reason } = row
  return {
    teamId: row.team_id,
    service,
    signature,
    check: row.template_check,
    kind,
    rate,
    ...(label !== '' && { label }),
    reason,
    createdAt: row.created_at,
    createdBy: row.created_by,
    expiresAt: row.expires_at ?? undefined,
  }
}
