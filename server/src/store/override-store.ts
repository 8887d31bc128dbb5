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
    async set(
      { teamId, service, signature, check, kind, rate, label, reason, createdAt, createdBy, expiresAt },
      entry,
    ) {
      const values = {
        rate,
        label: label ?? '',
        reason,
        created_at: createdAt,
        created_by: createdBy,
        expires_at: expiresAt ?? null,
      }
      await audited(db, [entry], async (trx) => {
        await trx
          .insertInto('overrides')
          .values({ team_id: teamId, service, signature, template_check: check, kind, ...values })
          .onConflict((conflict) =>
            conflict.columns(['team_id', 'service', 'signature', 'template_check', 'kind']).doUpdateSet(values),
          )
          .execute()
        return true
      })
    },
    remove({ teamId, service, signature, check, kind }, entry) {
      return audited(db, [entry], async (trx) => {
        const rows = await trx
          .deleteFrom('overrides')
          .where('team_id', '=', teamId)
          .where('service', '=', service)
          .where('signature', '=', signature)
          .where('template_check', '=', check)
          .where('kind', '=', kind)
          .returning('kind')
          .execute()
        return rows.length > 0
      })
    },
  }
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
