import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judge } from '../../src/posthog/api/client/judge.js'
import { scrubber } from '../../src/posthog/api/client/scrub.js'
import type { Outcome } from '../../src/posthog/api/contract/outcome.js'
import type { PostHogApi } from '../../src/posthog/api/contract/posthog-api.js'
import { createPostHogApi } from '../../src/posthog/api/create-posthog-api.js'
import { hogql } from '../../src/posthog/api/hogql.js'
import { ManualClock } from '../../src/testing/manual-clock.js'
import { failureOf, given, KEY, PROJECT_KEY, startApi } from './api-under-test.js'

const HOUR = { from: new Date(Date.UTC(2026, 0, 5, 10)), to: new Date(Date.UTC(2026, 0, 5, 11)) }
const COUNT = hogql`SELECT count() FROM logs`
const count = (api: PostHogApi) => api.query(COUNT, { name: 'count' })

/** One call of each scope that the client asks for. */
const CALLS: Readonly<Record<string, (api: PostHogApi) => Promise<Outcome<unknown>>>> = {
  'query:read': count,
  'logs:read': (api) => api.logs.count(HOUR),
  'logs:write': (api) => api.logs.createView({ name: 'x', filters: {} }),
  'dashboard:read': (api) => api.dashboards.list('lipservice'),
  'dashboard:write': (api) => api.dashboards.create({ name: 'x' }),
  'insight:read': (api) => api.insights.list('lipservice'),
  'insight:write': (api) => api.insights.create({ name: 'x', query: { kind: 'InsightVizNode', source: {} } }),
  'annotation:read': (api) => api.annotations.search('x'),
  'annotation:write': (api) => api.annotations.create({ content: 'x', at: HOUR.from }),
  'feature_flag:read': (api) => api.featureFlags.search('x'),
  'feature_flag:write': (api) => api.featureFlags.create({ key: 'x', name: 'x', active: true, filters: {} }),
  'billing:read': (api) => api.billing.usage({ from: '2026-01-01', to: '2026-01-02' }),
  'user:read': (api) => api.me(),
}
const ALL = Object.keys(CALLS)

describe('without a right', () => {
  it.each(ALL)('%s, the rest works, and the message names it', async (missing) => {
    const { api } = await startApi({
      scopes: ALL.filter((scope) => scope !== missing && scope !== missing.replace(':read', ':write')),
    })
    for (const [scope, call] of Object.entries(CALLS)) {
      if (scope.split(':')[0] === missing.split(':')[0] && scope !== missing) continue
      const outcome = await call(api)
      if (scope !== missing) given(outcome)
      else
        expect(failureOf(outcome)).toMatchObject({
          outcome: 'missing_scope',
          scope: missing,
          status: 403,
          message: expect.stringContaining(missing),
        })
    }
  })

  it('of the person, not of the key, says what it needs', async () => {
    const { api } = await startApi({ switches: { mayReadBilling: false } })
    const failed = failureOf(await api.billing.usage({ from: '2026-01-01', to: '2026-01-02' }))
    expect(failed).toMatchObject({ outcome: 'missing_scope', scope: 'billing:read' })
    expect(failed.message).toContain('permission to view billing')
  })

  it('a wrong key is one', async () => {
    const { api } = await startApi({}, { personalApiKey: 'phx_ZZZZZZZZZZZZZZZZZZZZZZZZ' })
    expect(failureOf(await count(api))).toMatchObject({
      outcome: 'bad_key',
      status: 401,
      code: 'authentication_failed',
    })
  })

  it('a key that cannot be had is one, and its reason is told without it', async () => {
    const { api, fake } = await startApi(
      {},
      { personalApiKey: () => Promise.reject(new Error(`cannot refresh ${KEY}`)) },
    )
    const failed = failureOf(await count(api))
    expect(failed.outcome).toBe('bad_key')
    expect(failed.message).not.toContain('0123456789')
    expect(fake.requests).toEqual([])
  })
})

describe('when too much is asked', () => {
  const many = Array.from({ length: 50 }, (_, i) => ({
    timestamp: HOUR.from.getTime() + i,
    body: 'some text '.repeat(10),
  }))

  it.each([
    ['more rows than 10 s are enough for', { rowsIn10Seconds: 10 }],
    ['more bytes than may be read', { bytesRead: 1_000 }],
    ['what is answered later', { rowsUntilLater: 10 }],
  ])('%s is too expensive, and is not tried again', async (_, switches) => {
    const { api, fake } = await startApi({ switches })
    fake.addLogs(many)
    const query = hogql`SELECT any(body) FROM logs`
    expect(failureOf(await api.query(query, { name: 'x' })).outcome).toBe('too_expensive')
    expect(fake.requests).toHaveLength(1)
  })

  it('a column that is not there is refused by its name', async () => {
    const { api } = await startApi({ switches: { patterns: 'absent' } })
    const failed = failureOf(await api.query(hogql`SELECT pattern FROM logs`, { name: 'x' }))
    expect(failed).toMatchObject({
      outcome: 'refused',
      status: 400,
      message: expect.stringContaining('Unable to resolve field: pattern'),
    })
  })
})

describe('limits', () => {
  /** Asks so many times at once, and lets time pass until all is answered. */
  async function storm(total: number, api: PostHogApi, clock: ManualClock): Promise<Outcome<unknown>[]> {
    const outcomes: Outcome<unknown>[] = []
    for (let i = 0; i < total; i++) void count(api).then((outcome) => outcomes.push(outcome))
    // Requests are real: they take turns of the event loop, not of the clock.
    for (let idle = 0; outcomes.length < total; ) {
      const before = api.requests
      await new Promise((resolve) => setImmediate(resolve))
      idle = api.requests === before ? idle + 1 : 0
      if (idle > 200 && clock.pending > 0) {
        await clock.advanceAsync(1_000)
        idle = 150
      }
    }
    return outcomes
  }

  it('hold a storm of 429: nothing is asked before Retry-After, never above the pace, and all is done', async () => {
    const clock = new ManualClock()
    const pace = { queriesPerMinute: 4, queriesPerHour: 1_000 }
    const { api, fake } = await startApi({ clock }, { clock, pace, tries: 6, timeoutMillis: 3_600_000 })
    const times: number[] = []
    const refused: number[] = []
    fake.answer(() => {
      times.push(clock.now())
      if (times.length !== 3 && times.length !== 4) return undefined
      refused.push(clock.now())
      return { status: 429, headers: { 'retry-after': '30' }, body: '{"detail":"Request was throttled."}' }
    })
    const outcomes = await storm(12, api, clock)
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(Array(12).fill('ok'))
    expect(times).toHaveLength(14)
    expect(refused).toHaveLength(2)
    for (const refusal of refused) expect(times.filter((at) => at > refusal && at < refusal + 30_000)).toEqual([])
    for (const time of times)
      expect(times.filter((at) => at > time - 60_000 && at <= time).length).toBeLessThanOrEqual(4)
    // Half of it, afterwards.
    const later = times.slice(4)
    for (const time of later)
      expect(later.filter((at) => at > time - 60_000 && at <= time).length).toBeLessThanOrEqual(2)
  })

  it('of 120 queries an hour, as some projects have them, are learned', async () => {
    const clock = new ManualClock()
    const { api, fake } = await startApi(
      { clock, limits: { queries: 'legacy' } },
      { clock, timeoutMillis: 3_600_000, pace: { queriesPerMinute: 1_000 } },
    )
    for (let i = 0; i < 120; i++) given(await count(api))
    const failed = failureOf(await count(api))
    expect(failed.outcome).toBe('throttled')
    expect(failed.retryAfterMs).toBeGreaterThan(3_590_000)
    // It says so by itself, until it is time.
    expect(failureOf(await count(api)).outcome).toBe('throttled')
    expect(fake.requests).toHaveLength(121)
    await clock.advanceAsync(3_600_000)
    given(await count(api))
  })

  it('let two be asked at a time', async () => {
    const { api, fake } = await startApi()
    const release = fake.holdQueries()
    const all = Promise.all([count(api), count(api), count(api), count(api)])
    await new Promise((resolve) => setImmediate(resolve))
    expect(api.requests).toBe(2)
    release()
    expect((await all).map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'ok', 'ok'])
  })
})

describe('a PostHog that misbehaves', () => {
  it.each([
    ['closes at once', { misbehave: 'reset' }, 'unavailable'],
    ['cuts its answer', { misbehave: 'reset_in_body' }, 'unavailable'],
    ['promises more than it sends', { misbehave: 'short' }, 'unavailable'],
    ['speaks no HTTP', { misbehave: 'garbage' }, 'unavailable'],
    ['says 502 in HTML', { status: 502, body: '<html>Bad gateway</html>' }, 'unavailable'],
    ['says 200 in HTML', { status: 200, body: '<html>Log in</html>' }, 'unavailable'],
    ['sends elsewhere', { status: 302, headers: { location: 'http://127.0.0.1:1/' } }, 'unavailable'],
    ['says what is no list', { body: '{"columns":["count()"],"results":"many"}' }, 'changed_shape'],
    ['leaves a field out', { body: '{"results":[]}' }, 'changed_shape'],
  ] as const)('and %s', async (_, answer, outcome) => {
    const { api, fake } = await startApi({}, { tries: 1 })
    fake.answer([answer])
    expect(failureOf(await count(api)).outcome).toBe(outcome)
    given(await count(api))
  })

  it('never ends its answer, is left', async () => {
    const clock = new ManualClock()
    const { api, fake } = await startApi({}, { tries: 1, clock, timeoutMillis: 10_000 })
    let heard = () => {}
    const asked = new Promise<void>((resolve) => {
      heard = resolve
    })
    fake.answer(() => {
      heard()
      return { misbehave: 'hang' }
    })
    const answer = count(api)
    await asked
    await clock.advanceAsync(10_000)
    expect(failureOf(await answer)).toMatchObject({ outcome: 'unavailable', message: expect.stringContaining('10 s') })
  })

  it('sends more than anybody reads, is left', async () => {
    const { api, fake } = await startApi({}, { tries: 1 })
    fake.answer([{ body: `{"hasLogs":"${'x'.repeat(9 * 1024 * 1024)}"}` }])
    expect(failureOf(await api.logs.hasLogs()).message).toContain('larger than')
  })

  it('names the field whose shape has changed, and keeps nothing of the answer', async () => {
    const { api, fake } = await startApi()
    fake.answer([{ body: '{"services":[{"service_name":"secret-service","log_count":"many","error_count":0}]}' }])
    const failed = failureOf(await api.logs.services(HOUR))
    expect(failed).toMatchObject({ outcome: 'changed_shape', field: 'services[0].log_count' })
    expect(JSON.stringify(failed)).not.toContain('secret-service')
  })

  it('is asked again when that may help, and what makes something is not', async () => {
    const clock = new ManualClock()
    const { api, fake } = await startApi({}, { clock, tries: 3 })
    fake.answer([{ status: 503 }, { status: 503 }])
    const answer = count(api)
    while (api.requests < 3) {
      await new Promise((resolve) => setImmediate(resolve))
      await clock.advanceAsync(60_000)
    }
    given(await answer)
    fake.answer([{ status: 503 }])
    expect(failureOf(await api.dashboards.create({ name: 'once' })).outcome).toBe('unavailable')
    expect(fake.dashboards).toEqual([])
    expect(api.requests).toBe(4)
  })

  it('is left in the middle when it is closed', async () => {
    const { api, fake } = await startApi()
    const release = fake.holdQueries()
    const answer = count(api)
    await new Promise((resolve) => setImmediate(resolve))
    await api.close()
    release()
    expect(failureOf(await answer)).toMatchObject({ outcome: 'unavailable' })
    expect(failureOf(await count(api)).message).toContain('stopped')
  })
})

describe('addresses', () => {
  const options = { project: 1, personalApiKey: KEY }
  it.each([
    ['http://us.posthog.com', 'https'],
    ['http://127.0.0.1:80', 'https'],
    ['https://evil.example', 'allowedHosts'],
    ['https://us.posthog.com.evil.example', 'allowedHosts'],
    ['https://us.posthog.com:8443', 'allowedHosts'],
    ['https://user:pass@us.posthog.com', 'password'],
    ['https://us.posthog.com/path', 'host'],
    ['asia', 'URL'],
  ])('%s is refused at the start', (host, why) => {
    expect(() => createPostHogApi({ ...options, host })).toThrow(why)
  })

  it.each([
    ['us', 'https://us.posthog.com'],
    ['EU', 'https://eu.posthog.com'],
    ['https://eu.posthog.com', 'https://eu.posthog.com'],
  ])('%s is PostHog', async (host, appUrl) => {
    const api = createPostHogApi({ ...options, host })
    expect(api.appUrl).toBe(appUrl)
    await api.close()
  })

  it('that lead to private networks are not connected to', async () => {
    const api = createPostHogApi({ ...options, host: 'https://localhost', allowedHosts: ['localhost'], tries: 1 })
    const failed = failureOf(await count(api))
    expect(failed).toMatchObject({ outcome: 'unavailable', message: expect.stringContaining('private address') })
    await api.close()
  })

  it.each([
    [{ project: 'my project' }, 'project'],
    [{ personalApiKey: PROJECT_KEY }, 'project (phc_'],
    [{ personalApiKey: 'a b' }, 'personalApiKey'],
    [{ pace: { queriesPerHour: 0 } }, 'queriesPerHour'],
  ])('options that cannot be are named: %j', (wrong, why) => {
    let message = ''
    try {
      createPostHogApi({ ...options, host: 'us', ...wrong })
    } catch (error) {
      message = (error as Error).message
    }
    expect(message).toContain(why)
    expect(message).not.toContain('0123456789')
  })
})

describe('keys', () => {
  it('are in no message, whatever PostHog says of them and however it is cut', () => {
    const keys = [KEY, PROJECT_KEY, 'pha_0123456789abcdefghijABCDEFGHIJ']
    const clean = scrubber(() => [KEY])
    const surroundings = fc.string({ maxLength: 400 })
    fc.assert(
      fc.property(
        surroundings,
        fc.constantFrom(...keys),
        surroundings,
        fc.constantFrom(400, 401, 403, 404, 429, 500),
        (before, key, after, status) => {
          const detail = `${before} ${key} ${after}`
          const asked = { what: 'query', scope: 'query:read', shape: undefined as never }
          for (const body of [JSON.stringify({ detail, code: detail }), JSON.stringify({ error: detail }), detail]) {
            const outcome = judge(asked, { status, retryAfter: undefined, text: body }, 0, clean)
            expect(JSON.stringify(outcome)).not.toContain('0123456789')
          }
          const failed = judge(asked, { failed: detail, stopped: false }, 0, clean)
          expect(JSON.stringify(failed)).not.toContain('0123456789')
        },
      ),
      { numRuns: 200 },
    )
  })

  it('are not in what is seen of the client', async () => {
    const { api } = await startApi()
    given(await count(api))
    expect(inspect(api, { depth: 10, showHidden: true })).not.toContain('0123456789')
    expect(JSON.stringify(api)).not.toContain('0123456789')
  })
})
