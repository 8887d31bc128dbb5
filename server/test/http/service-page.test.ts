import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ApiUnderTest, reportOf, startApi } from '../support/api-under-test.js'
import { entryOf, TEN } from '../support/reports.js'

const FIRST = '0000000000000001'

describe('the page of a service', () => {
  let api: ApiUnderTest
  let key: string
  async function report(rest: object): Promise<void> {
    const body = reportOf(rest, [{ template: 'order <*> placed' }])
    expect((await api.call('post', '/api/v1/patterns/stats', { key, body })).status).toBe(202)
    await api.pending.flush()
  }
  beforeEach(async () => {
    api = await startApi()
    key = await api.keyOf('t', 'ingest', 'admin')
    for (const [i, release] of ['1.0', '1.0', '2.0'].entries())
      await report({ instance_id: `i${i}`, service_version: release })
  })
  afterEach(() => api.close())
  const get = async (path: string) => (await api.call('get', path, { key })).json
  const put = (path: string, body: object) => api.call('put', path, { key, body })

  it('has what the single endpoints say', async () => {
    await put('/api/v1/budget', { unit: 'gb_per_day', amount: 2 })
    await put(`/api/v1/services/shop/overrides/${FIRST}/lock`, { rate: 0.5, reason: 'support counts these' })
    await put('/api/v1/policies/shop', { global_rate: 0.5, reasoning: 'as agreed' })
    const { budget, savings, policy, overrides, changes, incidents } = await get('/api/v1/services/shop')
    expect([budget]).toEqual((await get('/api/v1/budgets')).budgets)
    expect([savings]).toEqual((await get('/api/v1/savings?service=shop')).services)
    const [newest] = (await get('/api/v1/policies/shop/history?limit=1')).versions
    expect(policy).toEqual({ ...newest, reasoning: 'as agreed' })
    const [lock] = (await get('/api/v1/services/shop/overrides')).overrides
    expect(overrides).toEqual([{ ...lock, template: 'order <*> placed' }])
    expect(changes).toEqual((await get('/api/v1/audit?service=shop&by=people')).entries)
    expect(incidents).toEqual([])
  })

  it("takes a service's own budget before the team's, and says where there is nothing", async () => {
    expect(await get('/api/v1/services/shop')).toMatchObject({ budget: null, policy: null, overrides: [] })
    await put('/api/v1/budget', { unit: 'gb_per_day', amount: 2 })
    await put('/api/v1/services/shop/budget', { unit: 'usd_per_month', amount: 9 })
    expect((await get('/api/v1/services/shop')).budget).toMatchObject({ service: 'shop', amount: 9 })
    expect((await api.call('get', '/api/v1/services/shpo', { key })).status).toBe(404)
  })

  it('counts the instances that report now, by policy and release', async () => {
    const { version } = (await put('/api/v1/policies/shop', { global_rate: 0.5 })).json
    await report({ instance_id: 'i2', service_version: '2.0', sequence: 1, policy_version: version })
    const { instances } = await get('/api/v1/services/shop')
    expect(instances).toHaveLength(2)
    expect(instances).toContainEqual({ policy_version: null, release: '1.0', instances: 2, first_seen: TEN })
    expect(instances).toContainEqual({ policy_version: version, release: '2.0', instances: 1, first_seen: TEN })
    api.clock.millis += 86_400_000
    expect((await get('/api/v1/services/shop')).instances).toEqual([])
  })

  it('has the incidents that reach into the period', async () => {
    const team = await api.store.keys.ensureTeam('t', TEN)
    const serviceId = (await api.store.services.find(team, 'shop'))!
    const finding = {
      kind: 'spike',
      signature: '',
      check: '',
      template: 'x',
      severity: 'INFO',
      expected: 1,
      observed: 9,
    }
    const opened = [TEN - 9_000, TEN - 3_000].map((at) => ({
      teamId: team,
      serviceId,
      release: '',
      ...{ openedAt: at, lastAt: at + 60, resolvedAt: at + 600 },
      findings: [{ ...finding, since: at, last: at } as never],
    }))
    await api.store.incidents.record({ from: undefined, until: 1, opened, changed: [] })
    const { incidents } = await get(`/api/v1/services/shop?from=${TEN - 3_600}&to=${TEN}`)
    expect(incidents).toMatchObject([{ opened_at: TEN - 3_000, resolved_at: TEN - 2_400, findings: 1 }])
  })

  it('has what happened in a period that is over, however much happened since', async () => {
    const team = await api.store.keys.ensureTeam('t', TEN)
    const serviceId = (await api.store.services.find(team, 'shop'))!
    await put('/api/v1/services/shop/budget', { unit: 'gb_per_day', amount: 1 })
    const incidentAt = (at: number) => ({
      teamId: team,
      serviceId,
      release: '',
      ...{ openedAt: at, lastAt: at, resolvedAt: at + 60 },
      findings: [],
    })
    const later = Array.from({ length: 101 }, (_, i) => TEN + 4_000 + i)
    const opened = [TEN, ...later].map(incidentAt)
    await api.store.incidents.record({ from: undefined, until: 1, opened, changed: [] })
    for (const [amount, at] of later.entries())
      await api.store.budgets.set(
        { teamId: team, service: 'shop', unit: 'gb_per_day', amount, updatedAt: at, updatedBy: 'k' },
        entryOf(team, { at, action: 'budget.set', service: 'shop' }),
      )
    api.clock.millis += 5_000_000
    const { incidents, changes } = await get(`/api/v1/services/shop?from=${TEN - 60}&to=${TEN + 3_600}`)
    expect(incidents).toMatchObject([{ opened_at: TEN }])
    expect(changes).toMatchObject([{ action: 'budget.set', at: TEN }])
  })
})
