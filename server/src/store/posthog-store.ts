import type { Insertable, Selectable, Transaction } from 'kysely'
import { audited } from './audited.js'
import type {
  ConnectionFinding,
  MadeThing,
  PostHogJobName,
  PostHogStore,
  StoredConnection,
  StoredJob,
} from './contracts/posthog.js'
import type { Engine } from './engine.js'
import { createPostHogImportStore } from './posthog-import-store.js'
import type { Tables } from './tables.js'

/** What is kept of a team's PostHog, beside the team itself. */
export const POSTHOG_TABLES = ['posthog_connections', 'posthog_jobs', 'posthog_made', 'posthog_imports'] as const

export function createPostHogStore({ db, reader }: Engine): PostHogStore {
  return {
    ...createPostHogImportStore({ db, reader }),
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
        await trx
          .insertInto('posthog_connections')
          .values({ team_id: place.teamId, revision: 1, ...values })
          .onConflict((conflict) =>
            conflict
              .column('team_id')
              .doUpdateSet((eb) => ({ ...values, revision: eb('posthog_connections.revision', '+', 1) })),
          )
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
        for (const table of POSTHOG_TABLES) await trx.deleteFrom(table).where('team_id', '=', teamId).execute()
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
    async jobs(teamId) {
      const rows = await reader.selectFrom('posthog_jobs').selectAll().where('team_id', '=', teamId).execute()
      return rows.map(jobOf)
    },
    async due(now, names, limit) {
      const rows = await reader
        .selectFrom('posthog_jobs')
        .selectAll()
        .where('next_run', '<=', now)
        .where('name', 'in', names)
        .orderBy('next_run')
        .orderBy('team_id')
        .limit(limit)
        .execute()
      return rows.map(jobOf)
    },
    async jobEnded(job, revision, entry) {
      await audited(db, entry === undefined ? [] : [entry], async (trx) => {
        const { team_id: teamId, name, ...values } = rowOfJob(job)
        const rows = await trx
          .updateTable('posthog_jobs')
          .set(values)
          .where('team_id', '=', teamId)
          .where('name', '=', name)
          .where((eb) =>
            eb.exists(
              eb
                .selectFrom('posthog_connections')
                .select('revision')
                .where('team_id', '=', teamId)
                .where('revision', '=', revision),
            ),
          )
          .returning('name')
          .execute()
        return rows.length > 0
      })
    },
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

/** Has a job due, with nothing known of what was before. */
async function beDue(trx: Transaction<Tables>, teamId: number, name: PostHogJobName, at: number): Promise<void> {
  const values = {
    state: 'idle' as const,
    since: at,
    last_run: null,
    last_ok: null,
    next_run: at,
    failures: 0,
    problem: '',
    told: 0,
    counts: '{}',
  }
  await trx
    .insertInto('posthog_jobs')
    .values({ team_id: teamId, name, ...values })
    .onConflict((conflict) => conflict.columns(['team_id', 'name']).doUpdateSet(values))
    .execute()
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

const jobOf = (row: Selectable<Tables['posthog_jobs']>): StoredJob => ({
  teamId: row.team_id,
  name: row.name,
  state: row.state,
  since: row.since,
  lastRun: row.last_run ?? undefined,
  lastOk: row.last_ok ?? undefined,
  nextRun: row.next_run,
  failures: row.failures,
  problem: row.problem,
  isTold: row.told === 1,
  counts: JSON.parse(row.counts),
})

const rowOfJob = (job: StoredJob): Insertable<Tables['posthog_jobs']> => ({
  team_id: job.teamId,
  name: job.name,
  state: job.state,
  since: job.since,
  last_run: job.lastRun ?? null,
  last_ok: job.lastOk ?? null,
  next_run: job.nextRun,
  failures: job.failures,
  problem: job.problem,
  told: job.isTold ? 1 : 0,
  counts: JSON.stringify(job.counts),
})
