import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest'
import { MAX_COUNT } from '../../src/store/tables.js'
import { type Database, databases } from '../store/databases.js'
import { type ApiUnderTest, reportOf, startApi } from '../support/api-under-test.js'
import { patternOf, pendingOf, TEN } from '../support/reports.js'
import { CALLS, OWN_SERVICE, SIGNATURE } from '../support/route-calls.js'

const HOUR = 3_600
const MOST = Number.MAX_SAFE_INTEGER
const HUGE = {
  count: MOST,
  sampled_count: MOST,
  bytes: MOST,
  sampled_bytes: MOST,
  severity_distribution: { ERROR: MOST, INFO: MOST },
}
const MANY = Array.from({ length: 200 }, (_, i) => (i + 1).toString(16).padStart(16, '0'))

describe.each([
  ['SQLite', databases.sqlite],
  ['Postgres', databases.postgres],
] as const)('after the largest reports and imports, on %s,', (_, start) => {
  let database: Database | { readonly missing: string }
  let api: ApiUnderTest
  let key: string
  beforeAll(async () => {
    database = await start()
    if ('missing' in database) return
    api = await startApi({ database: database.url, 'webhook-hosts': 'hooks.example.com', 'history-seconds': 0 })
    key = await api.keyOf('own', 'ingest', 'admin')
    const post = (body: unknown) => api.call('post', '/api/v1/patterns/stats', { key, body })
    const small = reportOf({ service_name: 'calm', instance_id: 'c' })
    expect((await post(small)).status).toBe(202)
    const patterns = [{ ...HUGE, signature: SIGNATURE }, ...MANY.map((signature) => ({ ...HUGE, signature }))]
    for (let sequence = 0; sequence < 5; sequence++) {
      const rest = {
        sequence,
        overhead_bytes: MOST,
        kept_by_reason: { error: MOST },
        dropped_by_reason: { novel: MOST },
      }
      expect((await post(reportOf(rest, patterns))).status).toBe(202)
    }
    await api.pending.flush()
    const past = {
      hours: 3,
      overhead_bytes_per_record: 1e6,
      patterns: MANY.map((signature) => ({
        signature,
        template: 'as it ever was',
        severity: 'INFO',
        per_minute: 1e9,
        bytes_per_minute: 1e12,
        errors_per_minute: 1e9,
      })),
    }
    const imported = await api.call('post', `/api/v1/services/${OWN_SERVICE}/past`, { key, body: past })
    expect(imported.status, JSON.stringify(imported.json)).toBe(200)
    // More than reports can make within one test: as many as there can be in a year.
    const id = (await api.store.services.find(await api.store.keys.ensureTeam('own', TEN), OWN_SERVICE))!
    const pattern = patternOf(id, Number.parseInt(SIGNATURE, 16))
    for (let sequence = 0; sequence < 3; sequence++) {
      const report = pendingOf([pattern], { instanceId: 'huge', sequence, overheadBytes: MOST })
      await api.store.counters.add([{ ...report, counts: report.counts.fill(MOST) }], [pattern])
    }
    const draft = { key, body: { global_rate: 0.5 } }
    expect((await api.call('put', `/api/v1/policies/${OWN_SERVICE}`, draft)).status).toBe(200)
    const finding = { kind: 'spike', signature: SIGNATURE, check: '', template: 't', severity: 'INFO' } as const
    const findings = [{ ...finding, expected: 1, observed: MOST, since: TEN, last: TEN }]
    const times = { openedAt: TEN, lastAt: TEN, resolvedAt: undefined }
    const teamId = await api.store.keys.ensureTeam('own', TEN)
    const opened = [{ teamId, serviceId: id, release: '', ...times, findings }]
    await api.store.incidents.record({ from: undefined, until: 1, opened, changed: [] })
    await api.call('put', '/api/v1/webhook', { key, body: { url: 'https://hooks.example.com/x' } })
  }, 120_000)
  afterAll(async () => {
    if ('missing' in database) return
    await api.close()
    await database.remove()
  })
  const check = (title: string, body: () => Promise<void>) =>
    it(title, { timeout: 60_000 }, async (context: TestContext) => {
      if ('missing' in database) return context.skip(database.missing)
      await body()
    })

  async function readAll(): Promise<void> {
    for (const [route, { path }] of Object.entries(CALLS)) {
      if (!route.startsWith('get ') || path === '/metrics') continue
      const { status, json } = await api.call('get', path, { key })
      expect(status, `${path}: ${JSON.stringify(json)}`).toBe(200)
    }
    const steps = ['minute', 'hour', 'day'].map((step) => `step=${step}&from=${TEN - 20 * HOUR}&to=${TEN + HOUR}`)
    for (const query of ['', ...steps, `signature=${SIGNATURE}`]) {
      const { status } = await api.call('get', `/api/v1/services/${OWN_SERVICE}/timeline?${query}`, { key })
      expect(status, query).toBe(200)
    }
  }

  check('every read is answered, before and after they are rolled up', async () => {
    await readAll()
    await api.store.maintain(TEN + 30 * HOUR)
    await readAll()
  })

  check('a sum ends at what can be shown, and is none of another pattern or service', async () => {
    const { json } = await api.call('get', `/api/v1/patterns/${SIGNATURE}`, { key })
    const { seen, kept, bytes, kept_bytes, errors } = json.services[0]
    for (const count of [seen, kept, bytes, kept_bytes, errors]) expect(count).toBe(MAX_COUNT)
    const calm = await api.call('get', '/api/v1/patterns?service=calm', { key })
    expect(calm.json.patterns).toMatchObject([{ seen: 100, kept: 10, bytes: 20_000, errors: 5 }])
  })

  check('the leader does its work', async () => {
    await api.call('put', '/api/v1/budget', { key, body: { unit: 'gb_per_day', amount: 1 } })
    for (const { name, run } of api.control.jobs) {
      if (name === 'webhooks') continue
      api.clock.millis += 600_000
      await run()
      expect(api.logged.filter((line) => line.includes('"level":50'))).toEqual([])
    }
  })
})

describe('a report', () => {
  it('keeps no more records than it saw, and has no more errors', async () => {
    const api = await startApi()
    const key = await api.keyOf('t', 'ingest', 'read')
    const body = reportOf({}, [{ count: 10, sampled_count: 50, severity_distribution: { ERROR: 30, INFO: 1 } }])
    expect((await api.call('post', '/api/v1/patterns/stats', { key, body })).status).toBe(202)
    await api.pending.flush()
    const { json } = await api.call('get', '/api/v1/patterns', { key })
    expect(json.patterns).toMatchObject([{ seen: 10, kept: 10, errors: 10 }])
    await api.close()
  })
})
