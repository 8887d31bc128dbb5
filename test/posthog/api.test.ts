import { describe, expect, it } from 'vitest'
import { hogql } from '../../src/posthog/api/hogql.js'
import { given, startApi } from './api-under-test.js'

const T0 = Date.UTC(2026, 0, 5, 10)
const at = (minutes: number) => new Date(T0 + minutes * 60_000)
const HOUR = { from: at(0), to: at(60) }

const LOGS = [
  ...Array.from({ length: 30 }, (_, i) => ({ timestamp: at(i), service: 'api', body: `GET /users/${i} took ${i} ms` })),
  ...Array.from({ length: 5 }, (_, i) => ({
    timestamp: at(i),
    service: 'shop',
    severity: 'error',
    body: 'payment failed',
  })),
]

describe("PostHog's API", () => {
  it('runs HogQL and answers columns and rows', async () => {
    const { api, fake } = await startApi()
    fake.addLogs(LOGS)
    const answer = await api.query(
      hogql`SELECT toStartOfHour(timestamp) AS hour, service_name, pattern, count(), sum(_bytes_uncompressed) AS bytes FROM logs
        WHERE timestamp >= ${at(0)} AND timestamp < ${at(60)} GROUP BY hour, service_name, pattern ORDER BY count() DESC`,
      { name: 'totals' },
    )
    expect(given(answer)).toEqual({
      columns: ['hour', 'service_name', 'pattern', 'count()', 'bytes'],
      rows: [
        ['2026-01-05T10:00:00Z', 'api', 'GET /users/<N> took <N> ms', 30, expect.any(Number)],
        ['2026-01-05T10:00:00Z', 'shop', 'payment failed', 5, 570],
      ],
      hasMore: false,
    })
    expect(fake.requests[0]?.body).toMatchObject({ name: 'totals', query: { kind: 'HogQLQuery' } })
  })

  it('reads logs by every endpoint', async () => {
    const { api, fake } = await startApi()
    expect(given(await api.logs.hasLogs())).toBe(false)
    fake.addLogs(LOGS)
    fake.dropRules.set('shop', ['drop health'])
    expect(given(await api.logs.hasLogs())).toBe(true)
    expect(given(await api.logs.count({ ...HOUR, services: ['api'], searchTerm: 'USERS/1' }))).toBe(11)
    expect(given(await api.logs.count({ ...HOUR, severities: ['error'] }))).toBe(5)
    expect(given(await api.logs.services(HOUR))).toEqual([
      { service: 'api', records: 30, errors: 0, activeRules: [] },
      { service: 'shop', records: 5, errors: 5, activeRules: ['drop health'] },
    ])
    const buckets = given(await api.logs.sparkline(HOUR, 'service'))
    expect(buckets.filter(({ group }) => group === 'shop').reduce((sum, { records }) => sum + records, 0)).toBe(5)
    expect(buckets.find(({ group }) => group === 'shop')?.bytes).toBe(114)
    const { patterns, totalRecords, sampled } = given(await api.logs.patterns(HOUR))
    expect({ totalRecords, sampled }).toEqual({ totalRecords: 35, sampled: false })
    expect(patterns[1]).toMatchObject({
      pattern: 'payment failed',
      records: 5,
      errors: 5,
      services: ['shop'],
      severities: { error: 5 },
    })
    expect(given(await api.logs.samplingRules())).toEqual([
      { id: 'shop:drop health', name: 'drop health', enabled: true, kind: 'path_drop' },
    ])
  })

  it('reads records page by page, each once, although many have the same time', async () => {
    const { api, fake } = await startApi()
    fake.addLogs(
      Array.from({ length: 25 }, (_, i) => ({ timestamp: at(i < 20 ? 1 : 2), service: 'api', body: `record ${i}` })),
    )
    for (const order of ['latest', 'earliest'] as const) {
      const seen: string[] = []
      let after: string | undefined
      do {
        const page = given(await api.logs.records(HOUR, { limit: 7, order, ...(after === undefined ? {} : { after }) }))
        seen.push(...page.records.map(({ body }) => body))
        after = page.nextCursor
      } while (after !== undefined)
      expect(new Set(seen).size).toBe(25)
      expect(seen).toHaveLength(25)
    }
  })

  it('does not find an attribute by a value that looks like a number', async () => {
    const { api, fake } = await startApi()
    const signatures = ['1234567890123456', '12e3456789012345', 'ab34567890123456']
    fake.addLogs(
      signatures.map((signature) => ({
        timestamp: at(1),
        body: 'x',
        attributes: { 'lipservice.signature': signature },
      })),
    )
    const counts = await Promise.all(
      signatures.map(async (value) =>
        given(
          await api.logs.count({
            ...HOUR,
            filters: [{ key: 'lipservice.signature', type: 'log_attribute', operator: 'exact', value }],
          }),
        ),
      ),
    )
    expect(counts).toEqual([0, 0, 1])
  })

  it('keeps views of logs', async () => {
    const { api, fake } = await startApi()
    const made = given(
      await api.logs.createView({ name: 'lipservice: errors', filters: { severityLevels: ['error'] } }),
    )
    expect(given(await api.logs.updateView(made.shortId, { pinned: true }))).toEqual({ ...made, pinned: true })
    expect(given(await api.logs.views())).toEqual([{ ...made, pinned: true }])
    given(await api.logs.removeView(made.shortId))
    expect(fake.logViews).toEqual([])
  })

  it('keeps a dashboard with its insights, texts and places', async () => {
    const { api } = await startApi()
    const board = given(await api.dashboards.create({ name: 'LipService', tags: ['LipService'] }))
    const insight = given(
      await api.insights.create({
        name: 'saved',
        query: { kind: 'DataVisualizationNode', source: { kind: 'HogQLQuery', query: 'SELECT 1' } },
        dashboards: [board.id],
        tags: ['lipservice', 'lipservice:tile:Saved'],
      }),
    )
    const tile = given(await api.dashboards.addText(board.id, 'what this is'))
    given(await api.dashboards.updateText(board.id, tile.id, 'how to switch it off'))
    const layout = { x: 0, y: 0, w: 6, h: 4 }
    const [first] = given(await api.dashboards.get(board.id)).tiles
    given(await api.dashboards.update(board.id, { layouts: [{ tileId: first!.id, layout }] }))
    expect(given(await api.dashboards.get(board.id))).toMatchObject({
      tags: ['lipservice'],
      tiles: [
        { insightId: insight.id, text: undefined, layout },
        { insightId: undefined, text: 'how to switch it off', layout: undefined },
      ],
    })
    expect(given(await api.dashboards.list('LipService'))).toHaveLength(1)
    expect(given(await api.insights.list('lipservice:tile:saved'))).toMatchObject([
      { id: insight.id, dashboards: [board.id] },
    ])
    expect(given(await api.insights.update(insight.id, { description: 'more' })).description).toBe('more')
    given(await api.insights.remove(insight.id))
    given(await api.dashboards.remove(board.id))
    expect(given(await api.insights.list('lipservice'))).toEqual([])
    expect(given(await api.dashboards.list('lipservice'))).toEqual([])
    expect((await api.dashboards.get(board.id)).outcome).toBe('refused')
  })

  it('reads lists that have many pages', async () => {
    const { api, fake } = await startApi()
    for (let i = 0; i < 230; i++) given(await api.annotations.create({ content: `lipservice:${i}`, at: at(i) }))
    const found = given(await api.annotations.search('lipservice:'))
    expect(found).toHaveLength(230)
    expect(new Set(found.map(({ id }) => id)).size).toBe(230)
    expect(fake.requests.filter(({ method }) => method === 'GET')).toHaveLength(3)
  })

  it('keeps annotations and feature flags', async () => {
    const { api } = await startApi()
    const note = given(await api.annotations.create({ content: 'policy 7 is active', at: at(0) }))
    expect(given(await api.annotations.search('policy 7'))).toEqual([note])
    given(await api.annotations.remove(note.id))
    expect(given(await api.annotations.search('policy 7'))).toEqual([])
    const flag = given(
      await api.featureFlags.create({
        key: 'lipservice-sampling',
        name: 'LipService',
        active: true,
        filters: { groups: [{ rollout_percentage: 100 }], payloads: { true: '{"mode":"shadow"}' } },
      }),
    )
    expect(given(await api.featureFlags.update(flag.id, { active: false })).active).toBe(false)
    expect(given(await api.featureFlags.search('lipservice'))).toHaveLength(1)
    given(await api.featureFlags.remove(flag.id))
    expect(given(await api.featureFlags.search('lipservice'))).toEqual([])
  })

  it('reads the bill: megabytes, dollars and the price list', async () => {
    const { api, fake } = await startApi()
    fake.billing.bytes.set('2026-01-05', 12_000_999_999)
    const range = { from: '2026-01-04', to: '2026-01-05' }
    expect(given(await api.billing.usage(range))).toEqual([
      {
        label: 'logs_mb_in_period::1',
        project: '1',
        days: [
          { day: '2026-01-04', amount: 0 },
          { day: '2026-01-05', amount: 12_000 },
        ],
      },
    ])
    expect(given(await api.billing.spend(range))[0]?.days[1]?.amount).toBeCloseTo(0.5)
    const { organization } = given(await api.me())
    expect(given(await api.billing.logsProduct(organization!))).toEqual({
      tiers: [
        { upTo: 10_000, usdPerUnit: 0 },
        { upTo: undefined, usdPerUnit: 0.00025 },
      ],
      freeUnits: 10_000,
    })
  })

  it('captures events: taken is not kept, and the same twice is one', async () => {
    const { api, fake } = await startApi()
    const event = {
      event: 'lipservice savings',
      uuid: '11111111-2222-5333-8444-555555555555',
      timestamp: at(0),
      distinctId: 'lipservice',
      properties: { service: 'api', saved_usd: 1.5 },
    }
    given(await api.capture([event, event, { ...event, uuid: 'none' }]))
    expect(fake.events).toHaveLength(1)
    expect(fake.droppedEvents).toHaveLength(1)
    const readBack = hogql`SELECT count(), max(toFloat(properties.saved_usd)) FROM events WHERE event = ${'lipservice savings'}`
    expect(given(await api.query(readBack, { name: 'read back' })).rows).toEqual([[1, 1.5]])
  })
})
