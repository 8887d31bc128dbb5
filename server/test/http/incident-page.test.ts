import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Finding } from '../../src/store/contracts/incidents.js'
import { type ApiUnderTest, reportOf, startApi } from '../support/api-under-test.js'
import { TEN } from '../support/reports.js'

const FIRST = '0000000000000001'

describe('an incident', () => {
  let api: ApiUnderTest
  let key: string
  let team: number
  let serviceId: number
  let sequence = 0
  beforeEach(async () => {
    api = await startApi()
    key = await api.keyOf('t', 'ingest', 'admin')
    team = await api.store.keys.ensureTeam('t', TEN)
    serviceId = (await api.store.services.ensure(team, 'shop', TEN, 10))!
  })
  afterEach(() => api.close())
  const get = async (path: string) => (await api.call('get', path, { key })).json

  async function report(at: number, count: number): Promise<void> {
    api.clock.millis = at * 1000
    const body = reportOf({ sequence: sequence++, timestamp: at }, [{ count, sampled_count: count, errors: 0 }])
    expect((await api.call('post', '/api/v1/patterns/stats', { key, body })).status).toBe(202)
    await api.pending.flush()
  }
  let until: number | undefined
  async function open(openedAt: number, findings: readonly Partial<Finding>[], resolvedAt?: number): Promise<void> {
    const whole = { kind: 'spike', signature: '', check: '', template: '', severity: 'INFO', expected: 5, observed: 90 }
    const full = findings.map((one) => ({ ...whole, since: openedAt, last: openedAt, ...one }) as Finding)
    const times = { openedAt, lastAt: openedAt, resolvedAt }
    const opened = [{ teamId: team, serviceId, release: '', ...times, findings: full }]
    const next = (until ?? 0) + 1
    expect(await api.store.incidents.record({ from: until, until: next, opened, changed: [] })).toBe(true)
    until = next
  }
  beforeEach(() => {
    until = undefined
  })

  it('has a series a finding, an hour before it until after it, by the minute', async () => {
    await report(TEN - 1_800, 100)
    await report(TEN + 60, 900)
    await open(TEN, [{ kind: 'error_surge' }, { signature: FIRST }], TEN + 120)
    api.clock.millis = (TEN + 3_600) * 1000
    const { step, times, series, incident, usual, during } = await get('/api/v1/incidents/1')
    expect(step).toBe('minute')
    expect(times[0]).toBe(TEN - 3_600)
    expect(times.at(-1)).toBe(TEN + 120 + 900 - 60)
    expect(series).toHaveLength(2)
    expect(incident.findings).toHaveLength(2)
    for (const { seen } of series) {
      expect(seen).toHaveLength(times.length)
      expect(seen[times.indexOf(TEN - 1_800)]).toBe(100)
      expect(seen[times.indexOf(TEN + 60)]).toBe(900)
      expect(seen.reduce((a: number, b: number) => a + b, 0)).toBe(1_000)
    }
    expect(usual).toEqual({ seconds: 3_600, kept_bytes: 2_000 })
    expect(during).toMatchObject({ kept_bytes: 2_000 })
  })

  it('has what was expected of each minute, of errors too, and nothing of a pattern that is new', async () => {
    for (let minute = 0; minute < 90; minute++) await report(TEN - 5_400 + minute * 60, minute === 89 ? 900 : 100)
    const kinds = ['spike', 'error_surge', 'new_pattern'] as const
    await open(
      TEN - 60,
      kinds.map((kind) => ({ kind, signature: kind === 'error_surge' ? '' : FIRST })),
      TEN,
    )
    api.clock.millis = (TEN + 900) * 1000
    const { step, times, series } = await get('/api/v1/incidents/1')
    expect(step).toBe('minute')
    const [spike, errors, news] = series.map((one: { expected_by_step: number[] | null }) => one.expected_by_step)
    expect(spike).toHaveLength(times.length)
    // The spike is not what is expected, neither while it lasts nor after it.
    const before = times.findIndex((time: number) => time === TEN - 60)
    for (const value of spike!.slice(0, before + 2)) expect(value).toBeCloseTo(100, 0)
    // One in twenty, of those that there were.
    expect(errors!.slice(before - 1, before + 2)).toEqual([5, 45, 0])
    expect(news).toBeNull()
  })

  it('has that of the first twelve findings: each learns from a day', async () => {
    await report(TEN - 600, 100)
    await open(
      TEN,
      Array.from({ length: 14 }, () => ({ signature: FIRST })),
      TEN,
    )
    api.clock.millis = (TEN + 900) * 1000
    const { series } = await get('/api/v1/incidents/1')
    const known = series.map((one: { expected_by_step: number[] | null }) => one.expected_by_step !== null)
    expect(known).toEqual(Array.from({ length: 14 }, (_, i) => i < 12))
  })

  it('is shown by the hour once its minutes are gone', async () => {
    await report(TEN + 60, 900)
    await open(TEN, [{ signature: FIRST }], TEN + 120)
    api.clock.millis = (TEN + 3 * 86_400) * 1000
    await api.store.maintain(TEN + 3 * 86_400)
    const { step, series } = await get('/api/v1/incidents/1')
    expect(step).toBe('hour')
    expect(series[0].expected).toBe(300)
    expect(series[0].expected_by_step).toBeNull()
    expect(series[0].seen.reduce((a: number, b: number) => a + b, 0)).toBe(900)
  })

  it('says what became of the policy meanwhile', async () => {
    await api.call('put', '/api/v1/policies/shop', { key, body: { global_rate: 0.5 } })
    await open(TEN + 600, [{}])
    api.clock.millis = (TEN + 700) * 1000
    await api.call('post', '/api/v1/services/shop/incident-switch', { key, body: { minutes: 5, reason: 'fire' } })
    api.clock.millis = (TEN + 701) * 1000
    const { policies } = await get('/api/v1/incidents/1')
    expect(policies.map(({ kind }: { kind: string }) => kind)).toEqual(['incident'])
  })

  it('comes in pages, none twice and none left out', async () => {
    for (const at of [TEN, TEN + 60, TEN + 60, TEN + 60, TEN + 120]) await open(at, [{}])
    const ids: number[] = []
    for (let before = ''; ; ) {
      const { incidents } = await get(`/api/v1/incidents?limit=2${before}`)
      ids.push(...incidents.map(({ id }: { id: number }) => id))
      if (incidents.length < 2) break
      before = `&before=${ids.at(-1)}`
    }
    expect(ids).toEqual([5, 4, 3, 2, 1])
  })
})

describe('the audit', () => {
  it('is asked for by action and without what the server did by itself', async () => {
    const api = await startApi()
    const key = await api.keyOf('t', 'admin')
    const team = await api.store.keys.ensureTeam('t', TEN)
    await api.call('put', '/api/v1/budget', { key, body: { unit: 'gb_per_day', amount: 1 } })
    await api.call('delete', '/api/v1/budget', { key })
    const how = { kind: 'adjustment', stage: 'active', by: 'allocator', reason: 'r' } as const
    await api.policies.add(team, 'shop', {}, how)
    const actions = async (query: string) =>
      (await api.call('get', `/api/v1/audit?${query}`, { key })).json.entries.map(
        ({ action }: { action: string }) => action,
      )
    expect(await actions('')).toEqual(['policy.active', 'budget.removed', 'budget.set', 'key.created'])
    expect(await actions('action=budget')).toEqual(['budget.removed', 'budget.set'])
    expect(await actions('action=budget.set,policy')).toEqual(['policy.active', 'budget.set'])
    expect(await actions('by=people&limit=1')).toEqual(['budget.removed'])
    expect(await actions('by=people&except=budget')).not.toContain('budget.removed')
    expect(await actions('by=people&except=budget.removed')).toContain('budget.set')
    expect(await actions('by=people&except=budget.removed')).not.toContain('budget.removed')
    expect(await actions(`since=${TEN + 1}`)).toEqual([])
    await api.close()
  })
})

it('a parameter that a route does not know is refused by name, on every route', async () => {
  const api = await startApi()
  const key = await api.keyOf('t', 'ingest', 'admin')
  for (const { method, path } of api.endpoints) {
    const headers = { 'sec-fetch-site': 'same-origin' }
    const filled = path.replace('{import_id}', 'import-1').replaceAll(/\{\w+\}/g, '1')
    const { status, json } = await api.call(method, `${filled}?frmo=1`, { key, headers })
    if (status === 404 || path.includes('{signature}') || path === '/metrics') continue
    expect(`${method} ${path} ${status} ${json.detail}`).toMatch(/ 422 query\.frmo is no parameter of this; it takes/)
  }
  await api.close()
})
