import { type Kysely, type Selectable, sql } from 'kysely'
import { audited } from './audited.js'
import type { ModelStore, SaidClass, StoredVerdict, VerdictPlace, VerdictQuery } from './contracts/models.js'
import type { Engine } from './engine.js'
import type { Tables } from './tables.js'

type VerdictRow = Selectable<Tables['verdicts']>
const KEY = ['team_id', 'service', 'signature', 'template_check', 'model', 'prompt_version'] as const
/** What a model says; what a person decided is left as it is. */
const SAID = [
  'severity',
  'word_class',
  'class_a',
  'sure_a',
  'class_b',
  'sure_b',
  'why',
  'bytes_per_day',
  'attempts',
  'asked_at',
] as const

export function createVerdictStore({
  db,
  reader,
}: Engine): Pick<ModelStore, 'verdicts' | 'verdict' | 'record' | 'decide'> {
  return {
    async verdicts(query) {
      return (await verdictRows(reader, query).execute()).map(verdictOf)
    },
    async verdict({ teamId, service, signature, check, model, promptVersion }) {
      const row = await reader
        .selectFrom('verdicts')
        .selectAll()
        .where('team_id', '=', teamId)
        .where('service', '=', service)
        .where('signature', '=', signature)
        .where('template_check', '=', check)
        .where('model', '=', model)
        .where('prompt_version', '=', promptVersion)
        .executeTakeFirst()
      return row && verdictOf(row)
    },
    async record(verdicts, entries) {
      if (verdicts.length === 0) return
      await audited(db, entries, async (trx) => {
        await trx
          .insertInto('verdicts')
          .values(verdicts.map(rowOf))
          .onConflict((conflict) =>
            conflict
              .columns([...KEY])
              .doUpdateSet((eb) => Object.fromEntries(SAID.map((name) => [name, eb.ref(`excluded.${name}`)]))),
          )
          .execute()
        return true
      })
    },
    decide({ teamId, service, signature, check, model, promptVersion }, decided, entry, label) {
      return audited(db, [entry], async (trx) => {
        const rows = await trx
          .updateTable('verdicts')
          .set({ decided, decided_by: entry.actor, decided_at: entry.at })
          .where('team_id', '=', teamId)
          .where('service', '=', service)
          .where('signature', '=', signature)
          .where('template_check', '=', check)
          .where('model', '=', model)
          .where('prompt_version', '=', promptVersion)
          .where('decided', '!=', 'accepted')
          .returning('signature')
          .execute()
        if (rows.length === 0 || label === undefined) return rows.length > 0
        const values = {
          rate: label.rate,
          label: label.label ?? '',
          reason: label.reason,
          created_at: label.createdAt,
          created_by: label.createdBy,
          expires_at: label.expiresAt ?? null,
        }
        // A label that a person has set meanwhile stays.
        const set = await trx
          .insertInto('overrides')
          .values({ team_id: teamId, service, signature, template_check: check, kind: 'label', ...values })
          .onConflict((conflict) =>
            conflict
              .columns(['team_id', 'service', 'signature', 'template_check', 'kind'])
              .doUpdateSet(values)
              .where('overrides.expires_at', '<=', label.createdAt),
          )
          .returning('kind')
          .execute()
        return set.length > 0
      })
    },
  }
}

/** Returns the query for verdicts, most bytes first; exported so that a test can look at how it is run. */
export function verdictRows(
  reader: Kysely<Tables>,
  { teamId, service, model, promptVersion, decided, isAgreed, after, limit }: VerdictQuery,
) {
  return reader
    .selectFrom('verdicts')
    .selectAll()
    .where('team_id', '=', teamId)
    .$if(service !== undefined, (query) => query.where('service', '=', service!))
    .where('model', '=', model)
    .where('prompt_version', '=', promptVersion)
    .$if(decided !== undefined, (query) => query.where('decided', '=', decided === 'nobody' ? '' : decided!))
    .$if(isAgreed === true, (query) =>
      query
        .where('class_a', '!=', '')
        .whereRef('class_b', '=', 'class_a')
        .whereRef('word_class', '!=', 'class_a')
        .where('sure_a', '=', 1)
        .where('sure_b', '=', 1),
    )
    .$if(after !== undefined, (query) => query.where(isBehind(after!)))
    .orderBy('bytes_per_day', 'desc')
    .orderBy('service', 'desc')
    .orderBy('signature', 'desc')
    .orderBy('template_check', 'desc')
    .limit(limit)
}

function isBehind({ bytesPerDay, service, signature, check }: VerdictPlace) {
  return sql<boolean>`(bytes_per_day, service, signature, template_check) < (${bytesPerDay}, ${service}, ${signature}, ${check})`
}

function said(name: string, sure: number): SaidClass | undefined {
  return name === '' ? undefined : { class: name, sure: sure === 1 }
}

function verdictOf(row: VerdictRow): StoredVerdict {
  return {
    teamId: row.team_id,
    service: row.service,
    signature: row.signature,
    check: row.template_check,
    model: row.model,
    promptVersion: row.prompt_version,
    severity: row.severity,
    wordClass: row.word_class,
    a: said(row.class_a, row.sure_a),
    b: said(row.class_b, row.sure_b),
    why: row.why,
    bytesPerDay: row.bytes_per_day,
    attempts: row.attempts,
    askedAt: row.asked_at,
    decided: row.decided === '' ? undefined : row.decided,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
  }
}

function rowOf(verdict: StoredVerdict): VerdictRow {
  return {
    team_id: verdict.teamId,
    service: verdict.service,
    signature: verdict.signature,
    template_check: verdict.check,
    model: verdict.model,
    prompt_version: verdict.promptVersion,
    severity: verdict.severity,
    word_class: verdict.wordClass,
    class_a: verdict.a?.class ?? '',
    sure_a: Number(verdict.a?.sure ?? false),
    class_b: verdict.b?.class ?? '',
    sure_b: Number(verdict.b?.sure ?? false),
    why: verdict.why,
    bytes_per_day: Math.round(verdict.bytesPerDay),
    attempts: verdict.attempts,
    asked_at: verdict.askedAt,
    decided: verdict.decided ?? '',
    decided_by: verdict.decidedBy,
    decided_at: verdict.decidedAt,
  }
}
