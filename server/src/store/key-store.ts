import type { Scope } from '../scope.js'
import { audited } from './audited.js'
import type { Engine } from './engine.js'
import type { KeyStore, StoredKey } from './store.js'
import type { Tables } from './tables.js'

export function createKeyStore({ db, reader, skipIds }: Engine): KeyStore {
  return {
    async ensureTeam(name, now) {
      await db
        .insertInto('teams')
        .values({ name, created_at: now })
        .onConflict((conflict) => conflict.column('name').doNothing())
        .execute()
      const { id } = await db.selectFrom('teams').select('id').where('name', '=', name).executeTakeFirstOrThrow()
      return id
    },
    async findTeam(name) {
      const row = await reader.selectFrom('teams').select('id').where('name', '=', name).executeTakeFirst()
      return row?.id
    },
    async hasTeam(id) {
      const row = await reader
        .selectFrom('teams')
        .select('id')
        .where('id', '=', id)
        .where('removed_at', 'is', null)
        .executeTakeFirst()
      return row !== undefined
    },
    async makeTeam(id, name, now, entry) {
      await audited(db, [entry], async (trx) => {
        const made = await trx
          .insertInto('teams')
          .values({ id, name, created_at: now })
          // Of any constraint: of two at once, the second may meet the name before the id.
          .onConflict((conflict) => conflict.doNothing())
          .returning('id')
          .executeTakeFirst()
        if (made !== undefined) await skipIds(trx, 'teams')
        return made !== undefined
      })
    },
    async count() {
      const { n } = await db
        .selectFrom('api_keys')
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow()
      return Number(n)
    },
    async add(key, entry) {
      await audited(db, [entry], async (trx) => {
        await trx.insertInto('api_keys').values(rowOf(key)).execute()
        return true
      })
    },
    async find(id) {
      const row = await reader.selectFrom('api_keys').selectAll().where('id', '=', id).executeTakeFirst()
      return row && keyOf(row)
    },
    async list(teamId) {
      const rows = await reader
        .selectFrom('api_keys')
        .selectAll()
        .where('team_id', '=', teamId)
        .orderBy('created_at')
        .orderBy('id')
        .execute()
      return rows.map(keyOf)
    },
    async revoke(teamId, id, now, entry) {
      const revoked = await audited(db, [entry], async (trx) => {
        const rows = await trx
          .updateTable('api_keys')
          .set({ revoked_at: now })
          .where('team_id', '=', teamId)
          .where('id', '=', id)
          .where('revoked_at', 'is', null)
          .returning('id')
          .execute()
        return rows.length > 0
      })
      if (revoked) return true
      const known = await db
        .selectFrom('api_keys')
        .select('id')
        .where('team_id', '=', teamId)
        .where('id', '=', id)
        .executeTakeFirst()
      return known !== undefined
    },
    async used(uses) {
      // In one order, so that replicas cannot deadlock.
      const sorted = uses.toSorted((a, b) => (a.id < b.id ? -1 : 1))
      await db.transaction().execute(async (trx) => {
        for (const { id, lastUsedAt, refusedReports } of sorted) {
          if (refusedReports > 0)
            await trx
              .updateTable('api_keys')
              .set((eb) => ({ refused_reports: eb('refused_reports', '+', refusedReports) }))
              .where('id', '=', id)
              .execute()
          if (lastUsedAt === undefined) continue
          await trx
            .updateTable('api_keys')
            .set({ last_used_at: lastUsedAt })
            .where('id', '=', id)
            .where((eb) => eb.or([eb('last_used_at', 'is', null), eb('last_used_at', '<', lastUsedAt)]))
            .execute()
        }
      })
    },
  }
}

function rowOf(key: StoredKey): Tables['api_keys'] {
  return {
    id: key.id,
    team_id: key.teamId,
    name: key.name,
    hash: key.hash,
    scopes: key.scopes.join(' '),
    created_at: key.createdAt,
    revoked_at: key.revokedAt ?? null,
    expires_at: key.expiresAt ?? null,
    last_used_at: key.lastUsedAt ?? null,
    refused_reports: key.refusedReports ?? 0,
  }
}

function keyOf(row: Tables['api_keys']): StoredKey {
  return {
    id: row.id,
    teamId: row.team_id,
    name: row.name,
    hash: row.hash,
    scopes: row.scopes.split(' ') as Scope[],
    createdAt: row.created_at,
    revokedAt: row.revoked_at ?? undefined,
    expiresAt: row.expires_at ?? undefined,
    lastUsedAt: row.last_used_at ?? undefined,
    refusedReports: row.refused_reports,
  }
}
