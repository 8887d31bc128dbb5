import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type ControlPlaneClient,
  type ControlPlaneClientOptions,
  createControlPlaneClient,
} from '../../src/control-plane/client.js'
import type { StatsReport } from '../../src/protocol.js'
import {
  type FakeLipService,
  type IncomingRequest,
  ManualClock,
  type ScriptedAnswer,
  startFakeLipService,
} from '../../src/testing.js'
import { recordingDiag } from '../support/quiet-diag.js'

const report: StatsReport = {
  service_name: 'shop',
  timestamp: 1,
  patterns: [],
  total_logs: 3,
  unique_patterns: 0,
  instance_id: 'i',
  sequence: 0,
}

describe('the client of the LipService server', () => {
  let server: FakeLipService
  let clock: ManualClock
  let requests: IncomingRequest[]
  let clients: ControlPlaneClient[]

  const connect = (serviceName = 'shop', overrides: Partial<ControlPlaneClientOptions> = {}) => {
    const { url = server.url, apiKey = server.apiKey, ...rest } = overrides
    const client = createControlPlaneClient({ url, apiKey, serviceName, clock, diag: recordingDiag().diag, ...rest })
    clients.push(client)
    return client
  }
  const answer = (answer?: ScriptedAnswer) =>
    server.answer((request) => {
      requests.push(request)
      return answer
    })

  beforeEach(async () => {
    server = await startFakeLipService()
    clock = new ManualClock()
    requests = []
    clients = []
  })
  afterEach(async () => {
    await Promise.all(clients.map((client) => client.close()))
    await server.close()
  })

  it('asks for the policy of its service and team, with its key, and learns the ETag', async () => {
    server.setPolicy({ version: 4 })
    answer()
    const first = await connect('shop/é', { teamId: 3 }).fetchPolicy()
    expect(first).toEqual({
      kind: 'policy',
      document: { version: 4 },
      text: '{"version":4}',
      etag: expect.stringMatching(/^"/),
    })
    expect(requests[0]).toMatchObject({
      path: '/api/v1/policies/shop%2F%C3%A9?team_id=3',
      headers: { authorization: `Bearer ${server.apiKey}`, 'accept-encoding': 'gzip' },
    })
    const etag = first.kind === 'policy' ? first.etag : undefined
    expect(await connect('shop/é', { teamId: 3 }).fetchPolicy(etag)).toEqual({ kind: 'unchanged' })
  })

  it('says with each poll which instance it is, so that a server can try a policy on some', async () => {
    answer()
    await connect('shop', { instanceId: 'i-7' }).fetchPolicy()
    await connect('shop').fetchPolicy()
    expect(requests.map(({ headers }) => headers['lipservice-instance'])).toEqual(['i-7', undefined])
  })

  it('says "none" while there is no policy', async () => {
    expect(await connect().fetchPolicy()).toEqual({ kind: 'none' })
  })

  it('takes 304 for a failure when it sent no ETag', async () => {
    answer({ status: 304 })
    expect(await connect().fetchPolicy()).toMatchObject({ kind: 'failed' })
  })

  it.each([
    [401, 'denied'],
    [403, 'denied'],
    [400, 'refused'],
    [410, 'refused'],
    [408, 'failed'],
    [429, 'failed'],
    [500, 'failed'],
    [503, 'failed'],
    [302, 'failed'],
  ] as const)('answers %i with "%s" on both endpoints', async (status, kind) => {
    answer({ status })
    const client = connect()
    expect(await client.fetchPolicy()).toMatchObject({ kind, problem: expect.stringContaining(`${status}`) })
    expect(await client.sendStats(report)).toMatchObject({ kind })
  })

  it.each([
    ['90', 90_000],
    ['0', 1_000],
    ['999999', 3_600_000],
    ['Thu, 01 Jan 2026 00:02:00 GMT', 120_000],
    ['Thu, 01 Jan 2015 00:00:00 GMT', 1_000],
    ['soon', undefined],
  ])('reads Retry-After: %s as %s ms', async (header, retryAfterMillis) => {
    answer({ status: 503, headers: { 'retry-after': header } })
    const result = await connect().fetchPolicy()
    expect('retryAfterMillis' in result ? result.retryAfterMillis : undefined).toBe(retryAfterMillis)
  })

  it('sends reports gzipped and reads the receipt', async () => {
    server.setPolicy({ version: 7 })
    answer()
    expect(await connect().sendStats(report)).toEqual({ kind: 'accepted', receipt: { policy_version: 7 } })
    expect(requests[0]?.headers).toMatchObject({ 'content-encoding': 'gzip', 'content-type': 'application/json' })
    expect(server.reports).toEqual([report])
  })

  it('takes a receipt that it cannot read for an empty one', async () => {
    answer({ status: 202, body: '<html>' })
    expect(await connect().sendStats(report)).toEqual({ kind: 'accepted', receipt: {} })
    answer({ status: 202, body: '{"next_report_seconds":0.001}' })
    expect(await connect().sendStats(report)).toEqual({ kind: 'accepted', receipt: {} })
  })

  it('does not take a report for accepted when the endpoint does not exist', async () => {
    answer({ status: 404 })
    expect(await connect().sendStats(report)).toMatchObject({ kind: 'refused' })
  })

  it('follows no redirect, so that its key goes nowhere else', async () => {
    const elsewhere = await startFakeLipService({ policy: { version: 9 } })
    answer({ status: 307, headers: { location: `${elsewhere.url}/api/v1/policies/shop` } })
    expect(await connect().fetchPolicy()).toMatchObject({ kind: 'failed' })
    expect(elsewhere.policyRequests).toBe(0)
    await elsewhere.close()
  })

  it.each<ScriptedAnswer>([{ misbehave: 'hang' }, { misbehave: 'drip' }, { misbehave: 'reset' }])(
    'gives up on %o within its deadline',
    async (misbehaviour) => {
      answer(misbehaviour)
      const client = connect('shop', { timeoutMillis: 300 })
      expect(await client.fetchPolicy()).toMatchObject({ kind: 'failed' })
      expect(await client.sendStats(report)).toMatchObject({ kind: 'failed' })
    },
  )

  it('never rejects, whatever it was configured with', async () => {
    expect(await connect('\ud800').fetchPolicy()).toEqual({ kind: 'none' })
    expect(await connect('shop', { url: 'no url' }).fetchPolicy()).toMatchObject({ kind: 'failed' })
    expect(await connect('shop', { apiKey: 'a\nb' }).fetchPolicy()).toMatchObject({ kind: 'failed' })
  })

  it('breaks off what is under way when it is closed', async () => {
    answer({ misbehave: 'hang' })
    const client = connect()
    const fetching = client.fetchPolicy()
    await client.close()
    expect(await fetching).toMatchObject({ kind: 'failed' })
    expect(await client.fetchPolicy()).toMatchObject({ kind: 'failed', problem: 'closed' })
  })
})
