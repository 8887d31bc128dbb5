import type { Selectable } from 'kysely'
import { audited } from './audited.js'
import type { ModelStore, StoredExam, TeamModel } from './contracts/models.js'
import type { Engine } from './engine.js'
import { createModelCallStore } from './model-call-store.js'
import type { Tables } from './tables.js'
import { createVerdictStore } from './verdict-store.js'

/** What teams say of language models, their exams; with what they are asked, and what they say. */
export function createModelStore(engine: Engine): ModelStore {
  const { db, reader } = engine
  return {
    ...createModelCallStore(engine),
    ...createVerdictStore(engine),
    async team(teamId) {
      const row = await reader.selectFrom('llm_settings').selectAll().where('team_id', '=', teamId).executeTakeFirst()
      return row && teamOf(row)
    },
    async teams() {
      const rows = await reader
        .selectFrom('llm_settings')
        .selectAll()
        .where('mode', '!=', 'off')
        .orderBy('team_id')
        .execute()
      return rows.map(teamOf)
    },
    async set(settings, entry) {
      const { team_id, ...values } = rowOf(settings)
      await audited(db, [entry], async (trx) => {
        await trx
          .insertInto('llm_settings')
          .values({ team_id, ...values })
          .onConflict((conflict) => conflict.column('team_id').doUpdateSet(values))
          .execute()
        return true
      })
    },
    async exam({ model, promptVersion }) {
      const row = await reader
        .selectFrom('llm_exams')
        .selectAll()
        .where('model', '=', model)
        .where('prompt_version', '=', promptVersion)
        .executeTakeFirst()
      return row && examOf(row)
    },
    async askForExam(exam, entry) {
      const { model, prompt_version, ...values } = examRowOf(exam)
      await audited(db, [entry], async (trx) => {
        await trx
          .insertInto('llm_exams')
          .values({ model, prompt_version, ...values })
          .onConflict((conflict) => conflict.columns(['model', 'prompt_version']).doUpdateSet(values))
          .execute()
        return true
      })
    },
    async endExam(exam) {
      const { taken_at, passed, result } = examRowOf(exam)
      await db
        .transaction()
        .execute((trx) =>
          trx
            .updateTable('llm_exams')
            .set({ taken_at, passed, result })
            .where('model', '=', exam.model)
            .where('prompt_version', '=', exam.promptVersion)
            .execute(),
        )
    },
  }
}

function teamOf(row: Selectable<Tables['llm_settings']>): TeamModel {
  return {
    teamId: row.team_id,
    mode: row.mode,
    modeSince: row.mode_since,
    tokensPerDay: row.tokens_per_day ?? undefined,
    microUsdPerDay: row.micro_usd_per_day ?? undefined,
    microUsdPerMonth: row.micro_usd_per_month ?? undefined,
    updatedAt: row.updated_at,
    updatedBy: row.updated_by,
  }
}

function rowOf(settings: TeamModel): Selectable<Tables['llm_settings']> {
  return {
    team_id: settings.teamId,
    mode: settings.mode,
    mode_since: settings.modeSince,
    tokens_per_day: settings.tokensPerDay ?? null,
    micro_usd_per_day: settings.microUsdPerDay ?? null,
    micro_usd_per_month: settings.microUsdPerMonth ?? null,
    updated_at: settings.updatedAt,
    updated_by: settings.updatedBy,
  }
}

function examOf(row: Selectable<Tables['llm_exams']>): StoredExam {
  return {
    model: row.model,
    promptVersion: row.prompt_version,
    askedAt: row.asked_at,
    askedBy: row.asked_by,
    teamId: row.asked_by_team,
    takenAt: row.taken_at ?? undefined,
    passed: row.passed === 1,
    result: JSON.parse(row.result),
  }
}

function examRowOf(exam: StoredExam): Selectable<Tables['llm_exams']> {
  return {
    model: exam.model,
    prompt_version: exam.promptVersion,
    asked_at: exam.askedAt,
    asked_by: exam.askedBy,
    asked_by_team: exam.teamId,
    taken_at: exam.takenAt ?? null,
    passed: Number(exam.passed),
    result: JSON.stringify(exam.result),
  }
}
