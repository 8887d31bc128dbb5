import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ApiUnderTest, reportOf, startApi } from '../support/api-under-test.js'
import { TEN } from '../support/reports.js'

const DAY = 86_400
const MIDNIGHT = TEN - 10 * 3_600

describe('the budgets', () => {
  let api: ApiUnderTest
  let key: string
  let sequence = 0
  beforeEach(async () => {
    api = await startApi()
    key = await api.keyOf('t', 'ingest', 'admin')
  })
  afterEach(() => api.close())

  /** Ten kept records of 200 bytes each, and 500 bytes of overhead. */
  async function report(service: string, at: number): Promise<void> {
    api.clock.millis = at * 1000
    const body = { ...reportOf({ service_name: service, timestamp: at, sequence: sequence++ }), overhead_bytes: 500 }
    expect((await api.call('post', '/api/v1/patterns/stats', { key, body })).status).toBe(202)
    await api.pending.flush()
  }
  const set = async (path: string, unit: string, amount: number) =>
    (await api.call('put', path, { key, body: { unit, amount } })).json
  const budgets = async () => (await api.call('get', '/api/v1/budgets', { key })).json.budgets

  it('say what was spent today and this month, as billed, and until when', async () => {
    await set('/api/v1/services/shop/budget', 'gb_per_day', 0.001)
    await report('shop', TEN)
    await report('shop', TEN + 2 * DAY)
    const [own] = await budgets()
    expect(own).toMatchObject({ service: 'shop', counted_in: 'bytes', per_day: 1e6, spent_today: 2_500 })
    expect(own).toMatchObject({ month_to_date: 5_000, resets_at: MIDNIGHT + 3 * DAY, shared_by: 1, warning: null })
    // Almost nothing was spent: the pace is above the even one, and bounded.
    expect(own.pace_per_minute).toBeGreaterThan(1e6 / 1_440)
    expect(own.pace_per_minute).toBeLessThanOrEqual((2 * 1e6) / 1_440)
  })

  it('of the team are without what services have of their own, and are shared by the others', async () => {
    await set('/api/v1/budget', 'gb_per_day', 0.001)
    await set('/api/v1/services/shop/budget', 'records_per_second', 0.001)
    for (const service of ['shop', 'search', 'billing']) await report(service, TEN)
    const [team, own] = await budgets()
    // 86.4 records a day, of 250 billed bytes each.
    expect(team).toMatchObject({ service: null, shared_by: 2, spent_today: 5_000, per_day: 1e6 - 86.4 * 250 })
    expect(own).toMatchObject({ counted_in: 'records', per_day: 86.4, spent_today: 10 })
  })

  it('start anew at midnight UTC', async () => {
    await set('/api/v1/budget', 'gb_per_day', 0.001)
    await report('shop', MIDNIGHT + DAY - 60)
    api.clock.millis = (MIDNIGHT + DAY + 60) * 1000
    expect(await budgets()).toMatchObject([{ spent_today: 0, month_to_date: 2_500, resets_at: MIDNIGHT + 2 * DAY }])
  })

  it('warn where services have more of their own than the team, and of a service that nobody knows', async () => {
    await report('shop', TEN)
    await set('/api/v1/budget', 'gb_per_day', 1)
    expect(await set('/api/v1/services/shop/budget', 'gb_per_day', 2)).toMatchObject({ warning: null })
    expect(await set('/api/v1/services/shpo/budget', 'gb_per_day', 2)).toMatchObject({
      warning: "no instance has reported as 'shpo' yet",
    })
    const [team] = await budgets()
    expect(team).toMatchObject({ per_day: 0, warning: expect.stringContaining('nothing of it is left') })
  })

  it('are set in place of the one that was seen, or not at all', async () => {
    const path = '/api/v1/services/shop/budget'
    const put = (amount: number, ifMatch: string) =>
      api.call('put', path, { key, body: { unit: 'gb_per_day', amount }, headers: { 'if-match': ifMatch } })
    const first = await put(1, '"0"')
    expect(first.status).toBe(200)
    expect((await put(2, '"0"')).status).toBe(412)
    const seen = `"${first.json.updated_at}"`
    const [one, other] = await Promise.all([put(2, seen), put(3, seen)])
    expect([one.status, other.status].toSorted()).toEqual([200, 412])
    const [kept] = await budgets()
    expect(kept.amount).toBe(one.status === 200 ? 2 : 3)
    const { entries } = (await api.call('get', '/api/v1/audit?action=budget', { key })).json
    expect(entries).toHaveLength(2)
    expect((await api.call('delete', path, { key, headers: { 'if-match': seen } })).status).toBe(412)
    await api.call('delete', path, { key, headers: { 'if-match': `"${kept.updated_at}"` } })
    expect(await budgets()).toEqual([])
    expect((await put(4, `"${kept.updated_at}"`)).status).toBe(412)
    expect((await put(4, 'W/"1"')).status).toBe(422)
  })
})
