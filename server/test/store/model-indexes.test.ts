import { DatabaseSync } from 'node:sqlite'
import { type Compilable, CompiledQuery } from 'kysely'
import { Migrator } from 'kysely/migration'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { migrationsFor } from '../../src/store/migrations.js'
import { lastAnswer } from '../../src/store/model-call-store.js'
import { SQLITE } from '../../src/store/sqlite.js'
import { kyselyOn } from '../../src/store/sqlite-driver.js'
import { verdictRows } from '../../src/store/verdict-store.js'

const db = kyselyOn(new DatabaseSync(':memory:'), () => {})
beforeAll(() => new Migrator({ db, provider: migrationsFor(SQLITE) }).migrateToLatest())
afterAll(() => db.destroy())

async function planOf(query: Compilable): Promise<string[]> {
  const { sql, parameters } = query.compile()
  const { rows } = await db.executeQuery<{ detail: string }>(
    CompiledQuery.raw(`EXPLAIN QUERY PLAN ${sql}`, [...parameters]),
  )
  return rows.map(({ detail }) => detail)
}

it('what was answered to a question is one look-up, however much else was asked', async () => {
  expect(await planOf(lastAnswer(db, { teamId: 1, model: 'm', question: 'a'.repeat(64) }))).toEqual([
    'SEARCH llm_calls USING INDEX llm_calls_by_question (team_id=? AND question=?)',
  ])
})

it('a page of verdicts is read from where it begins, and nothing is sorted for it', async () => {
  const of = { teamId: 1, model: 'm', promptVersion: 1, limit: 100 }
  const after = { bytesPerDay: 9, service: 's', signature: 'a'.repeat(16), check: '' }
  expect(await planOf(verdictRows(db, { ...of, after }))).toEqual([
    'SEARCH verdicts USING INDEX verdicts_by_bytes (team_id=? AND model=? AND prompt_version=? AND (bytes_per_day,service,signature,template_check)<(?,?,?,?))',
  ])
  expect(await planOf(verdictRows(db, { ...of, service: 's', after }))).toEqual([
    'SEARCH verdicts USING INDEX verdicts_of_service (team_id=? AND service=? AND model=? AND prompt_version=? AND bytes_per_day<?)',
  ])
})
