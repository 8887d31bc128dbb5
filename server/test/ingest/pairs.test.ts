import fc from 'fast-check'
import type { PatternReport } from 'lipservice/protocol'
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest'
import { atTier } from '../../../test/support/tier.js'
import { takeReport } from '../../src/ingest/ingest.js'
import { PendingReports } from '../../src/ingest/pending-reports.js'
import { ServiceCatalog } from '../../src/ingest/service-catalog.js'
import { openStore } from '../../src/store/open-store.js'
import { patternName, type Store } from '../../src/store/store.js'
import { type Database, databases } from '../store/databases.js'
import { signatureOf, TEN } from '../support/reports.js'

const DAY = 86_400
const LIMITS = { servicesPerTeam: 1_000, patternsPerService: 100 }
const CHECKS = ['1111111111111111', '2222222222222222', '3333333333333333']

/** Templates of which several have one signature. */
const PAIRS = [0, 1].flatMap((i) =>
  CHECKS.map((check) => ({ signature: signatureOf(i + 1), check, template: `${i} by ${check}` })),
)

interface Step {
  readonly replica: number
  /** Pairs of one report, in its order. */
  readonly pairs: readonly number[]
  /** Before it the replica starts anew. */
  readonly restarts: boolean
  readonly flushes: boolean
  readonly minute: number
}

const step = fc.record<Step>({
  replica: fc.nat(1),
  pairs: fc.shuffledSubarray(
    PAIRS.map((_, i) => i),
    { minLength: 1 },
  ),
  restarts: fc.boolean(),
  flushes: fc.boolean(),
  minute: fc.nat(90),
})

const patternOf = (i: number, count: number): PatternReport => ({
  ...PAIRS[i]!,
  count,
  sampled_count: 0,
  first_seen: TEN,
  last_seen: TEN,
  severity_distribution: { INFO: count },
  bytes: count * 10,
  sampled_bytes: 0,
})

describe.each([
  ['SQLite', databases.sqlite],
  ['Postgres', databases.postgres],
] as const)('two templates of one signature, on %s,', (_, start) => {
  let database: Database | { readonly missing: string }
  let store: Store
  let team: number
  let services = 0
  beforeAll(async () => {
    database = await start()
    if ('missing' in database) return
    store = await openStore({ database: database.url, connections: 4, onError: () => {} })
    team = await store.keys.ensureTeam('t', TEN)
  }, 120_000)
  afterAll(async () => {
    if ('missing' in database) return
    await store.close()
    await database.remove()
  })

  function replica(now: () => number) {
    const pending = new PendingReports(store, 10_000)
    const catalog = new ServiceCatalog(store, LIMITS)
    return { pending, catalog, policyVersion: async () => undefined, now: () => now() * 1000, reportSeconds: 10 }
  }

  it('are counted each as itself: in any order, by any replica, over restarts and roll-ups', async (context: TestContext) => {
    if ('missing' in database) return context.skip(database.missing)
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const service_name = `service-${services++}`
        // What was rolled up is not counted any more.
        const base = TEN + 2 * DAY * services
        let at = base
        const replicas = [replica(() => at), replica(() => at)]
        const expected = new Map<string, number>()
        for (const [sequence, { replica: i, pairs, restarts, flushes, minute }] of steps.entries()) {
          if (restarts) {
            await replicas[i]!.pending.flush()
            replicas[i] = replica(() => at)
          }
          at = base + minute * 60
          const patterns = pairs.map((pair) => patternOf(pair, sequence + 1))
          for (const pair of pairs) {
            const name = patternName(PAIRS[pair]!)
            expected.set(name, (expected.get(name) ?? 0) + sequence + 1)
          }
          const head = { service_name, timestamp: at, instance_id: 'i', sequence, patterns }
          const report = { ...head, total_logs: 0, unique_patterns: patterns.length }
          expect(await takeReport(replicas[i]!, team, report)).toMatchObject({ kind: 'accepted' })
          if (flushes) await replicas[i]!.pending.flush()
        }
        await Promise.all(replicas.map(({ pending }) => pending.flush()))
        const sums = async (to: number) => {
          const query = { teamId: team, service: service_name, period: { from: base, to } }
          const page = { sort: 'seen', descending: true, limit: 500, offset: 0 } as const
          const { patterns } = await store.patterns.list({ ...query, ...page })
          for (const { signature, check, template } of patterns)
            expect(PAIRS).toContainEqual({ signature, check, template })
          return new Map(patterns.map((pattern) => [patternName(pattern), pattern.seen]))
        }
        expect(await sums(base + DAY)).toEqual(expected)
        await store.maintain(base + 2 * DAY)
        expect(await sums(base + 2 * DAY)).toEqual(expected)
      }),
      { numRuns: atTier({ test: 6, long: 15, soak: 100 }), seed: 31 },
    )
  }, 120_000)
})
