import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { policyPath, STATS_PATH } from '../../src/protocol.js'
import { type FakeLipService, startFakeLipService } from '../../src/testing.js'

const report = (sequence: number) => ({
  service_name: 'shop',
  timestamp: 1,
  patterns: [],
  total_logs: 1,
  unique_patterns: 0,
  instance_id: 'i',
  sequence,
})

describe('the fake LipService server', () => {
  let server: FakeLipService

  const authorization = () => ({ authorization: `Bearer ${server.apiKey}` })
  const getPolicy = (headers: Record<string, string> = {}) =>
    fetch(server.url + policyPath('shop', 1), { headers: { ...authorization(), ...headers } })
  const postReport = (body: object) =>
    fetch(server.url + STATS_PATH, { method: 'POST', headers: authorization(), body: JSON.stringify(body) })

  beforeEach(async () => {
    server = await startFakeLipService({ nextReportSeconds: 5 })
  })
  afterEach(() => server.close())

  it('serves the policy that it was given, under an ETag that changes with it', async () => {
    expect((await getPolicy()).status).toBe(404)
    server.setPolicy({ version: 1 })
    const first = await getPolicy()
    const etag = first.headers.get('etag') ?? ''
    expect(await first.json()).toEqual({ version: 1 })
    expect((await getPolicy({ 'if-none-match': etag })).status).toBe(304)
    server.setPolicy({ version: 2 })
    const second = await getPolicy({ 'if-none-match': etag })
    expect(await second.json()).toEqual({ version: 2 })
    server.setPolicy(undefined)
    expect((await getPolicy({ 'if-none-match': etag })).status).toBe(404)
    expect(server.policyRequests).toBe(5)
  })

  it('takes each report once, however often it comes', async () => {
    server.setPolicy({ version: 3 })
    const first = await postReport(report(0))
    expect(first.status).toBe(202)
    expect(await first.json()).toEqual({ policy_version: 3, next_report_seconds: 5 })
    expect((await postReport(report(0))).status).toBe(202)
    await postReport(report(1))
    expect(server.reports.map(({ sequence }) => sequence)).toEqual([0, 1])
    expect(server.duplicates).toBe(1)
  })

  it('takes gzipped reports', async () => {
    const headers = { ...authorization(), 'content-encoding': 'gzip' }
    const body = new Uint8Array(gzipSync(JSON.stringify(report(0))))
    expect((await fetch(server.url + STATS_PATH, { method: 'POST', headers, body })).status).toBe(202)
  })

  it('refuses a report out of range and says why', async () => {
    const response = await postReport({ ...report(0), total_logs: -1 })
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({ error: expect.stringContaining('total_logs must be an integer') })
    expect(server.reports).toEqual([])
    expect(server.problems).toHaveLength(1)
  })

  it('answers 401 to another key', async () => {
    expect((await getPolicy({ authorization: 'Bearer other' })).status).toBe(401)
  })

  it('follows a script for either endpoint', async () => {
    server.answer(({ method }) => (method === 'POST' ? { status: 503 } : undefined))
    expect((await postReport(report(0))).status).toBe(503)
    expect((await getPolicy()).status).toBe(404)
  })

  it('wakes a waiting test', async () => {
    const arrived = Promise.all([server.waitForReports(1), server.waitForPolicyRequests(1)])
    await Promise.all([postReport(report(0)), getPolicy()])
    await arrived
  })
})
