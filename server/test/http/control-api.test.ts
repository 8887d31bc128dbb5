import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MAX_UNKNOWN_REASONS } from '../../src/ingest/reported-reasons.js'
import { type ApiUnderTest, reportOf, startApi } from '../support/api-under-test.js'
import { TEN } from '../support/reports.js'

const SHOP = '/api/v1/services/shop'
const SIGNATURE = '00000000000000aa'

describe('the API of budgets, overrides, incidents and savings', () => {
  let api: ApiUnderTest
  let key: string
  beforeEach(async () => {
    api = await startApi({ 'webhook-hosts': 'hooks.example.com' })
    key = await api.keyOf('own', 'admin', 'ingest')
  })
  afterEach(() => api.close())
  const call = (method: string, path: string, body?: unknown) =>
    api.call(method, path, { key, ...(body !== undefined && { body }) })
  const detailOf = async (method: string, path: string, body?: unknown) => {
    const { status, json } = await call(method, path, body)
    return `${status} ${json?.detail}`
  }

  it('sets, shows and removes budgets, and writes down who did it and why', async () => {
    await call('put', '/api/v1/budget', { unit: 'gb_per_day', amount: 10 })
    await call('put', `${SHOP}/budget`, { unit: 'records_per_second', amount: 50, reason: 'it is loud' })
    await call('put', `${SHOP}/budget`, { unit: 'usd_per_month', amount: 30, reason: 'still' })
    const { json } = await call('get', '/api/v1/budgets')
    expect(json.budgets).toMatchObject([
      { service: null, unit: 'gb_per_day', amount: 10 },
      { service: 'shop', unit: 'usd_per_month', amount: 30 },
    ])
    expect((await call('delete', `${SHOP}/budget?reason=enough`)).status).toBe(204)
    expect(await detailOf('delete', `${SHOP}/budget`)).toBe('404 there is no such budget')
    const { entries } = (await call('get', '/api/v1/audit')).json
    expect(entries.map(({ action, reason }: { action: string; reason: string }) => [action, reason])).toEqual([
      ['budget.removed', 'enough'],
      ['budget.set', 'still'],
      ['budget.set', 'it is loud'],
      ['budget.set', ''],
      ['key.created', ''],
    ])
    expect(entries[1].detail).toMatchObject({ before: { unit: 'records_per_second', amount: 50 } })
  })

  it.each([
    [{ unit: 'gb_per_day', amount: 0 }, /amount/],
    [{ unit: 'gb_per_day', amount: -1 }, /amount/],
    [{ unit: 'gb_per_day', amount: 1e300 }, /amount/],
    [{ unit: 'pounds', amount: 1 }, /unit/],
    [{ amount: 1 }, /unit/],
  ])('refuses a budget of %o', async (body, problem) => {
    expect(await detailOf('put', '/api/v1/budget', body)).toMatch(problem)
  })

  it('refuses money where there is no price', async () => {
    await api.close()
    api = await startApi({ 'usd-per-gb': 0 })
    key = await api.keyOf('own', 'admin')
    expect(await detailOf('put', '/api/v1/budget', { unit: 'usd_per_month', amount: 5 })).toMatch(
      /^422 the server has no price of a GB: see its option --usd-per-gb/,
    )
  })

  it('sets overrides with a reason and an end, and forgets them then', async () => {
    const path = `${SHOP}/overrides/${SIGNATURE}`
    expect(await detailOf('put', `${path}/lock`, { reason: 'x' })).toMatch(/^422 body.rate: a lock needs/)
    expect(await detailOf('put', `${path}/exemption`, { reason: 'x', rate: 0.5 })).toMatch(
      /^422 body.rate: only a lock/,
    )
    expect(await detailOf('put', `${path}/label`, { reason: 'x' })).toMatch(/^422 body.class: a label needs/)
    expect(await detailOf('put', `${path}/label`, { reason: 'x', class: 'error' })).toMatch(/^422 .*class/)
    expect(await detailOf('put', `${path}/exemption`, { reason: 'x', class: 'audit' })).toMatch(/^422 body.class: only/)
    expect(await detailOf('put', `${path}/lock`, { reason: 'x', rate: 0.5 })).toBe(
      '404 the service has no such pattern',
    )
    await call('post', '/api/v1/patterns/stats', reportOf({}, [{ signature: SIGNATURE }]))
    await api.pending.flush()
    expect(await detailOf('put', `${path}/lock`, { rate: 0.5 })).toMatch(/^422 .*reason/)
    expect(await detailOf('put', `${path}/lock`, { reason: 'x', rate: 7 })).toMatch(/^422 .*rate/)
    expect(await detailOf('put', `${path}/lock`, { reason: 'x', rate: 0.5, expires_at: TEN - 1 })).toMatch(
      /in the future/,
    )
    expect(await detailOf('put', `${SHOP}/overrides/xyz/lock`, { reason: 'x', rate: 0.5 })).toMatch(
      /^422 .*16 hex digits/,
    )
    await call('put', `${path}/lock`, { reason: 'audit week', rate: 0.5, expires_at: TEN + 60 })
    expect((await call('get', `${SHOP}/overrides`)).json.overrides).toMatchObject([
      { signature: SIGNATURE, kind: 'lock', rate: 0.5, reason: 'audit week', expires_at: TEN + 60 },
    ])
    await call('put', `${path}/label`, { reason: 'it is money', class: 'business' })
    const label = { service: 'shop', kind: 'label', class: 'business', rate: null, expires_at: null }
    expect((await call('get', '/api/v1/overrides')).json.overrides).toMatchObject([label, { kind: 'lock' }])
    api.clock.millis += 61_000
    expect((await call('get', `${SHOP}/overrides`)).json.overrides).toMatchObject([label])
  })

  it('sets and removes overrides in place of those that were seen, or not at all', async () => {
    await call('post', '/api/v1/patterns/stats', reportOf({}, [{ signature: SIGNATURE }]))
    await api.pending.flush()
    const path = `${SHOP}/overrides/${SIGNATURE}/lock`
    const put = (rate: number, ifMatch: string) =>
      api.call('put', path, { key, body: { rate, reason: 'r' }, headers: { 'if-match': ifMatch } })
    const { status, json } = await put(0.5, '"0"')
    expect(status).toBe(200)
    const seen = `"${json.created_at}"`
    expect((await put(0.25, '"0"')).status).toBe(412)
    const tries = await Promise.all([put(0.1, seen), put(0.2, seen)])
    expect(tries.map((answer) => answer.status).toSorted()).toEqual([200, 412])
    expect((await api.call('delete', path, { key, headers: { 'if-match': seen } })).status).toBe(412)
    const [lock] = (await call('get', `${SHOP}/overrides`)).json.overrides
    expect(lock.rate).toBe(tries[0].status === 200 ? 0.1 : 0.2)
    expect((await api.call('delete', path, { key, headers: { 'if-match': `"${lock.created_at}"` } })).status).toBe(204)
    expect((await put(0.3, 'W/"1"')).status).toBe(422)
    expect((await call('get', '/api/v1/audit?action=lock')).json.entries).toHaveLength(3)
  })

  it('refuses a second lock of one signature, of which a policy has one rate, and says which there is', async () => {
    const check = 'c'.repeat(16)
    const patterns = [{ signature: SIGNATURE }, { signature: SIGNATURE, check, template: 'another' }]
    await call('post', '/api/v1/patterns/stats', reportOf({}, patterns))
    await api.pending.flush()
    const path = `${SHOP}/overrides/${SIGNATURE}/lock`
    const lock = { rate: 0.5, reason: 'r' }
    await call('put', path, lock)
    expect(await detailOf('put', `${path}?check=${check}`, lock)).toMatch(
      /^409 all patterns of this signature are locked at 0.5 already, .*: remove that lock first/,
    )
    expect(await detailOf('put', path, { ...lock, rate: 0.25, expires_at: TEN + 60 })).toMatch(/^200/)
    api.clock.millis += 61_000
    expect(await detailOf('put', `${path}?check=${check}`, lock)).toMatch(/^200/)
    expect(await detailOf('put', path, lock)).toMatch(/^409 the pattern of check c{16} is locked at 0.5 already/)
    // Of two at once, one is refused.
    await call('delete', `${path}?check=${check}`)
    const both = await Promise.all([detailOf('put', `${path}?check=${check}`, lock), detailOf('put', path, lock)])
    expect(both.map((said: string) => said.slice(0, 3)).toSorted()).toEqual(['200', '409'])
    // What is exempt or labelled besides is merged: all of it is shown.
    expect(await detailOf('put', path.replace('lock', 'exemption'), { reason: 'r' })).toMatch(/^200/)
  })

  it('keeps everything while the incident switch is on, for an hour at most', async () => {
    expect(await detailOf('post', `${SHOP}/incident-switch`, { minutes: 61, reason: 'x' })).toMatch(/^422 .*minutes/)
    expect(await detailOf('post', `${SHOP}/incident-switch`, { minutes: 5 })).toMatch(/^422 .*reason/)
    expect(await detailOf('delete', `${SHOP}/incident-switch`)).toBe('404 the switch of this service is not on')
    const { json } = await call('post', `${SHOP}/incident-switch`, { minutes: 30, reason: 'the shop is on fire' })
    expect(json).toMatchObject({ version: 1, incident_until: new Date((TEN + 1_800) * 1_000).toISOString() })
    expect((await call('get', '/api/v1/policies/shop')).json.incident_until).toBe(json.incident_until)
    expect((await call('delete', `${SHOP}/incident-switch`)).status).toBe(200)
    expect((await call('get', '/api/v1/policies/shop')).json.incident_until).toBeNull()
  })

  it.each([
    { global_rate: 7 },
    { severity_rates: { INFO: Number.MAX_VALUE } },
    {
      pattern_rates: Object.fromEntries(
        Array.from({ length: 10_001 }, (_, i) => [i.toString(16).padStart(16, '0'), 0.5]),
      ),
    },
    { budget: { bytes_per_second: -1 } },
    { rules: 'all' },
  ])('refuses a draft that is no policy', async (document) => {
    await call('post', '/api/v1/patterns/stats', reportOf())
    await api.pending.flush()
    const { status, json } = await call('post', '/api/v1/policies/shop/drafts', document)
    expect(status).toBe(422)
    expect(json.detail.length).toBeLessThan(500)
    expect((await call('get', '/api/v1/policies/shop')).status).toBe(404)
  })

  it('takes no draft for a service it does not know', async () => {
    expect(await detailOf('post', '/api/v1/policies/nowhere/drafts', {})).toBe('404 the team has no such service')
  })

  it('shows savings of services, patterns and over time, as JSON and CSV', async () => {
    await call('post', '/api/v1/patterns/stats', {
      ...reportOf({}, [{ template: '=HYPERLINK("http://evil.example")', bytes: 1_000_000, sampled_bytes: 50_000 }]),
      overhead_bytes: 50_000,
    })
    await api.pending.flush()
    const { services } = (await call('get', '/api/v1/savings')).json
    expect(services).toMatchObject([
      { service: 'shop', seen: 100, kept: 10, bytes: 1e6, billed_bytes: 1e5, saved_share: 0.9 },
    ])
    const { points } = (await call('get', '/api/v1/savings/timeline?service=shop&step=hour')).json
    expect(points).toMatchObject([{ time: TEN, seen: 100 }])
    expect(await detailOf('get', '/api/v1/savings?service=nowhere')).toBe('404 the team has no such service')

    const response = await api.app.request('/api/v1/savings/patterns?format=csv', {
      headers: { authorization: `Bearer ${key}` },
    })
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    const [head, row] = (await response.text()).split('\n')
    expect(head).toMatch(/^service,signature,template,class,seen,kept,/)
    // No spreadsheet takes it for a formula.
    expect(row).toContain(`"'=HYPERLINK(""http://evil.example"")"`)
  })

  it('counts what a newer SDK kept for reasons of its own as itself', async () => {
    const kept_by_reason = { error: 2, failed_open: 1, by_trace: 4, adaptive: 3 }
    await call('post', '/api/v1/patterns/stats', { ...reportOf(), kept_by_reason })
    await api.pending.flush()
    const [shop] = (await call('get', '/api/v1/savings')).json.services
    expect(shop.kept_by_reason).toEqual(kept_by_reason)
    const took = shop.guarantees.filter(({ records }: { records: number }) => records > 0)
    expect(took.map(({ reason, records }: { reason: string; records: number }) => [reason, records])).toEqual([
      ['error', 2],
      ['failed_open', 1],
    ])
  })

  it('counts what was dropped by reason, too', async () => {
    const dropped_by_reason = { adaptive: 5, minimum_severity: 2, silenced: 1, by_trace: 3 }
    for (let sequence = 0; sequence < 2; sequence++) {
      await call('post', '/api/v1/patterns/stats', { ...reportOf({ sequence }), dropped_by_reason })
    }
    await api.pending.flush()
    const [shop] = (await call('get', '/api/v1/savings')).json.services
    expect(shop.dropped_by_reason).toEqual({ adaptive: 10, minimum_severity: 4, silenced: 2, by_trace: 6 })
  })

  it('counts any number of made-up reasons under a bounded number of names', async () => {
    for (let sequence = 0; sequence < 5; sequence++) {
      const names = Array.from({ length: 60 }, (_, i) => [`made_up_${sequence * 60 + i}`, 1])
      await call('post', '/api/v1/patterns/stats', {
        ...reportOf({ sequence }),
        kept_by_reason: Object.fromEntries(names),
      })
      await api.pending.flush()
    }
    const [shop] = (await call('get', '/api/v1/savings')).json.services
    const counts: number[] = Object.values(shop.kept_by_reason)
    expect(counts).toHaveLength(MAX_UNKNOWN_REASONS + 1)
    expect(counts.reduce((a, b) => a + b, 0)).toBe(300)
    expect(shop.kept_by_reason.other).toBe(300 - MAX_UNKNOWN_REASONS)
  })

  it('shows incidents by service and state', async () => {
    const teamId = await api.store.keys.ensureTeam('own', TEN)
    const serviceId = (await api.store.services.ensure(teamId, 'shop', TEN, 10))!
    const finding = {
      kind: 'spike',
      signature: SIGNATURE,
      check: '',
      template: 'disk <*> full',
      severity: 'WARNING',
      expected: 1,
      observed: 90,
      since: TEN,
      last: TEN,
    } as const
    const opened = {
      teamId,
      serviceId,
      release: '1.2',
      openedAt: TEN,
      lastAt: TEN,
      resolvedAt: undefined,
      findings: [finding],
    }
    await api.store.incidents.record({ from: undefined, until: 1, opened: [opened], changed: [] })
    const { incidents } = (await call('get', '/api/v1/incidents?service=shop&state=open')).json
    expect(incidents).toMatchObject([
      {
        service: 'shop',
        release: '1.2',
        resolved_at: null,
        summary: "shop 1.2: 'disk <*> full' came 90 times in a minute, 1 were expected",
      },
    ])
    expect((await call('get', '/api/v1/incidents?state=resolved')).json.incidents).toEqual([])
    expect((await call('get', '/api/v1/incidents?service=other')).json.incidents).toEqual([])
  })

  it('sends incidents to allowed hosts only', async () => {
    expect(await detailOf('put', '/api/v1/webhook', { url: 'https://169.254.169.254/' })).toBe(
      '422 body.url: the server does not allow 169.254.169.254: see its option --webhook-hosts',
    )
    expect((await call('put', '/api/v1/webhook', { url: 'https://hooks.example.com/secret' })).status).toBe(200)
    const { entries } = (await call('get', '/api/v1/audit')).json
    expect(JSON.stringify(entries)).not.toContain('/secret')
  })

  it('gives a service a past, so that forecasts need not wait', async () => {
    const pattern = {
      signature: SIGNATURE,
      template: 'as ever',
      severity: 'INFO',
      per_minute: 10,
      bytes_per_minute: 1_000,
    }
    const past = { hours: 48, patterns: [pattern] }
    expect((await call('post', `${SHOP}/past`, past)).json).toEqual({ records: 48 * 600 })
    expect((await call('get', '/api/v1/services')).json.services).toMatchObject([
      { name: 'shop', first_seen: TEN - 48 * 3_600 },
    ])
    expect(await detailOf('post', `${SHOP}/past`, { ...past, until: TEN + 60 })).toMatch(/must not be in the future/)
    expect(await detailOf('post', `${SHOP}/past`, { ...past, until: TEN - 7_200 })).toMatch(
      /reach back more than 48 hours/,
    )
    expect(await detailOf('post', `${SHOP}/past`, { ...past, hours: 49 })).toMatch(/^422 .*hours/)
    expect(await detailOf('post', `${SHOP}/past`, { ...past, patterns: [pattern, pattern] })).toMatch(
      /^422 body.patterns\[1\] names a pattern that is there already/,
    )
  })
})
