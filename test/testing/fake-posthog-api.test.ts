import { describe, expect, it, onTestFinished } from 'vitest'
import { ManualClock } from '../../src/testing/manual-clock.js'
import {
  type FakePostHogApi,
  type FakePostHogApiOptions,
  startFakePostHogApi,
} from '../../src/testing/posthog-api/fake-posthog-api.js'

const T0 = Date.UTC(2026, 0, 5, 10)

async function start(options: FakePostHogApiOptions = {}): Promise<FakePostHogApi> {
  const fake = await startFakePostHogApi(options)
  onTestFinished(() => fake.close())
  return fake
}

interface Sent {
  readonly method?: string
  readonly body?: unknown
  readonly key?: string | null
}

async function send(
  { url, personalApiKey }: FakePostHogApi,
  path: string,
  { method = 'POST', body, key = personalApiKey }: Sent = {},
) {
  const response = await fetch(`${url}${path}`, {
    method,
    redirect: 'manual',
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) }
}

const query = (fake: FakePostHogApi, hogql: string) =>
  send(fake, '/api/projects/1/query/', { body: { query: { kind: 'HogQLQuery', query: hogql } } })

describe('the fake API of PostHog', () => {
  it.each([
    ['an endpoint', '/api/projects/1/logs/everything/', { method: 'GET' }],
    ['a project', '/api/projects/2/logs/has_logs/', { method: 'GET' }],
    ['a method', '/api/projects/1/query/', { method: 'GET' }],
    ['a parameter', '/api/projects/1/insights/?colour=red', { method: 'GET' }],
    ['a field', '/api/projects/1/dashboards/', { body: { name: 'x', colour: 'red' } }],
    [
      'a field of the query',
      '/api/projects/1/logs/count/',
      { body: { query: { dateRange: { date_from: 'x' }, limit: 1 } } },
    ],
    ['a kind of query', '/api/projects/1/query/', { body: { query: { kind: 'LogsQuery', query: 'x' } } }],
    ['a severity', '/api/projects/1/logs/count/', { body: { query: { dateRange: {}, severityLevels: ['notice'] } } }],
    ['a limit of 1,001 records', '/api/projects/1/logs/query/', { body: { query: { dateRange: {}, limit: 1_001 } } }],
    ['a description of 401 characters', '/api/projects/1/insights/', { body: { description: 'x'.repeat(401) } }],
    ['a key in the header of capture', '/batch/', { body: { api_key: 'phc_test', batch: [] } }],
  ] as const)('does not know %s, and says so when it is closed', async (_, path, sent) => {
    const fake = await startFakePostHogApi()
    const { status } = await send(fake, path, sent as Sent)
    expect(status).toBeGreaterThanOrEqual(400)
    await expect(fake.close()).rejects.toThrow('the real PostHog would not have taken this')
  })

  it('takes keys as PostHog does, in its words', async () => {
    const fake = await start({ scopes: ['logs:read'] })
    const path = '/api/projects/1/logs/has_logs/'
    expect(await send(fake, path, { method: 'GET', key: null })).toMatchObject({
      status: 401,
      body: { code: 'not_authenticated' },
    })
    expect(await send(fake, path, { method: 'GET', key: 'phc_test' })).toMatchObject({
      status: 401,
      body: { code: 'authentication_failed' },
    })
    expect((await query(fake, 'SELECT 1')).body.detail).toBe("API key missing required scope 'query:read'")
    expect(await send(fake, path, { method: 'GET' })).toMatchObject({ status: 200, body: { hasLogs: false } })
  })

  it.each([
    ['current', 240, 60],
    ['legacy', 120, 3_600],
  ] as const)('lets as many queries in as its %s limit, by its clock', async (queries, limit, seconds) => {
    const clock = new ManualClock()
    const fake = await start({ clock, limits: { queries } })
    const statuses: number[] = []
    for (let i = 0; i < limit; i++) statuses.push((await query(fake, 'SELECT 1')).status)
    expect(new Set(statuses)).toEqual(new Set([200]))
    const refused = await query(fake, 'SELECT 1')
    expect(refused).toMatchObject({ status: 429, body: { code: 'throttled' } })
    expect(refused.headers.get('retry-after')).toBe(String(seconds))
    clock.advance(seconds * 1_000)
    expect((await query(fake, 'SELECT 1')).status).toBe(200)
  })

  it('runs three queries at a time', async () => {
    const fake = await start()
    const release = fake.holdQueries()
    const four = Promise.all([1, 2, 3, 4].map(() => query(fake, 'SELECT 1')))
    while (fake.requests.length === 0) await new Promise((resolve) => setImmediate(resolve))
    release()
    expect((await four).map(({ status }) => status).sort()).toEqual([200, 200, 200, 429])
  })
})

describe('HogQL of the fake', () => {
  it.each([
    ['a syntax that is none', 'SELECT FROM logs', /Cannot use|mismatched|no viable/],
    ['a column', 'SELECT colour FROM logs', /Unable to resolve field: colour/],
    ['a table', 'SELECT 1 FROM colours', /Unknown table "colours"/],
    [
      'two arguments of substring',
      'SELECT substring(body, 1) FROM logs',
      /Function 'substring' expects 3 arguments, found 2/,
    ],
    [
      'parameters of groupUniqArray',
      'SELECT groupUniqArray(4)(body) FROM logs',
      /'groupUniqArray' does not accept any parameters/,
    ],
    [
      'no parameters of groupArraySample',
      'SELECT groupArraySample(body) FROM logs',
      /'groupArraySample' expects at least 1 parameter/,
    ],
    [
      'what is neither key nor aggregate',
      'SELECT body, count() FROM logs GROUP BY service_name',
      /not under aggregate function/,
    ],
    ['an aggregate in WHERE', 'SELECT 1 FROM logs WHERE count() > 1', /nested/],
    [
      'a look-ahead, which RE2 has not',
      "SELECT replaceRegexpAll(body, '(?=x)', '') FROM logs",
      /invalid regular expression/,
    ],
  ])('refuses %s with 400', async (_, text, words) => {
    const fake = await start()
    fake.addLogs([{ timestamp: T0, body: 'x' }])
    const { status, body } = await query(fake, text)
    expect({ status, type: body.type }).toEqual({ status: 400, type: 'validation_error' })
    expect(body.detail).toMatch(words)
  })

  it('holds a function that it does not know against the test', async () => {
    const fake = await start()
    expect((await query(fake, 'SELECT colourOf(body) FROM logs')).status).toBe(400)
    expect((await query(fake, 'WITH x AS (SELECT 1) SELECT * FROM x')).status).toBe(400)
    expect(fake.takeViolations()).toHaveLength(2)
  })

  const ROWS = Array.from({ length: 1_000 }, (_, i) => ({
    timestamp: T0 + i * 7_200,
    service: i % 3 === 0 ? 'api' : 'shop',
    severity: i % 50 === 0 ? 'error' : 'info',
    body: `order ${i} placed`,
    bytes: 100,
    attributes: i % 10 === 0 ? { 'lipservice.weight': '5' } : {},
  }))

  it.each([
    ["SELECT count(), sum(_bytes_uncompressed), countIf(level = 'error') FROM logs", [[1_000, 100_000, 20]]],
    [
      "SELECT sum(if(attributes['lipservice.weight'] = '', 1, toFloat(attributes['lipservice.weight']))) FROM logs",
      [[1_400]],
    ],
    [
      'SELECT service_name, count() AS n FROM logs GROUP BY service_name HAVING n > 400 ORDER BY n DESC',
      [['shop', 666]],
    ],
    [
      'SELECT toStartOfHour(timestamp) AS hour, count() FROM logs GROUP BY hour ORDER BY hour',
      [
        ['2026-01-05T10:00:00Z', 500],
        ['2026-01-05T11:00:00Z', 500],
      ],
    ],
    [
      "SELECT count() FROM logs WHERE timestamp >= toDateTime64('2026-01-05 10:30:00', 6, 'UTC') AND timestamp < toDateTime('2026-01-05T11:00:00Z')",
      [[250]],
    ],
    [
      "SELECT replaceRegexpAll(body, '[0-9]+', '<N>') AS shape, count() FROM logs GROUP BY shape",
      [['order <N> placed', 1_000]],
    ],
    ['SELECT length(groupArraySample(4, 7)(substring(body, 1, 5))) FROM logs', [[4]]],
    ['SELECT sum(n) FROM (SELECT service_name, max(severity_number) AS n FROM logs GROUP BY service_name)', [[34]]],
    ["SELECT sum(log_count) FROM posthog.logs_volume_buckets WHERE service_name IN ('api')", [[334]]],
    [
      "SELECT DISTINCT service_name FROM logs WHERE body ILIKE '%ORDER 1_ %' ORDER BY service_name LIMIT 1 OFFSET 1",
      [['shop']],
    ],
    [
      'SELECT uniq(service_name), any(pattern), argMax(body, timestamp) FROM logs',
      [[2, 'order <N> placed', 'order 999 placed']],
    ],
  ])('runs %s', async (text, rows) => {
    const fake = await start()
    fake.addLogs(ROWS)
    const { status, body } = await query(fake, text)
    expect({ status, detail: body.detail, rows: body.results }).toEqual({ status: 200, detail: undefined, rows })
  })

  it('splits by a hash into parts that are about even and make up the whole', async () => {
    const fake = await start()
    fake.addLogs(ROWS)
    let sum = 0
    for (const part of [0, 1, 2, 3]) {
      const [[count]] = (await query(fake, `SELECT count() FROM logs WHERE cityHash64(uuid) % 4 = ${part}`)).body
        .results
      expect(count).toBeGreaterThan(180)
      expect(count).toBeLessThan(320)
      sum += count
    }
    expect(sum).toBe(1_000)
  })

  it('answers 100 rows unless it is asked for more, 50,000 at most, and says that there are more', async () => {
    const fake = await start()
    fake.addLogs(ROWS)
    const short = (await query(fake, 'SELECT body FROM logs')).body
    expect({ rows: short.results.length, hasMore: short.hasMore }).toEqual({ rows: 100, hasMore: true })
    const whole = (await query(fake, 'SELECT body FROM logs LIMIT 60000')).body
    expect({ rows: whole.results.length, hasMore: whole.hasMore }).toEqual({ rows: 1_000, hasMore: false })
  })

  it("has hours of the project's zone, unless another is named", async () => {
    const fake = await start({ offsetMinutes: 330 })
    fake.addLogs([{ timestamp: T0, body: 'x' }])
    const { body } = await query(
      fake,
      "SELECT toStartOfHour(timestamp), toStartOfHour(toTimeZone(timestamp, 'UTC')) FROM logs",
    )
    expect(body.results).toEqual([['2026-01-05T15:00:00+05:30', '2026-01-05T10:00:00Z']])
  })

  it('has no columns of patterns, or empty ones, when it is told so', async () => {
    const fake = await start({ switches: { patterns: 'unstamped' } })
    fake.addLogs(ROWS)
    expect((await query(fake, "SELECT countIf(pattern = '') FROM logs")).body.results).toEqual([[1_000]])
    fake.switches.patterns = 'absent'
    expect((await query(fake, 'SELECT pattern FROM logs')).body.detail).toContain('Unable to resolve field: pattern')
  })
})
