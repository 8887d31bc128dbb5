import type { MadeThing, PostHogMadeStore } from './contracts/posthog.js'
import type { Engine } from './engine.js'

export function createPostHogMadeStore({ db, reader }: Pick<Engine, 'db' | 'reader'>): PostHogMadeStore {
  return {
    async made(teamId) {
      const rows = await reader
        .selectFrom('posthog_made')
        .selectAll()
        .where('team_id', '=', teamId)
        .orderBy('made_at')
        .orderBy('remote_id')
        .execute()
      return rows.map(
        ({ kind, remote_id: remoteId, name, made_at: madeAt }): MadeThing => ({ kind, remoteId, name, madeAt }),
      )
    },
    async noteMade(teamId, { kind, remoteId, name, madeAt }) {
      await db
        .insertInto('posthog_made')
        .values({ team_id: teamId, kind, remote_id: remoteId, name, made_at: madeAt })
        .onConflict((conflict) => conflict.columns(['team_id', 'kind', 'remote_id']).doNothing())
        .execute()
    },
    async forgetMade(teamId, kind, remoteId) {
      await db
        .deleteFrom('posthog_made')
        .where('team_id', '=', teamId)
        .where('kind', '=', kind)
        .where('remote_id', '=', remoteId)
        .execute()
    },
  }
}
