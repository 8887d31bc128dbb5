import fc from 'fast-check'
import type { PatternReport, StatsReceipt } from 'lipservice/protocol'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, type TestContext } from 'vitest'
import { atTier } from '../../../test/support/tier.js'
import { takeReport } from '../../src/ingest/ingest.js'
import { PendingReports } from '../../src/ingest/pending-reports.js'
import { ServiceCatalog } from '../../src/ingest/service-catalog.js'
import { REMOVED_TEMPLATE } from '../../src/store/contracts/patterns.js'
import { openStore } from '../../src/store/open-store.js'
import { patternKey, patternName, type Store } from '../../src/store/store.js'
import { type Database, databases } from '../store/databases.js'
import { openMemoryStore } from '../support/ready-databases.js'
import { entryOf, signatureOf, TEN } from '../support/reports.js'

type Pair = Pick<PatternReport, 'signature' | 'template'> & { readonly check: string; readonly class: string }

/** Templates of which two have one signature each. */
const PAIRS: readonly Pair[] = [1, 2, 3].flatMap((i) => [
  { signature: signatureOf(i), check: '1111111111111111', template: `password ${i} was changed`, class: 'security' },
  { signature: signatureOf(i), check: '2222222222222222', template: `thing ${i} happened`, class: 'unknown' },
])
/** What records without a text have: the check is of the empty template. */
const EMPTY: Pair = { signature: '5a68f3b1643c966f', check: 'e3b0c44298fc1c14', template: '', class: 'unknown' }

interface Replica {
  readonly take: (service: string, instance: Instance, patterns: readonly PatternReport[]) => Promise<StatsReceipt>
  readonly pending: PendingReports
  readonly catalog: ServiceCatalog
}

/** What an SDK does: a template goes along until a report that has it is accepted, and again when the receipt asks for it. */
class Instance {
  readonly id: string
  sequence = 0
  readonly #told = new Set<string>()
  #once = false

  constructor(id: string) {
    this.id = id
  }

  patterns(pairs: readonly Pair[], count = 1, template?: string): PatternReport[] {
    return pairs.map((pair) => ({
      signature: pair.signature,
      check: pair.check,
      ...(!(this.#once && this.#told.has(patternName(pair))) && { template: pair.template! }),
      ...(template !== undefined && { template }),
      count,
      sampled_count: 0,
      first_seen: TEN,
      last_seen: TEN,
      severity_distribution: { INFO: count },
    }))
  }

  heed(patterns: readonly PatternReport[], receipt: StatsReceipt): void {
    this.sequence++
    this.#once = receipt.templates_once ?? false
    for (const { signature, check } of patterns) this.#told.add(patternName({ signature, check: check! }))
    if (receipt.templates_wanted) this.#told.clear()
    const wanted = new Set(receipt.templates_wanted_of)
    for (const name of this.#told) if (wanted.has(name.split(' ')[0]!)) this.#told.delete(name)
  }
}

function replicaOn(store: Store, team: number, patternsPerService = 5_000): Replica {
  const pending = new PendingReports(store, 1_000_000)
  const catalog = new ServiceCatalog(store, { servicesPerTeam: 1_000, patternsPerService })
  const parts = { pending, catalog, policyVersion: async () => undefined, now: () => TEN * 1000, reportSeconds: 10 }
  return {
    pending,
    catalog,
    async take(service_name, instance, patterns) {
      const head = { service_name, timestamp: TEN, instance_id: instance.id, sequence: instance.sequence, patterns }
      const result = await takeReport(parts, team, { ...head, total_logs: 0, unique_patterns: patterns.length })
      if (result.kind !== 'accepted') throw new Error(result.kind)
      instance.heed(patterns, result.receipt)
      return result.receipt
    },
  }
}

async function rowsOf(store: Store, teamId: number, service: string) {
  const period = { from: TEN - 3_600, to: TEN + 3_600 }
  const page = { sort: 'seen', descending: true, limit: 5_000, offset: 0 } as const
  return (await store.patterns.list({ teamId, service, period, ...page })).patterns
}

const step = fc.record({
  instance: fc.nat(2),
  replica: fc.nat(1),
  pairs: fc.subarray([...PAIRS], { minLength: 1 }),
  event: fc.constantFrom('nothing', 'flush', 'forget the service', 'restart', 'restore'),
  lost: fc.subarray([...PAIRS]),
})

describe.each([
  ['SQLite', databases.sqlite],
  ['Postgres', databases.postgres],
] as const)('templates that come once, on %s,', (_, start) => {
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

  it('are there within two reports, whatever the server loses; counts are exact, and nobody changes what is stored', async (context: TestContext) => {
    if ('missing' in database) return context.skip(database.missing)
    let left = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), fc.nat(1), async (steps, last) => {
        const service = `service-${services++}`
        const id = (await store.services.ensure(team, service, TEN, 1_000))!
        const replicas = [replicaOn(store, team), replicaOn(store, team)]
        const instances = ['a', 'b', 'c'].map((name) => new Instance(name))
        const expected = new Map<string, number>()
        const take = async (replica: number, instance: Instance, pairs: readonly Pair[], template?: string) => {
          const count = instance.sequence + 1
          const patterns = instance.patterns(pairs, count, template)
          left += patterns.filter((pattern) => pattern.template === undefined).length
          await replicas[replica]!.take(service, instance, patterns)
          for (const pair of pairs) expected.set(patternName(pair), (expected.get(patternName(pair)) ?? 0) + count)
        }
        const flush = () => Promise.all(replicas.map(({ pending }) => pending.flush()))
        const restart = async () => {
          await flush()
          for (const i of replicas.keys()) replicas[i] = replicaOn(store, team)
        }
        for (const { instance, replica, pairs, event, lost } of steps) {
          await take(replica, instances[instance]!, pairs)
          if (event === 'flush') await replicas[replica]!.pending.flush()
          if (event === 'forget the service') {
            await replicas[replica]!.pending.flush()
            replicas[replica]!.catalog.forget(team, service)
          }
          if (event === 'restart') await restart()
          if (event === 'restore') {
            await restart()
            await store.patterns.forget(id, lost.map(patternKey), TEN + 1e9)
          }
        }
        await take(last, instances[0]!, PAIRS)
        await take(1 - last, instances[0]!, PAIRS)
        await flush()
        const stored = async () => {
          const rows = await rowsOf(store, team, service)
          for (const { signature, check, template, class: kind } of rows)
            expect(PAIRS).toContainEqual({ signature, check, template, class: kind })
          expect(new Map(rows.map((row) => [patternName(row), row.seen]))).toEqual(expected)
        }
        await stored()
        for (const replica of [0, 1]) {
          await take(replica, new Instance(`hostile ${replica}`), PAIRS, 'another text')
          await restart()
          await stored()
        }
      }),
      { numRuns: atTier({ test: 10, long: 25, soak: 100 }), seed: 37 },
    )
    expect(left).toBeGreaterThan(100)
  }, 120_000)
})

describe('a receipt', () => {
  let store: Store
  let team: number
  let replica: Replica
  beforeEach(async () => {
    store = await openMemoryStore()
    team = await store.keys.ensureTeam('t', TEN)
    replica = replicaOn(store, team)
  })
  afterEach(() => store.close())
  const take = (instance: Instance, pairs: readonly Pair[]) => replica.take('shop', instance, instance.patterns(pairs))

  it('says that templates are kept, and asks for none that it has', async () => {
    const instance = new Instance('a')
    for (let i = 0; i < 3; i++) {
      const receipt = await take(instance, [...PAIRS, EMPTY])
      expect(receipt).toEqual({ next_report_seconds: 10, templates_once: true })
    }
    await replica.pending.flush()
    expect(await rowsOf(store, team, 'shop')).toHaveLength(PAIRS.length + 1)
  })

  it('asks for all of a service that was removed and is there again', async () => {
    const instance = new Instance('a')
    await take(instance, PAIRS)
    await store.services.remove(team, 'shop', entryOf(team, { service: 'shop' }))
    replica.catalog.forget(team, 'shop')
    expect(await take(instance, PAIRS.slice(0, 1))).toMatchObject({ templates_wanted: true })
    expect(instance.patterns(PAIRS).every(({ template }) => template !== undefined)).toBe(true)
  })

  it('asks for what it lost by id, in order of the report, and for all where that is more than fits', async () => {
    const many = Array.from({ length: 2_001 }, (_, i) => ({ ...PAIRS[0]!, signature: signatureOf(i + 1) }))
    const instance = new Instance('a')
    await take(instance, [EMPTY, ...many])
    await replica.pending.flush()
    const id = (await store.services.find(team, 'shop'))!
    const lose = async () => {
      await store.patterns.forget(id, many.map(patternKey), TEN + 1e9)
      replica.catalog.forget(team, 'shop')
    }
    await lose()
    const receipt = await take(instance, many.slice(1))
    expect(receipt.templates_wanted_of).toEqual(many.slice(1).map(({ signature }) => signature))
    expect(receipt.templates_wanted).toBeUndefined()
    for (let i = 0; i < 2; i++) await take(instance, many)
    await replica.pending.flush()
    await lose()
    expect(await take(instance, many)).toMatchObject({ templates_wanted: true })
  })

  it('asks for no template that was taken away, nor of patterns that are counted together', async () => {
    const instance = new Instance('a')
    await take(instance, PAIRS)
    await replica.pending.flush()
    for (const { signature, check } of PAIRS) {
      const place = { teamId: team, service: 'shop', signature, check }
      expect(await store.patterns.removeTemplate(place, entryOf(team))).toBe(true)
    }
    replica = replicaOn(store, team, PAIRS.length)
    const more = { ...PAIRS[0]!, signature: signatureOf(9) }
    expect(await take(instance, PAIRS)).not.toHaveProperty('templates_wanted_of')
    for (let i = 0; i < 2; i++) expect(await take(instance, [more])).not.toHaveProperty('templates_wanted_of')
    await take(new Instance('b'), PAIRS)
    await replica.pending.flush()
    const stored = (await rowsOf(store, team, 'shop')).map(({ template }) => template)
    expect(new Set(stored)).toEqual(new Set([REMOVED_TEMPLATE, '__other__']))
  })

  it('does not bring back what was taken away, though its pattern was forgotten meanwhile', async () => {
    await take(new Instance('a'), PAIRS)
    await replica.pending.flush()
    const [gone, ...rest] = PAIRS
    const place = { teamId: team, service: 'shop', ...gone! }
    expect(await store.patterns.removeTemplate(place, entryOf(team))).toBe(true)
    const id = (await store.services.find(team, 'shop'))!
    const keys = PAIRS.map(patternKey)
    expect((await store.patterns.forget(id, keys, TEN + 1e9)).toSorted()).toEqual(keys.toSorted())
    replica.catalog.forget(team, 'shop')
    for (const instance of ['b', 'c']) await take(new Instance(instance), PAIRS)
    await replica.pending.flush()
    const templates = (await rowsOf(store, team, 'shop')).map(({ template }) => template)
    expect(templates.filter((template) => template === REMOVED_TEMPLATE)).toHaveLength(1)
    expect(templates).toHaveLength(1 + rest.length)
  })

  it('comes with a template that is written even where it came while its pattern was', async () => {
    const instance = new Instance('a')
    instance.heed(instance.patterns(PAIRS), { templates_once: true })
    await take(instance, PAIRS)
    const { add } = store.counters
    const counters = store.counters as { add: typeof add }
    counters.add = async (reports, patterns) => {
      const added = await add(reports, patterns)
      counters.add = add
      await take(instance, PAIRS)
      return added
    }
    await replica.pending.flush()
    expect((await rowsOf(store, team, 'shop')).every(({ template }) => template === '')).toBe(true)
    await replica.pending.flush()
    expect((await rowsOf(store, team, 'shop')).every(({ template }) => template !== '')).toBe(true)
  })

  it('asks an SDK that always tells templates for none', async () => {
    const pairs = PAIRS.filter(({ check }) => check === PAIRS[0]!.check)
    const patterns = new Instance('old').patterns(pairs).map(({ check: _, ...pattern }) => pattern)
    for (let i = 0; i < 2; i++) {
      const receipt = await replica.take('shop', new Instance(`old ${i}`), patterns)
      expect(receipt).toEqual({ next_report_seconds: 10, templates_once: true })
    }
    await replica.pending.flush()
    expect((await rowsOf(store, team, 'shop')).map(({ template, seen }) => [template, seen])).toEqual(
      patterns.map(({ template }) => [template, 2]),
    )
  })
})
