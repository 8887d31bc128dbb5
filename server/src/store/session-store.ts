import type { Transaction } from 'kysely'
import { audited } from './audited.js'
import type { NewSession, SessionStore, StoredSession } from './contracts/sessions.js'
import type { Engine } from './engine.js'
import { SECONDS, type Tables } from './tables.js'

/** Uses are written within a minute: until then a session that is idle here may be in use elsewhere. */
const LATE_USE_SECONDS = 2 * SECONDS.minute

export function createSessionStore({ db, reader }: Engine): SessionStore {
  return {
    begin(begun) {
      const { session, code, entry } = begun
      const entries = [entry]
      return audited(db, entries, async (trx) => {
        if (code !== undefined && !(await useUp(trx, code, session.createdAt))) return false
        await trx.insertInto('sessions').values(rowOf(session)).execute()
        for (const ended of await reclaim(trx, begun)) entries.push(begun.entryOfEnded(ended))
        return true
      })
    },
    async find(hash) {
      const row = await reader.selectFrom('sessions').selectAll().where('hash', '=', hash).executeTakeFirst()
      return row && sessionOf(row)
    },
    end(hash, entry) {
      return audited(db, [entry], async (trx) => {
        const rows = await trx.deleteFrom('sessions').where('hash', '=', hash).returning('hash').execute()
        return rows.length > 0
      })
    },
    async used(uses) {
      // In one order, so that replicas cannot deadlock.
      const sorted = uses.toSorted((a, b) => (a.hash < b.hash ? -1 : 1))
      await db.transaction().execute(async (trx) => {
        for (const { hash, idleUntil } of sorted)
          await trx
            .updateTable('sessions')
            .set({ idle_until: idleUntil })
            .where('hash', '=', hash)
            .where('idle_until', '<', idleUntil)
            .execute()
      })
    },
    async addCode({ hash, teamId, keyId, expiresAt }, entry) {
      await audited(db, [entry], async (trx) => {
        const row = { hash, team_id: teamId, key_id: keyId, expires_at: expiresAt }
        await trx.insertInto('login_codes').values(row).execute()
        return true
      })
    },
    async findCode(hash, now) {
      const row = await reader
        .selectFrom('login_codes')
        .selectAll()
        .where('hash', '=', hash)
        .where('expires_at', '>', now)
        .executeTakeFirst()
      return row && { hash, teamId: row.team_id, keyId: row.key_id, expiresAt: row.expires_at }
    },
    async forget(now) {
      await db
        .deleteFrom('sessions')
        .where((eb) => eb.or([eb('expires_at', '<=', now), eb('idle_until', '<=', now - LATE_USE_SECONDS)]))
        .execute()
      await db.deleteFrom('login_codes').where('expires_at', '<=', now).execute()
    },
  }
}

/** Returns whether there was such a code: of several that use it at once, one does. */
async function useUp(trx: Transaction<Tables>, code: string, now: number): Promise<boolean> {
  const rows = await trx
    .deleteFrom('login_codes')
    .where('hash', '=', code)
    .where('expires_at', '>', now)
    .returning('hash')
    .execute()
  return rows.length > 0
}

/** Ends those beyond the bounds, but never the new one. Returns them. */
async function reclaim(trx: Transaction<Tables>, { session, bounds }: NewSession): Promise<StoredSession[]> {
  const others = await trx
    .selectFrom('sessions')
    .selectAll()
    .where('team_id', '=', session.teamId)
    .where('hash', '<>', session.hash)
    .orderBy('idle_until', 'desc')
    .orderBy('created_at', 'desc')
    .orderBy('hash')
    .execute()
  const beyond = new Set([
    ...others.filter(({ key_id }) => key_id === session.keyId).slice(bounds.perKey - 1),
    ...others.slice(bounds.perTeam - 1),
  ])
  for (const { hash } of beyond) await trx.deleteFrom('sessions').where('hash', '=', hash).execute()
  return [...beyond].map(sessionOf)
}

function rowOf({ hash, teamId, keyId, createdAt, expiresAt, idleUntil }: StoredSession): Tables['sessions'] {
  return {
    hash,
    team_id: teamId,
    key_id: keyId,
    created_at: createdAt,
    expires_at: expiresAt,
    idle_until: idleUntil,
  }
}

function sessionOf(row: Tables['sessions']): StoredSession {
  return {
    hash: row.hash,
    teamId: row.team_id,
    keyId: row.key_id,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    idleUntil: row.idle_until,
  }
}
