import type { Transaction } from 'kysely'
import { audited } from './audited.js'
import type { PostHogToggleStore, SwitchMode } from './contracts/posthog-toggle.js'
import type { Engine } from './engine.js'
import type { Tables } from './tables.js'

export function createPostHogToggleStore({ db, reader }: Pick<Engine, 'db' | 'reader'>): PostHogToggleStore {
  return {
    async toggle(teamId) {
      const row = await reader
        .selectFrom('posthog_toggles')
        .selectAll()
        .where('team_id', '=', teamId)
        .executeTakeFirst()
      if (row === undefined) return undefined
      const services = new Map(Object.entries(JSON.parse(row.services) as Record<string, SwitchMode>))
      return { mode: row.mode, services, since: row.since }
    },
    setToggle(teamId, revision, { mode, services, since }, entries) {
      const values = { mode, services: JSON.stringify(Object.fromEntries(services)), since }
      return audited(db, entries, async (trx) => {
        const connection = await trx
          .selectFrom('posthog_connections')
          .select('revision')
          .where('team_id', '=', teamId)
          .where('revision', '=', revision)
          .executeTakeFirst()
        if (connection === undefined) return false
        await trx
          .insertInto('posthog_toggles')
          .values({ team_id: teamId, ...values })
          .onConflict((conflict) => conflict.column('team_id').doUpdateSet(values))
          .execute()
        return true
      })
    },
  }
}

/**
 * Has the flag say nothing any more: nobody reads it. Its row stays, because SDKs that have a document by it keep that until they get
 * another.
 */
export async function switchNothing(trx: Transaction<Tables>, teamId: number, at: number): Promise<void> {
  await trx
    .updateTable('posthog_toggles')
    .set({ mode: 'active', services: '{}', since: at })
    .where('team_id', '=', teamId)
    .execute()
}
