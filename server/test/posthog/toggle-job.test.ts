import type { PostHogApi } from 'lipservice/posthog-api'
import * as posthog from 'lipservice/posthog-api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PolicyResponse } from '../../../src/control-plane/client.js'
import { createPolicyPoller } from '../../../src/control-plane/policy-poller.js'
import { createDiag } from '../../../src/internal/diag.js'
import { PolicyState } from '../../../src/sampling/policy-state.js'
import { ManualClock } from '../../../src/testing.js'
import { createToggleJob } from '../../src/posthog/jobs/toggle-job.js'
import { reportOf } from '../support/api-under-test.js'
import {
  CONNECTION,
  KEY_SHAPED,
  PERSONAL_KEY,
  type PostHogServer,
  startPostHogServer,
} from '../support/posthog-server.js'
import { TEN } from '../support/reports.js'

const FLAGS = '/api/projects/1/feature_flags/'
const ALL = [{ properties: [], rollout_percentage: 100 }]
const PLANNED = { global_rate: 0.1, expires_at: new Date((TEN + 300) * 1_000).toISOString() }

describe('the switch in PostHog', () => {
  let server: PostHogServer
  let ingest: string
  beforeEach(async () => {
    server = await startPostHogServer()
    ingest = await server.keyOf('own', 'ingest')
    for (const service_name of ['shop', 'api'])
      await server.call('post', '/api/v1/patterns/stats', { key: ingest, body: reportOf({ service_name }) })
    await server.pending.flush()
    await server.call('put', CONNECTION, { key: server.key, body: server.body })
  })
  afterEach(() => server.close())

  async function write(method: string, path: string, body: object): Promise<{ id: number }> {
    const headers = { authorization: `Bearer ${PERSONAL_KEY}`, 'content-type': 'application/json' }
    const response = await fetch(server.posthog.url + path, { method, headers, body: JSON.stringify(body) })
    expect(response.ok).toBe(true)
    return (await response.json()) as { id: number }
  }
  const makeFlag = (body: object) => write('POST', FLAGS, { key: 'lipservice-sampling', name: '', ...body })
  const says = (payload: object) => ({
    active: true,
    filters: { groups: ALL, payloads: { true: JSON.stringify(payload) } },
  })
  async function minutes(count = 1): Promise<void> {
    for (let i = 0; i < count; i++) {
      server.clock.millis += 61_000
      await server.teamWork.step()
      await server.teamWork.settled()
    }
  }
  const policyOf = (service: string) => server.call('get', `/api/v1/policies/${service}`, { key: ingest })
  const modeOf = async (service: string) => (await policyOf(service)).json.mode ?? 'active'
  const put = (service: string, body: object) =>
    server.call('put', `/api/v1/policies/${service}`, { key: server.key, body })
  const audited = async () =>
    (await server.call('get', '/api/v1/audit?action=posthog.toggled', { key: server.key })).json.entries

  it('is nothing where there is no flag', async () => {
    await minutes(2)
    expect((await policyOf('shop')).status).toBe(404)
    expect(await server.connection()).toMatchObject({ toggle: null })
    expect(await audited()).toEqual([])
  })

  it('has all kept within a minute, whatever is planned meanwhile, and says who did what', async () => {
    await put('shop', PLANNED)
    const before = await policyOf('shop')
    const { id } = await makeFlag({ active: false, filters: { groups: ALL } })
    await minutes()
    expect((await policyOf('shop')).json).toMatchObject({ version: 1, mode: 'off', global_rate: 0.1 })
    // One that never had a policy, and one that nobody has heard of.
    expect([await modeOf('api'), await modeOf('new')]).toEqual(['off', 'off'])
    const team = await server.store.keys.ensureTeam('own', TEN)
    const planned = { kind: 'plan', stage: 'active', by: 'allocator', reason: 'a budget applies to it' } as const
    await server.policies.add(team, 'shop', { global_rate: 0.2 }, planned)
    expect((await policyOf('shop')).json).toMatchObject({ version: 2, mode: 'off', global_rate: 0.2 })
    expect((await server.call('get', '/api/v1/services/shop', { key: server.key })).json).toMatchObject({
      switched: { mode: 'off', since: TEN + 61 },
    })
    await write('PATCH', `${FLAGS}${id}/`, says({ mode: 'on', services: { shop: 'shadow' } }))
    await minutes()
    expect([await modeOf('shop'), await modeOf('api')]).toEqual(['shadow', 'active'])
    expect(await server.connection()).toMatchObject({ toggle: { mode: 'active', services: { shop: 'shadow' } } })
    await write('PATCH', `${FLAGS}${id}/`, says({ mode: 'on' }))
    await minutes()
    expect((await policyOf('shop')).json.mode).toBeUndefined()
    // What its own switch has off stays off.
    await put('shop', { mode: 'off' })
    expect(await modeOf('shop')).toBe('off')
    expect(
      (await audited()).map(({ service, detail }: { service: string | null; detail: object }) => [service, detail]),
    ).toEqual([
      ['shop', { from: 'shadow', to: 'active', by: 'own' }],
      [null, { flag: 'set', mode: 'active', services: {} }],
      ['shop', { from: 'off', to: 'shadow', by: 'flag' }],
      ['api', { from: 'off', to: 'active', by: 'own' }],
      [null, { flag: 'set', mode: 'active', services: { shop: 'shadow' } }],
      ['shop', { from: 'active', to: 'off', by: 'flag' }],
      ['api', { from: 'active', to: 'off', by: 'flag' }],
      [null, { flag: 'set', mode: 'off', services: {} }],
    ])
    expect(before.headers.get('etag')).not.toBe((await policyOf('shop')).headers.get('etag'))
    const jobs = (await server.connection()).jobs
    expect(jobs.find(({ name }: { name: string }) => name === 'toggle')).toMatchObject({ state: 'ok' })
    expect(server.logged.join('') + server.dump()).not.toMatch(KEY_SHAPED)
  })

  it('stays as it was while PostHog does not answer, and is gone with the flag or the connection', async () => {
    await put('shop', PLANNED)
    const { id } = await makeFlag(says({ mode: 'off' }))
    await minutes()
    const team = await server.store.keys.ensureTeam('own', TEN)
    const job = createToggleJob({
      store: server.store,
      ownModeOf: async () => 'active',
      now: () => server.clock.millis,
    })
    const away = { outcome: 'unavailable', message: 'PostHog answered 503' } as const
    const end = await job.run({
      connection: (await server.store.posthog.find(team))!,
      api: { featureFlags: { search: async () => away } } as unknown as PostHogApi,
      posthog,
      signal: new AbortController().signal,
    })
    expect(end).toMatchObject({ ...away, maxRetrySeconds: 60 })
    server.clock.millis += 600_000
    expect([await modeOf('shop'), await modeOf('api')]).toEqual(['off', 'off'])
    // One that is not understood is none, and is said.
    await write('PATCH', `${FLAGS}${id}/`, says({ mode: 'maybe' }))
    await minutes()
    const toggle = (await server.connection()).jobs.find(({ name }: { name: string }) => name === 'toggle')
    expect(toggle).toMatchObject({ state: 'failing', problem: expect.stringContaining('is not understood') })
    // Its own policy has expired meanwhile: SDKs get one that they take.
    expect((await policyOf('shop')).json).toMatchObject({ version: 1, mode: 'active' })
    await write('PATCH', `${FLAGS}${id}/`, says({ mode: 'off' }))
    await minutes(2)
    expect(await modeOf('api')).toBe('off')
    await server.call('delete', CONNECTION, { key: server.key })
    server.clock.millis += 10_000
    expect([await modeOf('shop'), await modeOf('api')]).toEqual(['active', 'active'])
  })

  it('reaches an SDK within a minute and its poll, off and on', async () => {
    const { id } = await makeFlag(says({ mode: 'on' }))
    const clock = new ManualClock(TEN * 1_000)
    const state = new PolicyState('active', clock)
    const fetchPolicy = async (etag?: string): Promise<PolicyResponse> => {
      const headers: Record<string, string> = etag === undefined ? {} : { 'if-none-match': etag }
      const answer = await server.call('get', '/api/v1/policies/shop', { key: ingest, headers })
      if (answer.status === 304) return { kind: 'unchanged' }
      if (answer.status === 404) return { kind: 'none' }
      const newEtag = answer.headers.get('etag') ?? undefined
      return { kind: 'policy', document: answer.json, text: JSON.stringify(answer.json), etag: newEtag }
    }
    let polled: Promise<PolicyResponse> | undefined
    const poller = createPolicyPoller({
      client: {
        fetchPolicy: (etag) => {
          polled = fetchPolicy(etag)
          return polled
        },
      },
      serviceName: 'shop',
      teamId: undefined,
      onPolicy: ({ policy }) => state.use(policy),
      onExpired: () => state.use(undefined),
      diag: createDiag({ write: () => {}, clock }),
      clock,
      timers: clock,
      random: () => 0.999,
    })
    poller.start()
    async function pass(seconds: number): Promise<void> {
      for (let passed = 0; passed < seconds; passed += 10) {
        server.clock.millis += 10_000
        await server.teamWork.step()
        await server.teamWork.settled()
        await clock.advanceAsync(10_000)
        await polled
        await clock.advanceAsync(0)
      }
    }
    const POLL = 72
    await pass(120)
    for (const [word, mode] of [
      ['off', 'off'],
      ['shadow', 'shadow'],
      ['on', 'active'],
      ['off', 'off'],
    ]) {
      await write('PATCH', `${FLAGS}${id}/`, says({ mode: word }))
      await pass(60 + POLL + 10)
      expect(state.mode(), word).toBe(mode)
    }
    poller.stop()
  })
})
