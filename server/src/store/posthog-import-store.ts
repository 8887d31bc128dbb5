import type { Selectable } from 'kysely'
import { audited } from './audited.js'
import type { ImportProgress, PostHogImportStore, StoredImport } from './contracts/posthog-imports.js'
import type { Engine } from './engine.js'
import type { Tables } from './tables.js'

export function createPostHogImportStore({ db, reader }: Pick<Engine, 'db' | 'reader'>): PostHogImportStore {
  const ofTeam = (teamId: number) => reader.selectFrom('posthog_imports').selectAll().where('team_id', '=', teamId)
  return {
    async imports(teamId, limit) {
      const rows = await ofTeam(teamId).orderBy('started_at', 'desc').orderBy('import_id').limit(limit).execute()
      return rows.map(importOf)
    },
    async findImport(teamId, importId) {
      const row = await ofTeam(teamId).where('import_id', '=', importId).executeTakeFirst()
      return row && importOf(row)
    },
    async openImport(teamId) {
      const row = await ofTeam(teamId)
        .where('state', '=', 'open')
        .orderBy('started_at')
        .orderBy('import_id')
        .limit(1)
        .executeTakeFirst()
      return row && importOf(row)
    },
    startImport({ teamId, importId, request, progress, startedAt, startedBy }, entry) {
      return audited(db, [entry], async (trx) => {
        const { numInsertedOrUpdatedRows = 0n } = await trx
          .insertInto('posthog_imports')
          .values({
            team_id: teamId,
            import_id: importId,
            state: 'open',
            request: JSON.stringify(request),
            ...rowOf(progress),
            started_at: startedAt,
            started_by: startedBy,
            updated_at: startedAt,
          })
          .onConflict((conflict) =>
            conflict
              .columns(['team_id', 'import_id'])
              .doUpdateSet({ state: 'open', updated_at: startedAt })
              .where('posthog_imports.state', '=', 'cancelled'),
          )
          .executeTakeFirst()
        if (numInsertedOrUpdatedRows === 0n) return false
        await trx
          .insertInto('posthog_jobs')
          .values({
            team_id: teamId,
            name: 'import',
            state: 'idle',
            since: startedAt,
            last_run: null,
            last_ok: null,
            next_run: startedAt,
            failures: 0,
            problem: '',
            told: 0,
            counts: '{}',
          })
          .onConflict((conflict) => conflict.columns(['team_id', 'name']).doUpdateSet({ next_run: startedAt }))
          .execute()
        return true
      })
    },
    async importReached(teamId, importId, progress, at, state) {
      const rows = await db
        .updateTable('posthog_imports')
        .set({ ...rowOf(progress), updated_at: at, state })
        .where('team_id', '=', teamId)
        .where('import_id', '=', importId)
        .where('state', '=', 'open')
        .returning('import_id')
        .execute()
      return rows.length > 0
    },
    cancelImport(teamId, importId, entry) {
      return audited(db, [entry], async (trx) => {
        const rows = await trx
          .updateTable('posthog_imports')
          .set({ state: 'cancelled', updated_at: entry.at })
          .where('team_id', '=', teamId)
          .where('import_id', '=', importId)
          .where('state', '=', 'open')
          .returning('import_id')
          .execute()
        return rows.length > 0
      })
    },
  }
}

const rowOf = (progress: ImportProgress) => ({
  hours_done: progress.hoursDone,
  hours_all: progress.hoursAll,
  records: progress.records,
  service_hours: JSON.stringify(progress.serviceHours),
  notes: JSON.stringify(progress.notes),
  resume_from: progress.resumeFrom ?? null,
})

const importOf = (row: Selectable<Tables['posthog_imports']>): StoredImport => ({
  teamId: row.team_id,
  importId: row.import_id,
  state: row.state,
  request: JSON.parse(row.request),
  progress: {
    hoursDone: row.hours_done,
    hoursAll: row.hours_all,
    records: row.records,
    serviceHours: JSON.parse(row.service_hours),
    notes: JSON.parse(row.notes),
    resumeFrom: row.resume_from ?? undefined,
  },
  startedAt: row.started_at,
  startedBy: row.started_by,
  updatedAt: row.updated_at,
})
