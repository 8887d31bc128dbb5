import { readPatternChecks } from 'lipservice/protocol'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ApiUnderTest, reportOf, startApi } from '../support/api-under-test.js'
import { TEN } from '../support/reports.js'

describe('the API', () => {
  let api: ApiUnderTest
  let key: string
  beforeEach(async () => {
    api = await startApi()
    key = await api.keyOf('t', 'ingest', 'read', 'admin')
  })
  afterEach(() => api.close())
  const get = async (path: string) => (await api.call('get', path, { key })).json
  const report = async (body: Record<string, unknown>) => {
    expect((await api.call('post', '/api/v1/patterns/stats', { key, body })).status).toBe(202)
    await api.pending.flush()
  }

  describe('policies', () => {
    const path = '/api/v1/policies/shop'
    const put = (body: unknown, headers = {}) => api.call('put', path, { key, body, headers })

    it('are 404 until there is one, then served with an ETag, and 304 to who has it', async () => {
      expect((await api.call('get', path, { key })).status).toBe(404)
      const { json: policy, headers } = await put({ global_rate: 0.5, reasoning: 'half will do', version: 999 })
      expect(policy).toMatchObject({ version: 1, service: 'shop', global_rate: 0.5, generated_by: 'operator' })
      const answer = await api.call('get', path, { key })
      expect(answer.json).toEqual(policy)
      const etag = answer.headers.get('etag')!
      expect(etag).toBe(headers.get('etag'))
      const again = await api.call('get', path, { key, headers: { 'if-none-match': etag } })
      expect(again).toMatchObject({ status: 304, json: undefined })
      await put({ global_rate: 0.4 })
      expect((await api.call('get', path, { key, headers: { 'if-none-match': etag } })).json.version).toBe(2)
    })

    it('go on to be served while the database does not answer, for seconds, and are asked for again', async () => {
      await put({ global_rate: 0.5 })
      expect((await api.call('get', path, { key })).json.version).toBe(1)
      const { current } = api.store.policies
      ;(api.store.policies as { current: unknown }).current = async () => {
        throw new Error('the database is away')
      }
      for (const seconds of [4, 4]) {
        api.clock.millis += seconds * 1_000
        expect((await api.call('get', path, { key })).json.version).toBe(1)
      }
      api.clock.millis += 4_000
      expect((await api.call('get', path, { key })).status).toBe(500)
      ;(api.store.policies as { current: unknown }).current = current
      expect((await api.call('get', path, { key })).json.version).toBe(1)
    })

    it('say which template they mean, by what SDKs have reported, whatever an edited document says', async () => {
      const [known, unknown] = ['c178fbb9bf4271ab', '954d5420c9d8d2bd']
      const check = '8c2fcd17a28a72a3'
      const row = { count: 1, sampled_count: 1, first_seen: TEN, last_seen: TEN, template: 'user <*> created' }
      const patterns = [{ ...row, signature: known, check }]
      await report({ ...reportOf(), patterns, total_logs: 1, unique_patterns: 1 })
      const named = { keep_patterns: [unknown, known], pattern_rates: { [known]: 0.5, [unknown]: 0.5 } }
      const { json } = await put({ ...named, pattern_checks: 'ERERERERERE=' })
      expect(readPatternChecks(json)).toEqual({ keep: [undefined, check], rated: new Map([[known, check]]) })
      expect((await put({ global_rate: 1 })).json.pattern_checks).toBeUndefined()
      const { services } = await get(`/api/v1/patterns/${known}?from=${TEN - 3_600}&to=${TEN + 3_600}`)
      expect(services).toMatchObject([{ service: 'shop', signature: known, check }])
    })

    it('tell SDKs of a new version in the answer to a report', async () => {
      await put({ global_rate: 0.5 })
      const { json } = await api.call('post', '/api/v1/patterns/stats', { key, body: reportOf() })
      expect(json.policy_version).toBe(1)
    })

    it('are kept in all versions, and rolled back as a new one', async () => {
      await put({ global_rate: 0.5 })
      await put({ global_rate: 0.1 })
      const { json } = await api.call('post', `${path}/rollback`, { key, body: { version: 1 } })
      expect(json).toMatchObject({ version: 3, global_rate: 0.5 })
      const { versions } = await get(`${path}/history`)
      expect(versions.map((entry: Record<string, unknown>) => [entry['version'], entry['restored_from']])).toEqual([
        [3, 1],
        [2, null],
        [1, null],
      ])
      expect((await api.call('post', `${path}/rollback`, { key, body: { version: 9 } })).status).toBe(404)
    })

    it('are not replaced by who has not seen the one in force', async () => {
      const { headers } = await put({ global_rate: 0.5 })
      const ifMatch = { 'if-match': headers.get('etag')! }
      expect((await put({ global_rate: 0.4 }, ifMatch)).status).toBe(200)
      expect((await put({ global_rate: 0.3 }, ifMatch)).status).toBe(412)
    })

    it.each([
      [{ global_rate: 7 }, 'global_rate'],
      [{ global_rate: null }, 'global_rate'],
      [{ pattern_rates: { zz: 1 } }, 'pattern_rates'],
      [{ severity_rates: { INFO: -1 } }, 'severity_rates.INFO'],
      [JSON.parse('{"__proto__": {"a": 1}}'), '__proto__'],
      [
        {
          pattern_rates: Object.fromEntries(
            Array.from({ length: 10_001 }, (_, i) => [i.toString(16).padStart(16, '0'), 1]),
          ),
        },
        '10000',
      ],
      [[], 'object'],
    ])('are refused where an SDK would refuse them: %#', async (body, named) => {
      const { status, json } = await put(body)
      expect(status).toBe(422)
      expect(json.detail).toContain(named)
      expect((await api.call('get', path, { key })).status).toBe(404)
    })
  })

  it('lists services and instances', async () => {
    await report(reportOf())
    await report(reportOf({ instance_id: 'i2', service_version: '1.1.0', policy_version: 4 }))
    const { services } = await get('/api/v1/services')
    expect(services).toMatchObject([{ name: 'shop', instances: 2, patterns: 1, seen: 200, kept: 20, errors: 10 }])
    const { instances } = await get('/api/v1/services/shop/instances')
    expect(instances).toContainEqual(
      expect.objectContaining({
        instance_id: 'i2',
        service_version: '1.1.0',
        // None was ever made.
        policy_version: null,
        mode: 'active',
        sdk: 'node/0.1.0',
      }),
    )
    expect((await api.call('get', '/api/v1/services/nope/instances', { key })).status).toBe(404)
  })

  it('says what is new in a release, what class it is, and what it costs', async () => {
    await report(reportOf({}, [{ template: 'GET /healthz <*>' }]))
    await report(reportOf({ sequence: 1, service_version: '2.0.0' }, [{}, { template: 'password reset for <*>' }]))
    const { patterns } = await get('/api/v1/patterns?new_in=2.0.0')
    expect(patterns).toMatchObject([{ template: 'password reset for <*>', class: 'security' }])
    expect((await get('/api/v1/patterns?class=health_check')).patterns).toMatchObject([
      { seen: 200, first_version: '1.0.0' },
    ])
    const { templates } = await get('/api/v1/templates')
    expect(templates.reduce((sum: number, row: { bytes_share: number }) => sum + row.bytes_share, 0)).toBeCloseTo(1, 9)
  })

  it('learns merge rules from the templates of a service', async () => {
    const names = ['ann', 'bob', 'cy', 'dan', 'eve', 'fay']
    await report(
      reportOf(
        {},
        names.map((name) => ({ template: `user ${name} logged in` })),
      ),
    )
    expect((await get('/api/v1/services/shop/merge-rules')).merge_rules).toEqual([{ template: 'user <+> logged in' }])
  })

  it('shows one pattern in all services', async () => {
    await report(reportOf())
    await report(reportOf({ service_name: 'other', instance_id: 'o' }))
    const { services } = await get('/api/v1/patterns/0000000000000001')
    expect(services.map((row: { service: string }) => row.service).toSorted()).toEqual(['other', 'shop'])
    expect((await api.call('get', '/api/v1/patterns/00000000000000ff', { key })).status).toBe(404)
  })

  it('pages and sorts', async () => {
    await report(
      reportOf(
        {},
        Array.from({ length: 25 }, (_, i) => ({ count: i + 1 })),
      ),
    )
    const { total, patterns } = await get('/api/v1/patterns?sort=seen&order=asc&limit=10&offset=20')
    expect(total).toBe(25)
    expect(patterns.map((row: { seen: number }) => row.seen)).toEqual([21, 22, 23, 24, 25])
  })

  it.each([
    '/api/v1/patterns?sort=password',
    '/api/v1/patterns?limit=100000',
    `/api/v1/patterns?from=${TEN}&to=${TEN - 1}`,
    '/api/v1/patterns?from=0',
    `/api/v1/services/shop/timeline?step=minute&from=${TEN - 1e6}&to=${TEN}`,
    '/api/v1/patterns/XYZ',
  ])('refuses what it cannot answer: %s', async (path) => {
    await report(reportOf())
    expect((await api.call('get', path, { key })).status).toBe(422)
  })

  it('makes keys, shows each once, and revokes them', async () => {
    const { json: made } = await api.call('post', '/api/v1/keys', { key, body: { name: 'ci', scopes: ['read'] } })
    expect((await api.call('get', '/api/v1/services', { key: made.key })).status).toBe(200)
    expect(
      (await api.call('post', '/api/v1/keys', { key: made.key, body: { name: 'x', scopes: ['read'] } })).status,
    ).toBe(403)
    const { keys } = await get('/api/v1/keys')
    expect(keys.find((row: { id: string }) => row.id === made.id)).toEqual({
      id: made.id,
      name: 'ci',
      scopes: ['read'],
      created_at: TEN,
      revoked_at: null,
      expires_at: null,
      last_used_at: null,
      refused_reports: 0,
    })
    expect((await api.call('delete', `/api/v1/keys/${made.id}`, { key })).status).toBe(204)
    expect((await api.call('get', '/api/v1/services', { key: made.key })).status).toBe(401)
    expect((await api.call('delete', `/api/v1/keys/${key.split('_')[1]}`, { key })).status).toBe(409)
    expect((await api.call('post', '/api/v1/keys', { key, body: { name: 'x', scopes: ['root'] } })).status).toBe(422)
  })

  it('answers what is not there, and what failed, with problem documents that give nothing away', async () => {
    expect(await api.call('get', '/nothing', { key })).toMatchObject({ status: 404, json: { status: 404 } })
    ;(api.store.services as { ofTeam: unknown }).ofTeam = async () => {
      throw new Error('password=hunter2')
    }
    const { status, json } = await api.call('get', '/api/v1/services', { key })
    expect(status).toBe(500)
    expect(JSON.stringify(json)).not.toContain('hunter2')
    expect(api.logged.join('')).toContain('a request failed')
  })
})
