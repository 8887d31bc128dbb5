import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ApiUnderTest, reportOf, startApi } from '../support/api-under-test.js'
import { TEN } from '../support/reports.js'

const HOURS_SECONDS = 7_200
const NAMES = ['billing', 'search', 'shop']

interface Sent {
  readonly service: string
  readonly after: number
  readonly seen: number
  readonly kept: number
  readonly errors: number
  readonly pinned: number
  readonly overhead: number
}

const reports = fc.array(
  fc.record({
    service: fc.constantFrom(...NAMES),
    after: fc.integer({ min: 0, max: 7_000 }),
    seen: fc.integer({ min: 50, max: 1_000 }),
    kept: fc.integer({ min: 20, max: 50 }),
    errors: fc.integer({ min: 0, max: 10 }),
    pinned: fc.integer({ min: 0, max: 10 }),
    overhead: fc.integer({ min: 0, max: 5_000 }),
  }),
  { minLength: 1, maxLength: 20 },
)

/** Sends reports in the order of their times. */
async function send(api: ApiUnderTest, key: string, sent: readonly Sent[]): Promise<void> {
  const inOrder = sent.toSorted((a, b) => a.after - b.after)
  for (const [sequence, { service, after, seen, kept, errors, pinned, overhead }] of inOrder.entries()) {
    api.clock.millis = (TEN + after) * 1000
    const pattern = {
      count: seen,
      sampled_count: kept,
      bytes: seen * 200,
      sampled_bytes: kept * 200,
      severity_distribution: { INFO: seen - errors, ERROR: errors },
    }
    const body = {
      ...reportOf({ service_name: service, timestamp: TEN + after, sequence }, [pattern]),
      kept_by_reason: { error: errors, pinned },
      dropped_by_reason: { adaptive: seen - kept },
      overhead_bytes: overhead,
      window_seconds: 60,
    }
    const { status } = await api.call('post', '/api/v1/patterns/stats', { key, body })
    if (status !== 202) throw new Error(`refused with ${status}`)
  }
  await api.pending.flush()
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)

describe('answers about one period', () => {
  it('agree: services, savings and timelines, and the parts with the whole', async () => {
    await fc.assert(
      fc.asyncProperty(reports, fc.integer({ min: 0, max: 119 }), async (all, firstMinute) => {
        const from = firstMinute * 60
        const period = `from=${TEN + from}&to=${TEN + HOURS_SECONDS}`
        const sent = all.filter(({ after }) => after >= from)
        const api = await startApi()
        const key = await api.keyOf('t', 'ingest', 'admin')
        await send(api, key, all)
        api.clock.millis = (TEN + HOURS_SECONDS) * 1000
        const get = async (path: string) => (await api.call('get', path, { key })).json
        const { services } = await get(`/api/v1/services?${period}`)
        const { services: savings } = await get(`/api/v1/savings?${period}&standard_error=false`)
        const together = (await get(`/api/v1/timeline?${period}&step=hour`)).series[0]
        const byService = (await get(`/api/v1/timeline?${period}&by=service&step=hour`)).series
        const byReason = (await get(`/api/v1/timeline?${period}&by=reason&step=hour`)).series
        const sevens = await get(`/api/v1/timeline?${period}&step=minute&together=7`)
        expect(new Set(sevens.times.map((time: number) => time % 420))).toEqual(new Set([0]))
        const names = [...new Set(all.map(({ service }) => service))].toSorted()
        expect(services.map(({ name }: { name: string }) => name)).toEqual(names)
        for (const name of ['seen', 'kept', 'errors', 'bytes', 'billed_bytes'] as const) {
          const whole = sum(services.map((row: Record<string, number>) => row[name]!))
          expect(sum(together[name]), name).toBe(whole)
          expect(sum(sevens.series[0][name]), name).toBe(whole)
          expect(sum(byService.flatMap((row: Record<string, number[]>) => row[name]!)), name).toBe(whole)
          if (name !== 'errors') expect(sum(savings.map((row: Record<string, number>) => row[name]!)), name).toBe(whole)
        }
        for (const row of savings) {
          expect(sum(row.sent.map(({ records }: { records: number }) => records))).toBe(row.kept)
          expect(sum(row.sent.map(({ bytes }: { bytes: number }) => bytes))).toBeCloseTo(row.billed_bytes, 3)
          expect(row.billed_bytes - row.overhead_bytes).toBe(sum(own(sent, row.service).map(({ kept }) => kept * 200)))
          const { points } = await get(`/api/v1/savings/timeline?${period}&service=${row.service}`)
          expect(sum(points.map((point: Record<string, number>) => point['billed_bytes']!))).toBe(row.billed_bytes)
        }
        const { classes } = await get(`/api/v1/savings/classes?${period}`)
        const { patterns } = await get(`/api/v1/savings/patterns?${period}`)
        for (const name of ['seen', 'kept', 'bytes', 'billed_bytes'] as const) {
          const whole = sum(classes.map((row: Record<string, number>) => row[name]!))
          expect(whole, name).toBe(sum(patterns.map((row: Record<string, number>) => row[name]!)))
        }
        expect(sum(classes.map((row: { patterns: number }) => row.patterns))).toBe(patterns.length)
        const errors = byReason.find((row: { name: string }) => row.name === 'error')
        expect(sum(errors?.kept ?? [])).toBe(sum(sent.map((one) => one.errors)))
        await api.close()
      }),
      { numRuns: 15, seed: 22 },
    )
  })
})

function own(sent: readonly Sent[], name: string): Sent[] {
  return sent.filter(({ service }) => service === name)
}

describe('the list of services', () => {
  it('says where each stands: policy, switch, incident, release, silence and what is new', async () => {
    const api = await startApi()
    const key = await api.keyOf('t', 'ingest', 'admin')
    const post = (body: object) => api.call('post', '/api/v1/patterns/stats', { key, body })
    await post({ ...reportOf({ instance_id: 'a' }), service_version: '1.0.0' })
    await api.pending.flush()
    const list = async () => (await api.call('get', '/api/v1/services', { key })).json.services
    expect(await list()).toMatchObject([
      {
        name: 'shop',
        instances: 1,
        release: '1.0.0',
        new_patterns: 1,
        policy: null,
        candidate: null,
        switch_until: null,
        open_incident: null,
        silent_since: null,
        history_until: TEN + 3_600,
      },
    ])
    await api.call('put', '/api/v1/policies/shop', { key, body: { global_rate: 0.5 } })
    await api.call('post', '/api/v1/services/shop/incident-switch', { key, body: { minutes: 30, reason: 'r' } })
    await api.call('post', '/api/v1/policies/shop/drafts', { key, body: { global_rate: 0.4 } })
    api.clock.millis += 1_800_000 - 1_000
    expect(await list()).toMatchObject([
      {
        policy: { version: 2, kind: 'incident', stage: 'active' },
        candidate: { version: 3, kind: 'operator' },
        switch_until: TEN + 1_800,
        instances: 0,
        silent_since: TEN,
      },
    ])
    const teamId = await api.store.keys.ensureTeam('t', TEN)
    const { active } = await api.policies.current(teamId, 'shop')
    const adjusted = { kind: 'adjustment', stage: 'active', by: 'allocator', reason: 'r' } as const
    await api.policies.add(teamId, 'shop', JSON.parse(active!.document), adjusted)
    expect(await list()).toMatchObject([
      { policy: { version: 4, kind: 'adjustment' }, candidate: null, switch_until: TEN + 1_800 },
    ])
    api.clock.millis += 2_000
    expect(await list()).toMatchObject([{ switch_until: null }])
    const id = (await api.store.services.find(teamId, 'shop'))!
    const incident = { teamId, serviceId: id, release: '', openedAt: TEN, lastAt: TEN, resolvedAt: undefined }
    await api.store.incidents.record({
      from: undefined,
      until: 1,
      opened: [{ ...incident, findings: [] }],
      changed: [],
    })
    expect(await list()).toMatchObject([{ open_incident: 1 }])
    await api.close()
  })

  it('compares with the period before', async () => {
    const api = await startApi()
    const key = await api.keyOf('t', 'ingest', 'admin')
    await api.call('post', '/api/v1/patterns/stats', { key, body: reportOf() })
    await api.pending.flush()
    const path = `/api/v1/services?from=${TEN + 3_600}&to=${TEN + 7_200}`
    const { services } = (await api.call('get', path, { key })).json
    expect(services).toMatchObject([{ bytes: 0, before: { bytes: 20_000, billed_bytes: 2_000 } }])
    await api.close()
  })
})
