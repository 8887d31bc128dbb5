import type { Scope } from '../scope.js'
import type { Engine } from './engine.js'
import type { KeyStore, StoredKey } from './store.js'
import type { Tables } from './tables.js'

export function createKeyStore({ db, reader }: Engine): KeyStore {
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
    async count() {
      const { n } = await db
        .selectFrom('api_keys')
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow()
      return Number(n)
    },
    async add(key) {
      await db
        .insertInto('api_keys')
        .values({
          id: key.id,
          team_id: key.teamId,
          name: key.name,
          hash: key.hash,
          scopes: key.scopes.join(' '),
          created_at: key.createdAt,
          revoked_at: key.revokedAt ?? null,
        })
        .execute()
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
    async revoke(teamId, id, now) {
      const found = await db
        .selectFrom('api_keys')
        .select('id')
        .where('team_id', '=', teamId)
        .where('id', '=', id)
        .executeTakeFirst()
      if (found === undefined) return false
      await db
        .updateTable('api_keys')
        .set({ revoked_at: now })
        .where('team_id', '=', teamId)
        .where('id', '=', id)
        .where('revoked_at', 'is', null)
        .execute()
      return true
    },
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
  }
}
