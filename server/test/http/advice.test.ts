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
      { ...line, template: 'incoming request', call_site: 'src/http.ts:12' },
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
        call_site: 'src/http.ts:12',
        records: 1_000,
        bytes: 200_000,
        share: 0.5,
        saved_bytes: 200_000,
        usd_per_month: null,
        beside: null,
      }),
    ])
    const places = async (): Promise<(string | null)[]> => {
      await api.pending.flush()
      const { patterns } = (await api.call('get', '/api/v1/patterns?sort=template', { key })).json
      return patterns.map((one: { call_site: string | null }) => one.call_site).toSorted()
    }
    expect(await places()).toEqual([null, 'src/http.ts:12'])
    for (const [sequence, told] of [{}, { call_site: 'src/moved.ts:7\u0000' }, {}].entries()) {
      const again = reportOf({ sequence: sequence + 1 }, [{ ...line, ...told, template: 'incoming request' }])
      await api.call('post', '/api/v1/patterns/stats', { key, body: again })
    }
    expect((await places()).map((one) => one?.slice(0, 14) ?? null)).toEqual([null, 'src/moved.ts:7'])
    expect((await api.call('get', '/api/v1/advice?service=other', { key })).status).toBe(404)
    expect((await api.call('get', '/api/v1/advice?from=5&to=5', { key })).status).toBe(422)
  })
})
