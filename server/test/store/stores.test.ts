import { describe, expect, it } from 'vitest'
import { openStore } from '../../src/store/open-store.js'
import { patternOf, pendingOf, TEN } from '../support/reports.js'
import { describeControl } from './control-conformance.js'
import { describeCounting } from './counting-conformance.js'
import { databases } from './databases.js'
import { describeFamilies } from './families-conformance.js'
import { describeModels } from './models-conformance.js'
import { describeOverrides } from './overrides-conformance.js'
import { describePostHog } from './posthog-conformance.js'
import { describeRegistry } from './registry-conformance.js'
import { describeSessions } from './sessions-conformance.js'
import { describeSums } from './sums-conformance.js'

const { sqlite, postgres } = databases
for (const [name, start] of [
  ['SQLite', sqlite],
  ['Postgres', postgres],
] as const) {
  describeCounting(name, start)
  describeSums(name, start)
  describeControl(name, start)
  describeOverrides(name, start)
  describeRegistry(name, start)
  describeFamilies(name, start)
  describeSessions(name, start)
  describeModels(name, start)
  describePostHog(name, start)
}

describe('two replicas on one Postgres', () => {
  it('count a report once that came to both, and each other report', { timeout: 120_000 }, async (context) => {
    const database = await postgres()
    if ('missing' in database) return context.skip(database.missing)
    const open = () => openStore({ database: database.url, connections: 4, onError: () => {} })
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
    await Promise.all([a.maintain(TEN + 7_200), b.maintain(TEN + 7_200)])
    expect((await a.patterns.totals(team, { from: TEN, to: TEN + 3_600 })).seen).toBe(seen)
    await a.close()
    await b.close()
  })
})
