import { diag } from '@opentelemetry/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AdaptiveLogging, type AdaptiveLoggingOptions, configureAdaptiveLogging } from '../../src/index.js'
import {
  type FakeLipService,
  type FakePostHog,
  type ScriptedAnswer,
  startFakeLipService,
  startFakePostHog,
} from '../../src/testing.js'

describe('configureAdaptiveLogging', () => {
  let posthog: FakePostHog
  let lipservice: FakeLipService
  let logging: AdaptiveLogging | undefined

  const configure = (options: AdaptiveLoggingOptions = {}): AdaptiveLogging => {
    logging = configureAdaptiveLogging({
      serviceName: 'shop',
      posthogApiKey: posthog.token,
      posthogHost: posthog.url,
      lipserviceUrl: lipservice.url,
      lipserviceApiKey: lipservice.apiKey,
      ...options,
    })
    return logging
  }
  const flood = (target: AdaptiveLogging, count: number, severityNumber = 9) => {
    const logger = target.getLogger('app')
    for (let i = 0; i < count; i++) logger.emit({ severityNumber, body: `request ${i} handled` })
  }
  const policyInForce = async (target: AdaptiveLogging, version: number) => {
    while (target.policy().version !== version) await new Promise((resolve) => setImmediate(resolve))
  }

  beforeEach(async () => {
    posthog = await startFakePostHog()
    lipservice = await startFakeLipService()
  })
  afterEach(async () => {
    await logging?.shutdown({ timeoutMillis: 1_000 })
    await posthog.close()
    await lipservice.close()
  })

  it.each([
    [{ posthogHost: 'nope' }, /posthogHost.*'nope'/],
    [{ budget: { bytesPerDay: -1 } }, /budget.*-1/],
    [{ colour: 'red' }, /unknown option 'colour'/],
  ])('refuses %j at once', (options, message) => {
    expect(() => configure(options as AdaptiveLoggingOptions)).toThrow(message)
    logging = undefined
  })

  it('answers the running instance when called again, and starts afresh after shutdown', async () => {
    const first = configure()
    expect(configure({ serviceName: 'other' })).toBe(first)
    await first.shutdown()
    const second = configure()
    expect(second).not.toBe(first)
    flood(second, 1)
    await second.forceFlush()
    expect(posthog.records).toHaveLength(1)
    first.getLogger('old').emit({ severityNumber: 17, body: 'after the end' })
    expect(first.stats().delivery.dropped.shutdown).toBe(1)
  })

  it('says once, through OpenTelemetry’s diag, that it was called again', () => {
    const said: string[] = []
    const say = (message: string) => void said.push(message)
    diag.setLogger({ error: say, warn: say, info: () => {}, debug: () => {}, verbose: () => {} })
    const first = configure()
    for (let i = 0; i < 3; i++) expect(configure()).toBe(first)
    diag.disable()
    expect(said.filter((message) => message.includes('called again'))).toHaveLength(1)
  })

  it('follows the policy that LipService serves, and reports to it what it saw', async () => {
    lipservice.setPolicy({ version: 4, severity_rates: { INFO: 0.01 } })
    const target = configure()
    await policyInForce(target, 4)
    flood(target, 10_000)
    flood(target, 10, 17)
    await target.forceFlush()
    expect(target.policy()).toMatchObject({ source: 'remote', mode: 'active', version: 4 })
    expect(target.stats().kept).toBeLessThan(150)
    await lipservice.waitForReports(1)
    const [report] = lipservice.reports
    expect(report).toMatchObject({
      service_name: 'shop',
      total_logs: 10_010,
      unique_patterns: 1,
      policy_version: 4,
      sequence: 0,
      patterns: [
        { template: 'request <*> handled', count: 10_010, severity_distribution: { INFO: 10_000, ERROR: 10 } },
      ],
    })
    expect(report!.patterns[0]!.bytes).toBeGreaterThan(10_010 * 30)
    expect(report!.overhead_bytes).toBeGreaterThanOrEqual(0)
    expect(report!.dropped_by_reason!['adaptive']).toBe(10_010 - report!.patterns[0]!.sampled_count)
  })

  it('reports each record once, over repeated, refused and unanswered reports', async () => {
    const target = configure()
    lipservice.answer(({ method }) => (method === 'POST' ? { misbehave: 'reset' } : undefined))
    flood(target, 500)
    await target.forceFlush({ timeoutMillis: 500 })
    lipservice.answer(({ method }) => (method === 'POST' ? { status: 400 } : undefined))
    flood(target, 300)
    await target.forceFlush({ timeoutMillis: 500 })
    lipservice.answer(({ method }) => (method === 'POST' ? { status: 413 } : undefined))
    await target.forceFlush({ timeoutMillis: 500 })
    lipservice.answer(undefined)
    flood(target, 200)
    await target.shutdown()
    const counts = lipservice.reports.map((report) => report.total_logs)
    expect(counts.reduce((a, b) => a + b, 0)).toBe(1_000)
  })

  it.each<[string, ScriptedAnswer]>([
    ['is down', { misbehave: 'reset' }],
    ['is slow', { delayMillis: 5_000 }],
    ['sends HTML', { body: '<!doctype html>', headers: { etag: '"h"' } }],
    ['sends {}', { body: '{}' }],
    ['sends rates of 7', { body: '{"version":9,"global_rate":7}' }],
    ['sends rates of "0"', { body: '{"version":9,"global_rate":"0","severity_rates":{"INFO":"0"}}' }],
    ['sends 50 MB', { body: Buffer.alloc(50 * 1024 * 1024, 48) }],
  ])('never drops more than the last good policy said while LipService %s', async (_, answer) => {
    lipservice.setPolicy({ version: 3, global_rate: 1 })
    const target = configure()
    await policyInForce(target, 3)
    lipservice.answer(() => answer)
    flood(target, 2_000)
    await target.forceFlush({ timeoutMillis: 2_000 })
    expect(target.stats()).toMatchObject({ seen: 2_000, kept: 2_000 })
    expect(posthog.records).toHaveLength(2_000)
    expect(target.policy()).toMatchObject({ source: 'remote', version: 3 })
    await target.shutdown({ timeoutMillis: 100 })
  })

  it.each<[string, ScriptedAnswer]>([
    ['is down', { misbehave: 'reset' }],
    ['sends rates of 7', { body: '{"version":9,"global_rate":7}' }],
  ])('adapts by itself, and says why, when LipService %s from the start', async (_, answer) => {
    lipservice.answer(() => answer)
    const target = configure()
    flood(target, 2_000)
    while (target.policy().lastProblem === undefined) await new Promise((resolve) => setImmediate(resolve))
    expect(target.policy()).toMatchObject({ source: 'local', version: undefined })
    const { kept } = target.stats()
    expect(kept).toBeGreaterThan(100)
    expect(kept).toBeLessThan(1_000)
    await target.shutdown({ timeoutMillis: 100 })
  })

  it('loses no error while PostHog is down in the middle', async () => {
    const target = configure()
    flood(target, 100, 17)
    await target.forceFlush()
    posthog.answer(() => ({ misbehave: 'reset' }))
    flood(target, 300, 17)
    await target.forceFlush({ timeoutMillis: 300 })
    expect(target.stats().delivery.pending).toBe(300)
    posthog.answer(undefined)
    flood(target, 100, 17)
    await target.forceFlush()
    const uids = new Set(posthog.records.map(({ attributes }) => attributes['log.record.uid']))
    expect(uids.size).toBe(500)
    expect(target.stats()).toMatchObject({ unrepresented: 0, delivery: { delivered: 500, pending: 0 } })
  })

  it('opens the incident window that the policy asks for', async () => {
    lipservice.setPolicy({
      version: 1,
      global_rate: 0.01,
      incident_until: new Date(Date.now() + 600_000).toISOString(),
    })
    const target = configure()
    await policyInForce(target, 1)
    flood(target, 1_000)
    expect(target.stats().keptByReason.incident).toBe(1_000)
  })

  it('knows within 5 % what all records would have taken, without encoding the dropped ones', async () => {
    const all: object[] = []
    const records = (target: AdaptiveLogging) => {
      for (let i = 0; i < 6_000; i++) {
        const kind = i % 4
        const record = [
          { severityNumber: 9, body: `GET /items/${i} 200`, attributes: { method: 'GET', status: 200, ms: i / 7 } },
          {
            severityNumber: 5,
            body: `cache ${i % 3 ? 'hit' : 'miss'} for item ${i}`,
            attributes: { key: 'k'.repeat(i % 90) },
          },
          { severityNumber: 13, body: `größere Bestellung ${i}: ${'ü'.repeat(i % 40)}` },
          { severityNumber: 9, body: `nested ${i}`, attributes: { user: { id: i, tags: ['a', 'b'] }, ok: true } },
        ][kind]!
        all.push(record)
        target.getLogger('app').emit(record)
      }
    }
    const target = configure({ lipserviceUrl: undefined })
    records(target)
    await target.forceFlush()
    const { bytesSeen, kept, seen } = target.stats()
    expect(kept / seen).toBeLessThan(0.4)
    await target.shutdown()
    posthog.clear()
    const everything = configure({ lipserviceUrl: undefined, enableAiSampling: false, stamps: 'none' })
    records(everything)
    await everything.forceFlush()
    const truth = posthog.bytesReceived()
    expect(Math.abs(bytesSeen / truth - 1)).toBeLessThan(0.05)
    expect(Math.abs(everything.stats().bytesSeen / truth - 1)).toBeLessThan(0.01)
  })
})
