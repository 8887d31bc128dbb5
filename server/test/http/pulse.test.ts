import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ApiUnderTest, reportOf, startApi } from '../support/api-under-test.js'
import { TEN } from '../support/reports.js'

describe('the pulse', () => {
  let api: ApiUnderTest
  let key: string
  let team: number

  beforeEach(async () => {
    api = await startApi()
    key = await api.keyOf('t', 'ingest', 'admin')
    team = await api.store.keys.ensureTeam('t', TEN)
  })
  afterEach(() => api.close())

  const pulse = (etag?: string) =>
    api.call('get', '/api/v1/pulse', { key, ...(etag !== undefined && { headers: { 'if-none-match': etag } }) })

  it('is the same until something changes, however late it is', async () => {
    const { json, headers } = await pulse()
    expect(json).toEqual({ now: TEN, audit_id: 1, open_incidents: 0, candidates: 0, last_report_at: null })
    api.clock.millis += 3_600_000
    const again = await pulse(headers.get('etag')!)
    expect(again).toMatchObject({ status: 304, json: undefined })
    expect(again.headers.get('etag')).toBe(headers.get('etag'))
    expect((await pulse()).json.now).toBe(TEN + 3_600)
  })

  const changes: Record<string, [change: () => Promise<unknown>, shown: object]> = {
    'a report': [
      async () => {
        await api.call('post', '/api/v1/patterns/stats', { key, body: reportOf() })
        await api.pending.flush()
      },
      { last_report_at: TEN },
    ],
    'a change by a person': [
      () => api.call('put', '/api/v1/budget', { key, body: { unit: 'gb_per_day', amount: 1 } }),
      { audit_id: 2 },
    ],
    'a plan on its way': [
      () => api.policies.add(team, 'shop', {}, { kind: 'operator', stage: 'draft', by: 'k', reason: 'r' }),
      { candidates: 1 },
    ],
    'an incident': [
      async () => {
        const serviceId = (await api.store.services.ensure(team, 'shop', TEN, 10))!
        const incident = { teamId: team, serviceId, release: '', openedAt: TEN, lastAt: TEN, resolvedAt: undefined }
        const opened = [{ ...incident, findings: [] }]
        await api.store.incidents.record({ from: undefined, until: 1, opened, changed: [] })
      },
      { open_incidents: 1 },
    ],
  }

  it.each(Object.keys(changes))('changes with %s', async (name) => {
    const [change, shown] = changes[name]!
    const etag = (await pulse()).headers.get('etag')!
    await change()
    const { status, json } = await pulse(etag)
    expect(status).toBe(200)
    expect(json).toMatchObject(shown)
  })

  it('is of the own team alone', async () => {
    const etag = (await pulse()).headers.get('etag')!
    const other = await api.keyOf('other', 'ingest', 'admin')
    await api.call('put', '/api/v1/budget', { key: other, body: { unit: 'gb_per_day', amount: 1 } })
    await api.call('post', '/api/v1/patterns/stats', { key: other, body: reportOf() })
    await api.pending.flush()
    expect((await pulse(etag)).status).toBe(304)
  })
})

it('the settings say what the key may do, and no secret', async () => {
  const api = await startApi({ 'webhook-hosts': 'hooks.example.com' })
  const key = await api.keyOf('t', 'operate')
  const { json } = await api.call('get', '/api/v1/settings', { key })
  expect(json).toMatchObject({ usd_per_gb: 0.25, report_seconds: 60, scopes: ['operate'], key_id: key.split('_')[1] })
  expect(json.version).toMatch(/^\d+\.\d+\.\d+/)
  expect(JSON.stringify(json)).not.toContain('hooks.example.com')
  await api.close()
})

it('the settings carry the pulse of that moment: a page that goes on from there is told of the next change alone', async () => {
  const api = await startApi()
  const key = await api.keyOf('t', 'ingest', 'read')
  const settled = async () => (await api.call('get', '/api/v1/settings', { key })).json.pulse
  const { etag, ...said } = await settled()
  const { json, headers } = await api.call('get', '/api/v1/pulse', { key })
  expect(said).toEqual(json)
  expect(headers.get('etag')).toBe(etag)
  const ask = (tag: string) => api.call('get', '/api/v1/pulse', { key, headers: { 'if-none-match': tag } })
  expect((await ask(etag)).status).toBe(304)
  await api.call('post', '/api/v1/patterns/stats', { key, body: reportOf() })
  await api.pending.flush()
  expect((await ask(etag)).status).toBe(200)
  expect((await ask((await settled()).etag)).status).toBe(304)
  await api.close()
})
