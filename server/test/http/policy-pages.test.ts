import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ApiUnderTest, reportOf, startApi } from '../support/api-under-test.js'
import { TEN } from '../support/reports.js'

const PATH = '/api/v1/policies/shop'
const FIRST = '0000000000000001'

describe('what a page shows of policies', () => {
  let api: ApiUnderTest
  let key: string
  beforeEach(async () => {
    api = await startApi({ 'history-seconds': 0 })
    key = await api.keyOf('t', 'ingest', 'admin')
    for (let sequence = 0; sequence < 3; sequence++) {
      api.clock.millis = (TEN + sequence * 3_600) * 1000
      const body = reportOf({ sequence, timestamp: TEN + sequence * 3_600 }, [{ template: 'cart updated' }])
      await api.call('post', '/api/v1/patterns/stats', { key, body })
      await api.pending.flush()
    }
  })
  afterEach(() => api.close())
  const get = async (path: string) => (await api.call('get', `${PATH}${path}`, { key })).json
  const post = (path: string, body: object) => api.call('post', `${PATH}${path}`, { key, body })
  const put = (body: object) => api.call('put', PATH, { key, body })

  it('is a history without documents, in pages, by what made each version', async () => {
    for (const rate of [0.5, 0.4, 0.3]) await put({ global_rate: rate })
    await api.call('post', '/api/v1/services/shop/incident-switch', { key, body: { minutes: 5, reason: 'fire' } })
    const numbers = async (query: string) =>
      (await get(`/history?${query}`)).versions.map(({ version }: { version: number }) => version)
    expect(await numbers('')).toEqual([4, 3, 2, 1])
    expect(await numbers('limit=2')).toEqual([4, 3])
    expect(await numbers('limit=2&before=3')).toEqual([2, 1])
    expect(await numbers('kind=incident')).toEqual([4])
    expect(await numbers('kind=operator,incident&before=4')).toEqual([3, 2, 1])
    const [newest] = (await get('/history')).versions
    expect(newest).not.toHaveProperty('policy')
    expect(newest).toMatchObject({ kind: 'incident', stages: [{ stage: 'active', reason: 'fire' }] })
  })

  it('is one version as a whole, with the templates of the patterns it names', async () => {
    await put({ pattern_rates: { [FIRST]: 0.25, ffffffffffffffff: 0.5 } })
    expect(await get('/versions/1')).toMatchObject({
      version: 1,
      canary: null,
      policy: { pattern_rates: { [FIRST]: 0.25 } },
      templates: [{ signature: FIRST, check: null, template: 'cart updated' }],
    })
    expect((await api.call('get', `${PATH}/versions/9`, { key })).status).toBe(404)
    await put({ pattern_rates: { [FIRST]: 0.5 } })
    const { changes } = await get('/diff?from=1&to=2')
    expect(changes).toContainEqual({
      path: `pattern_rates.${FIRST}`,
      before: 0.25,
      after: 0.5,
      template: 'cart updated',
    })
  })

  it('is what a version says otherwise than the one in force before it, or than any, with the bytes of the patterns', async () => {
    await put({ pattern_rates: { [FIRST]: 0.25 }, keep_patterns: ['aaaaaaaaaaaaaaaa'] })
    expect(await get('/versions/1')).toMatchObject({ against: null, changes: [] })
    // What never came in force is not what was before.
    const { json: draft } = await post('/drafts', { global_rate: 0.4 })
    await post('/reject', { version: draft.version, reason: 'no' })
    await put({ pattern_rates: { [FIRST]: 0.5 }, keep_patterns: [FIRST] })
    const third = await get('/versions/3')
    expect(third.against).toBe(1)
    expect(third.changes).toContainEqual({
      path: `pattern_rates.${FIRST}`,
      before: 0.25,
      after: 0.5,
      template: 'cart updated',
      bytes: 60_000,
    })
    expect(third.changes).toContainEqual({ path: 'keep_patterns', before: ['aaaaaaaaaaaaaaaa'], after: [FIRST] })
    const back = await get('/versions/1?against=3')
    expect(back.against).toBe(3)
    expect(back.templates).toContainEqual({ signature: FIRST, check: null, template: 'cart updated' })
    expect((await api.call('get', `${PATH}/versions/1?against=9`, { key })).status).toBe(404)
  })

  it('is what a draft or a budget would have made of the past week, in snake case, without storing anything', async () => {
    const draft = await post('/preview', { policy: { pattern_rates: { [FIRST]: 0.01 } } })
    expect(draft.json).toMatchObject({
      policy: { pattern_rates: { [FIRST]: 0.01 } },
      replay: { hours: expect.any(Number), bytes_per_day: expect.any(Number), misses: expect.any(Number) },
      forecast: null,
    })
    const budget = await post('/preview', { budget: { unit: 'records_per_second', amount: 0.001 } })
    expect(budget.json).toMatchObject({
      policy: { generated_by: 'allocator' },
      forecast: { budget: '0.001 records a second' },
    })
    for (const name of namesIn(budget.json.replay)) expect(name).toMatch(/^[a-z_]+$/)
    expect(budget.json.replay.kept_bytes_per_day).toBeLessThan(budget.json.replay.bytes_per_day)
    expect((await get('/history')).versions).toEqual([])
    for (const [body, status] of [
      [{}, 422],
      [{ policy: { global_rate: 7 } }, 422],
      [{ policy: {}, budget: { unit: 'gb_per_day', amount: 1 } }, 422],
      [{ budget: { unit: 'gb_per_day', amount: -1 } }, 422],
    ] as const)
      expect((await post('/preview', body)).status, JSON.stringify(body)).toBe(status)
    expect((await api.call('post', '/api/v1/policies/nobody/preview', { key, body: { policy: {} } })).status).toBe(404)
  })

  it('lets a person put a version on its way in force', async () => {
    await put({ global_rate: 0.5 })
    const { json: draft } = await post('/drafts', { global_rate: 0.4 })
    expect((await post('/promote', { version: draft.version, reason: 'it was tried elsewhere' })).status).toBe(200)
    expect((await api.call('get', PATH, { key })).json).toMatchObject({ global_rate: 0.4 })
    expect((await post('/promote', { version: draft.version, reason: 'again' })).status).toBe(409)
  })
})

function namesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => [name, ...namesIn(inner)])
}
