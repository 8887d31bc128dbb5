import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ApiUnderTest, reportOf, startApi } from '../support/api-under-test.js'

const POLICY = '/api/v1/policies/shop'
const rates = (count: number) =>
  `{"pattern_rates": {${Array.from({ length: count }, (_, i) => `"${i.toString(16).padStart(16, '0')}": 0.5`).join()}}}`

/** Texts, not values: what is no JSON has to be refused too. */
const HOSTILE: readonly [what: string, text: string, status: number][] = [
  ['a rate of 7', '{"pattern_rates": {"0000000000000001": 7}}', 422],
  ['a global rate of 7', '{"global_rate": 7}', 422],
  ['a rate below 0', '{"severity_rates": {"INFO": -0.1}}', 422],
  ['NaN', '{"global_rate": NaN}', 400],
  ['the text NaN', '{"global_rate": "NaN"}', 422],
  ['an infinite rate', '{"global_rate": 1e999}', 422],
  ['a rate that is an object', '{"pattern_rates": {"0000000000000001": {}}}', 422],
  ['10,001 patterns', rates(10_001), 422],
  ['a million patterns', rates(1_000_000), 413],
  ['__proto__', '{"__proto__": {"global_rate": 0}}', 422],
  ['__proto__ among patterns', '{"pattern_rates": {"__proto__": 0}}', 422],
  ['constructor among patterns', '{"pattern_rates": {"constructor": 0}}', 422],
  ['prototype among severities', '{"severity_rates": {"prototype": 0}}', 422],
  ['a boost of 11', '{"anomaly_boost": 11}', 422],
  ['a budget below nothing', '{"budget": {"bytes_per_second": -1}}', 422],
  ['a refresh every millisecond', '{"refresh_seconds": 0.001}', 422],
  ['deep nesting', `{"rules": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 422],
]

describe('a hostile document', () => {
  let api: ApiUnderTest
  let key: string
  let good: unknown
  beforeEach(async () => {
    api = await startApi()
    key = await api.keyOf('t', 'ingest', 'read', 'admin')
    await api.call('post', '/api/v1/patterns/stats', { key, body: reportOf() })
    await api.pending.flush()
    await api.call('put', POLICY, { key, body: { global_rate: 0.5 } })
    good = (await served()).json
  })
  afterEach(() => api.close())
  const served = () => api.call('get', POLICY, { key })
  const versions = async () => (await api.call('get', `${POLICY}/history`, { key })).json.versions

  it.each(HOSTILE.flatMap((row) => [['put', POLICY, ...row] as const, ['post', `${POLICY}/drafts`, ...row] as const]))(
    'by %s %s with %s is refused with a problem document, and no SDK ever sees it',
    async (method, path, _, text, status) => {
      const answer = await api.call(method, path, { key, body: Buffer.from(text) })
      expect(answer.status).toBe(status)
      expect(answer.headers.get('content-type')).toBe('application/problem+json')
      expect(answer.json).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) })
      expect(answer.json.detail.length).toBeLessThan(500)
      expect((await served()).json).toEqual(good)
      expect(await versions()).toHaveLength(1)
      expect(Object.keys(Object.prototype)).toEqual([])
    },
  )
})
