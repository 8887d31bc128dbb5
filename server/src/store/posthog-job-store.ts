import type { Insertable, Selectable, Transaction } from 'kysely'
import { audited } from './audited.js'
import type { PostHogJobName, PostHogJobStore, StoredJob } from './contracts/posthog.js'
import type { Engine } from './engine.js'
import type { Tables } from './tables.js'

export function createPostHogJobStore({ db, reader }: Pick<Engine, 'db' | 'reader'>): PostHogJobStore {
  return {
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
    async askForBoard(teamId, at, entry) {
      await audited(db, [entry], async (trx) => {
        await trx.deleteFrom('posthog_made').where('team_id', '=', teamId).where('kind', '=', 'dashboard').execute()
        await beDue(trx, teamId, 'board', at)
        return true
      })
    },
    async endBoard(teamId, entry) {
      await audited(db, [entry], async (trx) => {
        await trx.deleteFrom('posthog_jobs').where('team_id', '=', teamId).where('name', '=', 'board').execute()
        return true
      })
    },
  }
}

/** Has a job due, with nothing known of what was before. */
export async function beDue(trx: Transaction<Tables>, teamId: number, name: PostHogJobName, at: number): Promise<void> {
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
