import { DatabaseSync } from 'node:sqlite'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { kyselyOn } from '../../src/store/sqlite-driver.js'

const STATEMENTS = 200

/** Runs statements of so many milliseconds each, one right after the other. Returns how often everything else had its turn meanwhile. */
async function turnsWithin(millisEach: number, isTransaction: boolean): Promise<number> {
  let millis = 0
  const db = kyselyOn(
    new DatabaseSync(':memory:'),
    () => {},
    () => millis,
  )
  let turns = 0
  let isOver = false
  const turn = () => {
    turns++
    if (!isOver) setImmediate(turn)
  }
  setImmediate(turn)
  const all = async (on: typeof db) => {
    for (let i = 0; i < STATEMENTS; i++) {
      await sql`SELECT 1`.execute(on)
      millis += millisEach
    }
  }
  await (isTransaction ? db.transaction().execute(all) : all(db))
  isOver = true
  await db.destroy()
  return turns
}

it.each([
  ['of a millisecond each', 1, 19],
  ['that take long', 50, 199],
])('statements %s let everything else have its turn, in a transaction too', async (_, millisEach, atLeast) => {
  expect(await turnsWithin(millisEach, false)).toBeGreaterThanOrEqual(atLeast)
  expect(await turnsWithin(millisEach, true)).toBeGreaterThanOrEqual(atLeast)
})
