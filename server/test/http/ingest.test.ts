import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ApiUnderTest, reportOf, startApi } from '../support/api-under-test.js'
import { TEN } from '../support/reports.js'

const STATS = '/api/v1/patterns/stats'

describe('POST /api/v1/patterns/stats', () => {
  let api: ApiUnderTest
  let key: string
  const start = async (overrides = {}) => {
    api = await startApi(overrides)
    key = await api.keyOf('t', 'ingest', 'read', 'admin')
  }
  beforeEach(() => start())
  afterEach(() => api.close())
  const post = (body: unknown, headers = {}) => api.call('post', STATS, { key, body, headers })
  const patterns = async (query = '') => (await api.call('get', `/api/v1/patterns?${query}`, { key })).json

  it('counts a report once it is flushed, exactly', async () => {
    expect(await post(reportOf({}, [{}, { count: 7, sampled_count: 7 }]))).toMatchObject({
      status: 202,
      json: { next_report_seconds: 60 },
    })
    expect((await patterns()).total).toBe(0)
    await api.pending.flush()
    const { total, patterns: rows } = await patterns('sort=seen')
    expect(total).toBe(2)
    expect(rows[0]).toMatchObject({
      service: 'shop',
      seen: 100,
      kept: 10,
      bytes: 20_000,
      kept_bytes: 2_000,
      errors: 5,
      severity: 'INFO',
      first_version: '1.0.0',
      bytes_share: 0.5,
    })
    expect(rows[0].usd).toBeCloseTo((20_000 / 1e9) * 0.25, 12)
    expect(rows[1].seen).toBe(7)
  })

  it('takes gzip, and a repeat without counting it', async () => {
    const body = gzipSync(JSON.stringify(reportOf()))
    for (let i = 0; i < 3; i++) {
      expect((await post(body, { 'content-encoding': 'gzip' })).status).toBe(202)
      if (i === 1) await api.pending.flush()
    }
    await api.pending.flush()
    expect((await patterns()).patterns[0].seen).toBe(100)
    expect(api.pending.repeated).toBe(2)
  })

  it('takes the reports of one window for one span of time, and counts all of them', async () => {
    for (const part of [undefined, 1, 2]) await post(reportOf({ sequence: part ?? 0, window_seconds: 60, part }))
    await api.pending.flush()
    expect((await patterns()).patterns[0].seen).toBe(300)
    const teamId = await api.store.keys.ensureTeam('t', TEN)
    const id = (await api.store.services.ensure(teamId, 'shop', TEN, 10))!
    const [sums] = await api.store.services.byVersion(id, { from: TEN - 3_600, to: TEN + 3_600 })
    expect(sums).toMatchObject({ reports: 3, seen: 300, seconds: 60 })
  })

  it('clamps the time of clients to ten minutes of its own', async () => {
    await post(reportOf({ timestamp: 5, sequence: 0 }))
    await post(reportOf({ timestamp: TEN + 1e9, sequence: 1 }))
    await api.pending.flush()
    const { json } = await api.call(
      'get',
      `/api/v1/services/shop/timeline?step=minute&from=${TEN - 3_600}&to=${TEN + 3_600}`,
      { key },
    )
    expect(json.points.map((point: { time: number }) => point.time - TEN)).toEqual([-600, 600])
  })

  it('counts what is beyond the bound of patterns together', async () => {
    await api.close()
    await start({ 'max-patterns': 3 })
    await post(
      reportOf(
        {},
        Array.from({ length: 10 }, () => ({})),
      ),
    )
    await post(
      reportOf(
        { sequence: 1 },
        Array.from({ length: 10 }, (_, i) => ({ signature: `ff${String(i).padStart(14, '0')}` })),
      ),
    )
    await api.pending.flush()
    const { total, patterns: rows } = await patterns('sort=seen')
    expect(total).toBe(4)
    expect(rows[0]).toMatchObject({ template: '__other__', signature: '0000000000000000', seen: 1_700 })
  })

  it('refuses more services than a team may have', async () => {
    await api.close()
    await start({ 'max-services': 2 })
    const statuses = []
    for (const service_name of ['a', 'b', 'c', 'a'])
      statuses.push((await post(reportOf({ service_name, sequence: statuses.length }))).status)
    expect(statuses).toEqual([202, 202, 403, 202])
  })

  it('asks for patience before it is full, then answers 503, and takes reports again after a flush', async () => {
    await api.close()
    await start({ 'max-pending': 1_000 })
    const many = Array.from({ length: 300 }, () => ({}))
    const answers = []
    for (let sequence = 0; sequence < 4; sequence++) answers.push(await post(reportOf({ sequence }, many)))
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 503])
    const seconds = answers.slice(0, 3).map(({ json }) => json.next_report_seconds)
    expect(seconds[0]).toBe(60)
    expect(seconds[2]).toBeGreaterThan(200)
    expect(Number(answers[3]!.headers.get('retry-after'))).toBeGreaterThan(5)
    await api.pending.flush()
    expect((await post(reportOf({ sequence: 3 }, many))).status).toBe(202)
  })

  it('keeps what a failing database did not take, and writes it once', async () => {
    await post(reportOf())
    const { add } = api.store.counters
    ;(api.store.counters as { add: unknown }).add = async () => {
      throw new Error('the disk is full')
    }
    await expect(api.pending.flush()).rejects.toThrow('the disk is full')
    await post(reportOf({ sequence: 1 }))
    // The commit that answered too late: written, but nobody knows.
    ;(api.store.counters as { add: unknown }).add = async (...args: Parameters<typeof add>) => {
      await add(...args)
      throw new Error('the connection broke')
    }
    await expect(api.pending.flush()).rejects.toThrow('broke')
    ;(api.store.counters as { add: unknown }).add = add
    await api.pending.flush()
    expect((await patterns()).patterns[0].seen).toBe(200)
    expect(api.pending.load).toBe(0)
  })

  it('writes what one transaction cannot take in several, each report once, and in their order', async () => {
    const [reports, many] = [20, Array.from({ length: 2_000 }, () => ({}))]
    const { add } = api.store.counters
    const sizes: number[] = []
    const sequences: number[] = []
    // As a statement that takes too long.
    ;(api.store.counters as { add: unknown }).add = async (...args: Parameters<typeof add>) => {
      const rows = args[0].reduce((sum, { patterns: of }) => sum + of.length, 0)
      if (rows > 12_000) throw Object.assign(new Error('it takes too long'), { code: '57014' })
      sizes.push(rows)
      sequences.push(...args[0].map(({ sequence }) => sequence))
      return add(...args)
    }
    for (let sequence = 0; sequence < reports; sequence++)
      expect((await post(reportOf({ sequence }, many))).status).toBe(202)
    let failed = 0
    while (api.pending.waiting > 0) await api.pending.flush().catch(() => failed++)
    expect(failed).toBeLessThan(6)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(12_000)
    expect(sequences).toEqual(Array.from({ length: reports }, (_, i) => i))
    expect((await api.call('get', '/api/v1/services', { key })).json.services[0].seen).toBe(reports * 2_000 * 100)
    expect(api.pending.load).toBe(0)
  })

  it('takes texts that no database can hold, and counts that none could add up', async () => {
    const nul = 'a\u0000b\ud800'
    const evil = { template: nul, count: Number.MAX_SAFE_INTEGER, bytes: Number.MAX_SAFE_INTEGER }
    await post(reportOf({ service_name: nul, instance_id: nul, service_version: nul, sdk: nul }, [evil]))
    await api.pending.flush()
    expect((await patterns()).patterns).toMatchObject([
      { service: 'ab\ufffd', template: 'ab\ufffd', seen: 1e9, bytes: 1e10 },
    ])
  })

  it.each([
    ['SQLite', { errcode: 19 }],
    ['Postgres', { code: '22003' }],
  ])('gives up one report that %s can never take, and writes the others at once', async (_, fields) => {
    for (let sequence = 0; sequence < 8; sequence++) await post(reportOf({ sequence }))
    const { add } = api.store.counters
    ;(api.store.counters as { add: unknown }).add = async (...args: Parameters<typeof add>) => {
      if (args[0].some(({ sequence }) => sequence === 5)) throw Object.assign(new Error('not this one'), fields)
      return add(...args)
    }
    await api.pending.flush()
    expect((await patterns()).patterns[0].seen).toBe(700)
    expect(api.pending.load).toBe(0)
    expect(api.logged.join('')).toContain('given up')
  })

  it('keeps one report that is refused for a reason it does not know, and writes the others without it', async () => {
    for (let sequence = 0; sequence < 8; sequence++) await post(reportOf({ sequence }))
    const { add } = api.store.counters
    ;(api.store.counters as { add: unknown }).add = async (...args: Parameters<typeof add>) => {
      if (args[0].some(({ sequence }) => sequence === 5)) throw new Error('not this one')
      return add(...args)
    }
    for (let i = 0; i < 2; i++) await expect(api.pending.flush()).rejects.toThrow('not this one')
    await api.pending.flush()
    expect((await patterns()).patterns[0].seen).toBe(700)
    await post(reportOf({ sequence: 8 }))
    await api.pending.flush()
    expect((await patterns()).patterns[0].seen).toBe(800)
    expect(api.pending.waiting).toBe(1)
    ;(api.store.counters as { add: unknown }).add = add
    await api.pending.flush()
    expect((await patterns()).patterns[0].seen).toBe(900)
    expect(api.pending.load).toBe(0)
    expect(api.logged.join('')).not.toContain('given up')
  })

  it.each([
    ['no JSON', '{', 400],
    ['an array', [], 422],
    ['a signature that is none', reportOf({}, [{ signature: 'zz' }]), 422],
    ['a negative count', reportOf({}, [{ count: -1 }]), 422],
    [
      '100,000 patterns',
      reportOf(
        {},
        Array.from({ length: 100_000 }, () => ({ severity_distribution: undefined, template: undefined })),
      ),
      413,
    ],
    [
      '20,001 patterns',
      reportOf(
        {},
        Array.from({ length: 20_001 }, () => ({ severity_distribution: undefined, template: undefined })),
      ),
      422,
    ],
    ['a key of evil', JSON.parse(JSON.stringify(reportOf()).replace('"count"', '"__proto__"')), 422],
  ])('refuses %s with a problem document', async (_, body, status) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const answer = await api.call('post', STATS, { key, body: gzipSync(text), headers: { 'content-encoding': 'gzip' } })
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(answer.json).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) })
  })

  it.each([
    ['a body over a MiB', Buffer.alloc(1024 * 1024 + 1, 0x20), {}, 413],
    ['a bomb', gzipSync(Buffer.alloc(64 * 1024 * 1024)), { 'content-encoding': 'gzip' }, 413],
    ['what is no gzip', Buffer.from('hello'), { 'content-encoding': 'gzip' }, 400],
    ['brotli', Buffer.from('hello'), { 'content-encoding': 'br' }, 415],
    ['text', Buffer.from('hello'), { 'content-type': 'text/plain' }, 415],
  ])('refuses %s', async (_, body, headers, status) => {
    expect((await post(body, headers)).status).toBe(status)
  })

  it('limits what one key may ask', async () => {
    await api.close()
    await start({ 'requests-per-second': 3 })
    const statuses = []
    for (let i = 0; i < 5; i++) statuses.push((await api.call('get', '/api/v1/services', { key })).status)
    expect(statuses).toEqual([200, 200, 200, 429, 429])
    const other = await api.keyOf('t', 'read')
    expect((await api.call('get', '/api/v1/services', { key: other })).status).toBe(200)
    api.clock.millis += 1_000
    expect((await api.call('get', '/api/v1/services', { key })).status).toBe(200)
  })
})
