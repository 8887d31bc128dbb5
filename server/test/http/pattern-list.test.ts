import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ApiUnderTest, reportOf, startApi } from '../support/api-under-test.js'
import { TEN } from '../support/reports.js'

const CHECK = '8c2fcd17a28a72a3'
const idOf = (i: number) => i.toString(16).padStart(16, '0')

describe('the table of patterns', () => {
  let api: ApiUnderTest
  let key: string
  beforeEach(async () => {
    api = await startApi()
    key = await api.keyOf('t', 'ingest', 'admin')
    const body = reportOf({}, [
      { template: 'request completed', count: 1_000, sampled_count: 10, bytes: 200_000, sampled_bytes: 2_000 },
      { template: 'password changed', check: CHECK, count: 10, sampled_count: 10, bytes: 2_000, sampled_bytes: 2_000 },
      { template: '=cmd|calc', count: 50, sampled_count: 40, bytes: 90_000, sampled_bytes: 72_000 },
    ])
    expect((await api.call('post', '/api/v1/patterns/stats', { key, body })).status).toBe(202)
    await api.pending.flush()
  })
  afterEach(() => api.close())
  const list = async (query = '') => (await api.call('get', `/api/v1/patterns?${query}`, { key })).json
  const templates = async (query: string) =>
    (await list(query)).patterns.map(({ template }: { template: string }) => template)

  it('is sorted by what is saved and by the rate, too', async () => {
    expect(await templates('sort=saved')).toEqual(['request completed', '=cmd|calc', 'password changed'])
    expect(await templates('sort=rate')).toEqual(['password changed', '=cmd|calc', 'request completed'])
    expect(await templates('sort=rate&order=asc')).toEqual(['request completed', '=cmd|calc', 'password changed'])
  })

  it('is found by the start of a signature, and by several classes', async () => {
    expect(await templates(`search=${idOf(2)}`)).toEqual(['password changed'])
    const all = (await list()).patterns as { class: string; template: string }[]
    const some = [...new Set(all.slice(0, 2).map((one) => one.class))]
    expect((await templates(`class=${some.join(',')}`)).length).toBe(
      all.filter((one) => some.includes(one.class)).length,
    )
    expect((await api.call('get', '/api/v1/patterns?class=security,nonsense', { key })).status).toBe(422)
  })

  it('says what decides of a pattern, and what people fixed', async () => {
    const why = async () =>
      Object.fromEntries(
        (await list()).patterns.map((row: { template: string; why: string }) => [row.template, row.why]),
      )
    expect(await why()).toMatchObject({ 'request completed': 'free' })
    const put = (path: string, body: object) => api.call('put', path, { key, body })
    await put('/api/v1/policies/shop', {
      pattern_rates: { [idOf(1)]: 0.1 },
      keep_patterns: [idOf(2)],
    })
    expect(await why()).toMatchObject({ 'request completed': 'thinned' })
    await put(`/api/v1/services/shop/overrides/${idOf(1)}/lock`, { rate: 0.5, reason: 'r' })
    await put(`/api/v1/services/shop/overrides/${idOf(2)}/exemption?check=${CHECK}`, { reason: 'r' })
    const { patterns } = await list('sort=seen')
    expect(patterns[0]).toMatchObject({
      ceiling: 0.1,
      kept_whole: false,
      overrides: [{ kind: 'lock', rate: 0.5, reason: 'r', expires_at: null }],
    })
    expect(patterns[2]).toMatchObject({ kept_whole: true, overrides: [{ kind: 'exemption', rate: null }] })
    expect(patterns[1]!.overrides).toEqual([])
  })

  it('is narrowed to what is thinned, what a person fixed, a severity, and what is new; sums are of all that fit', async () => {
    expect(await templates('only=thinned')).toEqual(['request completed', '=cmd|calc'])
    const thinned = await list('only=thinned&limit=1')
    expect(thinned).toMatchObject({ total: 2, sums: { seen: 1_050, kept: 50, bytes: 290_000, kept_bytes: 74_000 } })
    expect(thinned.sums.kept_usd).toBeCloseTo((74_000 / 1e9) * 0.25, 12)
    expect(await templates('only=fixed')).toEqual([])
    const lock = { rate: 0.5, reason: 'r', expires_at: TEN + 60 }
    const override = `/api/v1/services/shop/overrides/${idOf(2)}/lock`
    await api.call('put', `${override}?check=${CHECK}`, { key, body: lock })
    await api.call('put', override.replace(idOf(2), idOf(3)), { key, body: { ...lock, expires_at: TEN + 600 } })
    expect(await templates('only=fixed')).toEqual(['=cmd|calc', 'password changed'])
    api.clock.millis += 61_000
    expect(await templates('only=fixed')).toEqual(['=cmd|calc'])
    const [{ severity, first_seen: first }] = (await list()).patterns
    expect((await list(`severity=${severity}`)).total).toBe(3)
    expect((await list('severity=FATAL,TRACE')).total).toBe(0)
    expect((await list(`new_since=${first}`)).total).toBe(3)
    expect((await list(`new_since=${first + 1}`)).total).toBe(0)
  })

  it('has a trend where it is asked for', async () => {
    expect((await list()).patterns[0].trend).toBeNull()
    const { patterns } = await list(`trend=24&from=${TEN - 82_800}&to=${TEN + 3_600}`)
    expect(patterns[0].trend.seen).toEqual([...new Array(23).fill(0), 1_000])
    expect(patterns[0].trend.kept.at(-1)).toBe(10)
  })

  it('comes as CSV in which nothing is a formula', async () => {
    const response = await api.app.request('/api/v1/patterns?format=csv&limit=1', {
      headers: { authorization: `Bearer ${key}` },
    })
    const [head, ...rows] = (await response.text()).trim().split('\n')
    expect(head).toContain('why,value,ceiling')
    expect(rows).toHaveLength(3)
    expect(rows.join('\n')).toContain("'=cmd|calc")
  })

  it('loses a text for good that a person takes out, also in incidents, and no count', async () => {
    const team = await api.store.keys.ensureTeam('t', TEN)
    const serviceId = (await api.store.services.find(team, 'shop'))!
    const named = { kind: 'new_pattern', severity: 'INFO', expected: 0, observed: 1, since: TEN, last: TEN } as const
    const findings = [
      { ...named, signature: idOf(2), check: CHECK, template: 'password changed' },
      { ...named, signature: idOf(1), check: '', template: 'request completed' },
    ]
    const times = { openedAt: TEN, lastAt: TEN, resolvedAt: undefined }
    const opened = [{ teamId: team, serviceId, release: '', ...times, findings }]
    await api.store.incidents.record({ from: undefined, until: 1, opened, changed: [] })
    const path = `/api/v1/services/shop/patterns/${idOf(2)}/template?check=${CHECK}`
    expect((await api.call('delete', path, { key })).status).toBe(204)
    expect((await api.call('delete', path.replace(idOf(2), idOf(9)), { key })).status).toBe(404)
    const body = reportOf({ sequence: 1 }, [
      { signature: idOf(2), template: 'password changed', check: CHECK, count: 10, sampled_count: 10, bytes: 2_000 },
    ])
    await api.call('post', '/api/v1/patterns/stats', { key, body })
    await api.pending.flush()
    const all = await list('sort=seen&order=asc')
    expect(all.patterns[0]).toMatchObject({ signature: idOf(2), template: '(deleted)', seen: 20 })
    const { incidents } = (await api.call('get', '/api/v1/incidents', { key })).json
    expect(incidents[0].findings.map(({ template }: { template: string }) => template)).toEqual([
      '(deleted)',
      'request completed',
    ])
    expect(JSON.stringify([all, incidents])).not.toContain('password changed')
  })
})
