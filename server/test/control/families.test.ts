import { parsePolicy } from 'lipservice/protocol'
import { signatureOf } from 'lipservice/signature'
import { afterAll, beforeAll, beforeEach, describe, expect, it, type TestContext } from 'vitest'
import { wordOf } from '../../../test/sampling/traffic.js'
import { type SamplingUnderTest, samplingUnderTest } from '../../../test/support/sampling-under-test.js'
import { LONG } from '../../../test/support/tier.js'
import { type Database, databases } from '../store/databases.js'
import { type ApiUnderTest, reportOf, startApi } from '../support/api-under-test.js'

const CONFIG = { 'history-seconds': 0, 'revise-seconds': 600, 'shadow-seconds': 36_000, 'watch-seconds': 60 }
const MINUTE = 60_000
const INFO = 9
/** Records of a pattern and minute. */
const COUNT = 2_000
/** What the app has logged for long. */
const OLD = ['payment capture failed', 'cart opened', 'cart closed', 'order shipped late', 'search word', 'poll done']

const DATABASES: readonly [name: string, start: () => Promise<Database | { readonly missing: string }>][] = [
  ['SQLite', databases.sqlite],
  ...(LONG ? [['Postgres', databases.postgres] as [string, typeof databases.postgres]] : []),
]

describe.each(DATABASES)('word families of a fleet, on %s,', (_, start) => {
  let database: Database | { readonly missing: string }
  let api: ApiUnderTest
  let key: string
  let service: string
  let services = 0
  let sdks: Sdk[]
  let reports = 0
  beforeAll(async () => {
    database = await start()
    if ('missing' in database) return
    api = await startApi({ ...CONFIG, database: database.url })
  }, 120_000)
  afterAll(async () => {
    if ('missing' in database) return
    await api.close()
    await database.remove()
  })
  beforeEach(async (context: TestContext) => {
    if ('missing' in database) return context.skip(database.missing)
    services++
    service = `shop-${services}`
    key = await api.keyOf(`team-${services}`, 'admin', 'ingest')
    sdks = []
    reports = 0
  })

  /** A real SDK's engine that reports to the server, and takes its policies. */
  class Sdk {
    readonly sampling: SamplingUnderTest
    constructor() {
      this.sampling = samplingUnderTest({ serviceName: service }, { seed: sdks.length + 1 })
      sdks.push(this)
    }

    log(body: string, severityNumber = INFO): string {
      const decision = this.sampling.pipeline.sample({ severityNumber, body })
      if (decision.keep) this.sampling.pipeline.encoded(decision, decision.estimatedBytes, 1_000)
      return this.templateOf(body, severityNumber)
    }

    templateOf(body: string, severityNumber = INFO): string {
      return this.sampling.explain({ severityNumber, body }).template
    }

    async report(told: object = {}): Promise<void> {
      const report = this.sampling.ledger.take()
      if (report === undefined) return
      const body = { ...report, timestamp: api.clock.millis / 1000, ...told }
      const { status, json } = await api.call('post', '/api/v1/patterns/stats', { key, body })
      expect([status, json.detail]).toEqual([202, undefined])
      this.sampling.ledger.heed(json)
    }

    async fetch(): Promise<void> {
      const { json } = await policy()
      const parsed = parsePolicy(json)
      if (!parsed.ok) throw new Error(parsed.problem)
      this.sampling.usePolicy(parsed.value)
    }
  }

  const policy = () => api.call('get', `/api/v1/policies/${service}`, { key })
  const active = async () => {
    const team = await api.store.keys.ensureTeam(`team-${services}`, 0)
    return (await api.policies.current(team, service)).active!
  }

  /** Lets minutes pass in which an app logs what it always does, and keeps of it what the policy says. */
  async function pass(minutes: number, told: object = {}): Promise<void> {
    for (let i = 0; i < minutes; i++) {
      api.clock.millis += MINUTE
      for (const { sampling } of sdks) sampling.clock.advance(MINUTE)
      const { json } = await policy()
      const patterns = OLD.map((body) => {
        const { id: signature, check, template } = signatureOf(body)
        const kept = Math.round(COUNT * (json.pattern_rates?.[signature] ?? 1))
        const bytes = { bytes: COUNT * 1_000, sampled_bytes: kept * 1_000 }
        return { signature, check, template, count: COUNT, sampled_count: kept, severity_distribution: {}, ...bytes }
      })
      const head = { service_name: service, instance_id: 'app', sequence: reports++, window_seconds: 60 }
      const body = reportOf({ ...head, timestamp: api.clock.millis / 1000, ...(i === 0 && told) }, patterns)
      expect((await api.call('post', '/api/v1/patterns/stats', { key, body })).status).toBe(202)
      await api.pending.flush()
    }
  }

  async function passTurns(turns: number): Promise<void> {
    for (let i = 0; i < turns; i++) {
      await pass(11)
      await api.control.controller.tick()
    }
  }

  /** A service that has had a policy of the allocator for a while. */
  async function governed(): Promise<void> {
    await pass(15)
    const body = { unit: 'gb_per_day', amount: 1 }
    expect((await api.call('put', `/api/v1/services/${service}/budget`, { key, body })).status).toBe(200)
    await api.control.controller.tick()
    const promotion = { key, body: { version: 1, reason: 'a test' } }
    expect((await api.call('post', `/api/v1/policies/${service}/promote`, promotion)).status).toBe(200)
    // Until nothing else changes.
    await passTurns(8)
  }

  function flood(sdk: Sdk, bodyOf: (word: string) => string): void {
    for (let i = 0; i < 200; i++) {
      sdk.sampling.clock.advance(20)
      sdk.log(bodyOf(wordOf(i)))
    }
  }

  it('are in force in every instance with the next policy, and leave alone what was there before', async () => {
    await governed()
    const one = new Sdk()
    flood(one, (word) => `search ${word}`)
    flood(one, (word) => `payment ${word} failed`)
    await one.report()
    await passTurns(3)
    const { json } = await policy()
    expect(json.word_families.map(({ template }: { template: string }) => template).toSorted()).toEqual([
      'payment <+> failed',
      'search <+>',
    ])
    const other = new Sdk()
    await other.fetch()
    expect(other.log('search qwrtk')).toBe('search <*>')
    expect(other.log('payment qwrtk failed')).toBe('payment <*> failed')
    for (const body of OLD) expect(other.log(body)).toBe(body)
    expect(other.log('search zxcvk', 17)).toBe('search zxcvk')
  })

  it('are alone a reason for a version when one is due, not at once, and change no rate', async () => {
    await governed()
    const before = (await policy()).json
    expect(Object.keys(before.pattern_rates).length).toBeGreaterThan(0)
    const told = { word_families: [{ template: 'lookup of <+>', severity: 'INFO' }] }
    await pass(1, told)
    const { stageAt } = await active()
    let after = before
    for (let i = 0; i < 40 && after.version === before.version; i++) {
      await pass(1)
      await api.control.controller.tick()
      after = (await policy()).json
    }
    expect(after).toMatchObject({ version: before.version + 1, ...told, pattern_rates: before.pattern_rates })
    const now = await active()
    expect(now.stageReason).toBe('1 family of words is new')
    expect(now.stageAt - stageAt).toBeGreaterThanOrEqual(CONFIG['revise-seconds'])
    // Told again, it is no news.
    await pass(1, told)
    await passTurns(2)
    const later = await active()
    if (later.version !== now.version) expect(later.stageReason).not.toMatch(/famil/)
    expect((await policy()).json.word_families).toEqual(told.word_families)
  })

  it('that somebody tells to swallow others change nothing of what was known, in old instances and new ones', async () => {
    await governed()
    const wide = OLD.flatMap((body) => {
      const words = body.split(' ')
      return words.flatMap((_, at) =>
        ['TRACE', 'DEBUG', 'INFO', 'WARNING'].map((severity) => ({
          template: words.with(at, '<+>').join(' '),
          severity,
        })),
      )
    })
    const more = Array.from({ length: 256 - wide.length }, (_, i) => ({
      template: `${wordOf(i)} <+>`,
      severity: 'INFO',
    }))
    await pass(1, { instance_id: 'hostile', sequence: 0, word_families: [...wide, ...more] })
    await passTurns(3)
    expect((await policy()).json.word_families.length).toBeGreaterThan(200)
    const sdk = new Sdk()
    await sdk.fetch()
    for (const body of OLD)
      for (const severity of [1, 5, INFO, 13, 17]) expect(sdk.templateOf(body, severity)).toBe(body)
    expect(sdk.log(`${wordOf(3)} qwrtk`)).toBe(`${wordOf(3)} <*>`)
  })

  it('stay where they are once no budget applies', async () => {
    await governed()
    await pass(1, { word_families: [{ template: 'lookup of <+>', severity: 'INFO' }] })
    await passTurns(3)
    const { json } = await policy()
    expect(json.word_families).toHaveLength(1)
    expect((await api.call('delete', `/api/v1/services/${service}/budget?reason=x`, { key })).status).toBe(204)
    await api.control.controller.tick()
    const after = (await policy()).json
    expect(after.budget).toBeUndefined()
    expect(after.word_families).toEqual(json.word_families)
  })
})
