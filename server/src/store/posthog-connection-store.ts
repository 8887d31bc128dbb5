import type { Selectable, Transaction } from 'kysely'
import { audited } from './audited.js'
import type { ConnectionFinding, PostHogConnectionStore, StoredConnection } from './contracts/posthog.js'
import type { Engine } from './engine.js'
import { beDue } from './posthog-job-store.js'
import { switchNothing } from './posthog-toggle-store.js'
import type { Tables } from './tables.js'

/** What leaves with a connection. */
const OF_CONNECTION = ['posthog_connections', 'posthog_jobs', 'posthog_made', 'posthog_imports'] as const
/** What is kept of a team's PostHog, beside the team itself. */
export const POSTHOG_TABLES = [...OF_CONNECTION, 'posthog_toggles'] as const

export function createPostHogConnectionStore({ db, reader }: Pick<Engine, 'db' | 'reader'>): PostHogConnectionStore {
  return {
    async find(teamId) {
      const row = await reader
        .selectFrom('posthog_connections')
        .selectAll()
        .where('team_id', '=', teamId)
        .executeTakeFirst()
      return row && connectionOf(row)
    },
    async set(place, jobs, entry) {
      const values = {
        host: place.host,
        ingest_host: place.ingestHost,
        project: place.project,
        keys: place.keys,
        personal_key: place.personalKey?.sealed ?? '',
        personal_key_shown: place.personalKey?.shown ?? '',
        project_key: place.projectKey?.sealed ?? '',
        project_key_shown: place.projectKey?.shown ?? '',
        updated_at: place.updatedAt,
        updated_by: place.updatedBy,
        state: 'unproved' as const,
        since: place.updatedAt,
        problem: '',
        capabilities: '[]',
        probed_at: null,
        price: null,
      }
      await audited(db, [entry], async (trx) => {
        const before = await trx
          .selectFrom('posthog_connections')
          .select(['host', 'project'])
          .where('team_id', '=', place.teamId)
          .executeTakeFirst()
        // The flag of another project is another flag.
        if (before?.host !== place.host || before.project !== place.project)
          await switchNothing(trx, place.teamId, place.updatedAt)
        await trx
          .insertInto('posthog_connections')
          .values({ team_id: place.teamId, revision: 1, ...values })
          .onConflict((conflict) =>
            conflict
              .column('team_id')
              .doUpdateSet((eb) => ({ ...values, revision: eb('posthog_connections.revision', '+', 1) })),
          )
          .execute()
        await trx
          .deleteFrom('posthog_jobs')
          .where('team_id', '=', place.teamId)
          .$if(jobs.length > 0, (own) => own.where('name', 'not in', jobs))
          .execute()
        for (const name of jobs) await beDue(trx, place.teamId, name, place.updatedAt)
        return true
      })
    },
    remove(teamId, entry) {
      return audited(db, [entry], async (trx) => {
        const [gone] = await trx
          .deleteFrom('posthog_connections')
          .where('team_id', '=', teamId)
          .returning('team_id')
          .execute()
        for (const table of OF_CONNECTION) await trx.deleteFrom(table).where('team_id', '=', teamId).execute()
        await switchNothing(trx, teamId, entry.at)
        return gone !== undefined
      })
    },
    found(teamId, revision, finding, entry) {
      return audited(db, entry === undefined ? [] : [entry], (trx) => writeFinding(trx, teamId, revision, finding))
    },
    async price(teamId) {
      const row = await reader
        .selectFrom('posthog_connections')
        .select('price')
        .where('team_id', '=', teamId)
        .executeTakeFirst()
      return row === undefined || row.price === null ? undefined : JSON.parse(row.price)
    },
    async setPrice(teamId, revision, price) {
      await db
        .updateTable('posthog_connections')
        .set({ price: JSON.stringify(price) })
        .where('team_id', '=', teamId)
        .where('revision', '=', revision)
        .execute()
    },
  }
}

async function writeFinding(
  trx: Transaction<Tables>,
  teamId: number,
  revision: number,
  { state, problem, at, capabilities }: ConnectionFinding,
): Promise<boolean> {
  const found = await trx
    .selectFrom('posthog_connections')
    .select(['state', 'since'])
    .where('team_id', '=', teamId)
    .where('revision', '=', revision)
    .executeTakeFirst()
  if (found === undefined) return false
  await trx
    .updateTable('posthog_connections')
    .set({
      state,
      since: found.state === state ? found.since : at,
      problem,
      ...(capabilities !== undefined && { capabilities: JSON.stringify(capabilities), probed_at: at }),
    })
    .where('team_id', '=', teamId)
    .where('revision', '=', revision)
    .execute()
  return true
}

function connectionOf(row: Selectable<Tables['posthog_connections']>): StoredConnection {
  const keyOf = (sealed: string, shown: string) => (sealed === '' ? undefined : { sealed, shown })
  return {
    teamId: row.team_id,
    host: row.host,
    ingestHost: row.ingest_host,
    project: row.project,
    keys: row.keys,
    personalKey: keyOf(row.personal_key, row.personal_key_shown),
    projectKey: keyOf(row.project_key, row.project_key_shown),
    updatedAt: row.updated_at,
    updatedBy: row.updated_by,
    revision: row.revision,
    state: row.state,
    since: row.since,
    problem: row.problem,
    capabilities: JSON.parse(row.capabilities),
    probedAt: row.probed_at ?? undefined,
    price: row.price === null ? undefined : JSON.parse(row.price),
  }
}
