import { hostname } from 'node:os'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { instanceNamesOf } from '../../src/options/instance-names.js'
import type { DeliveredReport } from '../../src/protocol.js'
import { type FakeLipService, startFakeLipService } from '../../src/testing.js'
import { type LoggingUnderTest, startUnderTest } from '../support/logging-under-test.js'

describe('what reports say of delivery', () => {
  let lipservice: FakeLipService
  let test: LoggingUnderTest

  beforeEach(async () => {
    lipservice = await startFakeLipService()
    test = await startUnderTest({ lipserviceUrl: lipservice.url, lipserviceApiKey: lipservice.apiKey })
  })
  afterEach(async () => {
    await test.close()
    await lipservice.close()
  })

  const log = (count: number, severityNumber = 9) => {
    for (let i = 0; i < count; i++) {
      const record = { severityNumber, body: `order ${i} shipped` }
      const decision = test.logging.sample(record)
      if (decision.keep) test.logging.ship(record, decision)
    }
  }
  const flow = (name: 'accepted' | 'refused' | 'lost', of: 'records' | 'bytes') =>
    lipservice.reports.reduce((sum, { delivered }) => sum + ((delivered as DeliveredReport)?.[name]?.[of] ?? 0), 0)

  it('is, of all reports together, what was delivered, refused and lost, and the last one says the last of it', async () => {
    log(5)
    await test.logging.forceFlush()
    log(3)
    await test.logging.forceFlush()
    test.posthog.answer(() => ({ status: 400 }))
    log(2, 17)
    await test.logging.forceFlush()
    test.posthog.answer(() => ({ status: 503 }))
    log(4, 17)
    const ended = test.logging.shutdown({ timeoutMillis: 4_000 })
    await test.clock.advanceAsync(3_700)
    await ended
    const { delivered, dropped, bytesSent, bytesRefused, bytesLost } = test.logging.stats().delivery
    expect([delivered, dropped.rejected]).toEqual([8, 2])
    expect(dropped.shutdown).toBe(4)
    expect([flow('accepted', 'records'), flow('accepted', 'bytes')]).toEqual([8, bytesSent])
    expect([flow('refused', 'records'), flow('refused', 'bytes')]).toEqual([2, bytesRefused])
    expect([flow('lost', 'records'), flow('lost', 'bytes')]).toEqual([4, bytesLost])
    expect(Math.min(bytesSent, bytesRefused, bytesLost)).toBeGreaterThan(100)
    expect(lipservice.problems).toEqual([])
  })

  it('counts nothing twice where a report was refused', async () => {
    log(5)
    await test.logging.forceFlush()
    lipservice.answer(({ method }) => (method === 'POST' ? { status: 400 } : undefined))
    log(1)
    await test.logging.forceFlush()
    lipservice.answer(undefined)
    log(1)
    await test.logging.shutdown()
    expect(flow('accepted', 'records')).toBe(7)
    expect(flow('accepted', 'bytes')).toBe(test.logging.stats().delivery.bytesSent)
  })

  it('is no reason for a report where nothing was delivered since the last', async () => {
    log(1)
    await test.logging.forceFlush()
    await test.logging.forceFlush()
    const { length } = lipservice.reports
    await test.logging.forceFlush()
    await test.logging.forceFlush()
    expect(lipservice.reports).toHaveLength(length)
  })

  it('names the host', async () => {
    log(1)
    await test.logging.forceFlush()
    expect(lipservice.reports[0]).toMatchObject({ host: hostname() })
  })
})

describe('the names of an instance', () => {
  it.each([
    [{}, { host: hostname(), pod: undefined }],
    [{ HOSTNAME: 'laptop' }, { host: hostname(), pod: undefined }],
    [
      { HOSTNAME: 'shop-x2', KUBERNETES_SERVICE_HOST: '10.0.0.1' },
      { host: hostname(), pod: 'shop-x2' },
    ],
    [
      { POD_NAME: 'shop-1', HOSTNAME: 'h', KUBERNETES_SERVICE_HOST: 'x' },
      { host: hostname(), pod: 'shop-1' },
    ],
    [
      { OTEL_RESOURCE_ATTRIBUTES: 'host.name=ip-10%2D0,k8s.pod.name=shop-2', POD_NAME: 'other' },
      { host: 'ip-10-0', pod: 'shop-2' },
    ],
    [
      { OTEL_RESOURCE_ATTRIBUTES: `host.name=${'h'.repeat(1_000)},k8s.pod.name=`, POD_NAME: 'p'.repeat(999) },
      { host: 'h'.repeat(256), pod: 'p'.repeat(256) },
    ],
  ])('of %j are %j', (env, names) => {
    expect(instanceNamesOf(env)).toEqual(names)
  })
})
