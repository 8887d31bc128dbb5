import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ApiUnderTest, reportOf, startApi } from '../support/api-under-test.js'

describe('GET /api/v1/advice', () => {
  let api: ApiUnderTest
  let key: string
  beforeEach(async () => {
    api = await startApi()
    key = await api.keyOf('t', 'ingest', 'read')
  })
  afterEach(() => api.close())

  it('says what to mend, with what it costs; of other services nothing when one is named', async () => {
    const of = { count: 1_000, sampled_count: 1_000, bytes: 200_000, sampled_bytes: 200_000 }
    const line = { ...of, severity_distribution: { INFO: 1_000 } }
    const body = reportOf({}, [
      { ...line, template: 'incoming request' },
      { ...line, template: 'order <*> paid' },
    ])
    expect((await api.call('post', '/api/v1/patterns/stats', { key, body })).status).toBe(202)
    await api.pending.flush()
    const { json } = await api.call('get', '/api/v1/advice?service=shop', { key })
    expect(json.advice).toEqual([
      expect.objectContaining({
        kind: 'debug',
        template: 'incoming request',
        services: ['shop'],
        records: 1_000,
        bytes: 200_000,
        share: 0.5,
        saved_bytes: 200_000,
        usd_per_month: null,
        beside: null,
      }),
    ])
    expect((await api.call('get', '/api/v1/advice?service=other', { key })).status).toBe(404)
    expect((await api.call('get', '/api/v1/advice?from=5&to=5', { key })).status).toBe(422)
  })
})
