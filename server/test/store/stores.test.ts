import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, it } from 'vitest'
import { openStore } from '../../src/store/open-store.js'
import { type PostgresUnderTest, runOn, startPostgres } from '../support/postgres.js'
import { patternOf, pendingOf, TEN } from '../support/reports.js'
import { describeStore } from './store-conformance.js'

let starting: Promise<PostgresUnderTest> | undefined
const postgres = () => {
  starting ??= startPostgres()
  return starting
}
afterAll(async () => {
  const started = await starting
  if (started !== undefined && 'stop' in started) await started.stop()
})

describeStore('SQLite', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lipservice-sqlite-'))
  const url = join(folder, 'db')
  return {
    url,
    async run(statement) {
      const db = new DatabaseSync(url)
      try {
        db.exec(statement)
      } finally {
        db.close()
      }
    },
    remove: () => rm(folder, { recursive: true }),
  }
})

describeStore('Postgres', async () => {
  const started = await postgres()
  if ('missing' in started) return started
  const url = await started.database()
  return { url, run: (statement) => runOn(url, statement), remove: async () => {} }
})

describe('two replicas on one Postgres', () => {
  it('count a report once that came to both, and each other report', { timeout: 120_000 }, async (context) => {
    const started = await postgres()
    if ('missing' in started) context.skip(started.missing)
    const url = await (started as Exclude<PostgresUnderTest, { missing: string }>).database()
    const open = () => openStore({ database: url, connections: 4, onError: () => {} })
    const [a, b] = [await open(), await open()]
    const team = await a.keys.ensureTeam('t', TEN)
    const id = (await a.services.ensure(team, 's', TEN, 10))!
    const patterns = Array.from({ length: 50 }, (_, i) => patternOf(id, i))
    // Every report goes to both, at once, in another order, mixed with those of other instances.
    const reports = Array.from({ length: 200 }, (_, i) =>
      pendingOf(patterns, { instanceId: `i${i % 20}`, sequence: Math.floor(i / 20), at: TEN + i }),
    )
    const slices = Array.from({ length: 10 }, (_, i) => reports.slice(i * 20, i * 20 + 20))
    const added = await Promise.all([
      ...slices.map((slice) => a.counters.add(slice, patterns)),
      ...slices.toReversed().map((slice) => b.counters.add(slice.toReversed(), patterns)),
    ])
    expect(added.reduce((sum, n) => sum + n, 0)).toBe(200)
    const { seen } = await b.patterns.totals(team, { from: TEN, to: TEN + 3_600 })
    expect(seen).toBe(200 * 50 * 2)
    const both = await Promise.all([a.maintain(TEN + 7_200), b.maintain(TEN + 7_200)])
    expect(both.some(Boolean)).toBe(true)
    expect((await a.patterns.totals(team, { from: TEN, to: TEN + 3_600 })).seen).toBe(seen)
    await a.close()
    await b.close()
  })
})
