import { DatabaseSync } from 'node:sqlite'
import { CompiledQuery } from 'kysely'
import { Migrator } from 'kysely/migration'
import { afterAll, expect, it } from 'vitest'
import { migrationsFor } from '../../src/store/migrations.js'
import { lastAnswer } from '../../src/store/model-call-store.js'
import { SQLITE } from '../../src/store/sqlite.js'
import { kyselyOn } from '../../src/store/sqlite-driver.js'

const db = kyselyOn(new DatabaseSync(':memory:'), () => {})
afterAll(() => db.destroy())

it('what was answered to a question is one look-up, however much else was asked', async () => {
  await new Migrator({ db, provider: migrationsFor(SQLITE) }).migrateToLatest()
  const query = lastAnswer(db, { teamId: 1, model: 'm', question: 'a'.repeat(64) }).compile()
  const { rows } = await db.executeQuery<{ detail: string }>(
    CompiledQuery.raw(`EXPLAIN QUERY PLAN ${query.sql}`, [...query.parameters]),
  )
  expect(rows.map(({ detail }) => detail)).toEqual([
    'SEARCH llm_calls USING INDEX llm_calls_by_question (team_id=? AND question=?)',
  ])
})
