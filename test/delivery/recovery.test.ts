import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { backendOf, OTLP_SETTINGS } from '../../src/delivery/backend.js'
import { createBackendHealth } from '../../src/delivery/backend-health.js'
import { outcomeOf } from '../../src/delivery/outcome.js'
import { ManualClock, seededRandom } from '../../src/testing.js'
import { type LoggingUnderTest, startUnderTest } from '../support/logging-under-test.js'
import { recordingDiag } from '../support/quiet-diag.js'
import { answered } from '../support/watched-http.js'

vi.mock('../../src/delivery/otlp-http.js', () => import('../support/watched-http.js'))

const SECOND = 1_000
const MINUTE = 60 * SECOND

describe('after a backend has healed', () => {
  let test: LoggingUnderTest
  beforeEach(async () => {
    test = await startUnderTest()
  })
  afterEach(() => test.close())

  /** Seconds of the manual clock until something is delivered. */
  async function recoveryMillis(limitMillis: number): Promise<number> {
    const { clock, logging } = test
    const healedAt = clock.now()
    while (logging.stats().delivery.delivered === 0 && clock.now() - healedAt < limitMillis) {
      await clock.advanceAsync(SECOND / 4)
      await answered()
    }
    return clock.now() - healedAt
  }

  it.each([1, 2, 3, 4, 5])('by a transient 401, errors arrive within 5 minutes (%i)', async (seed) => {
    await test.close()
    test = await startUnderTest({}, { seed })
    test.posthog.answer([{ status: 401 }])
    test.logging.getLogger('app').emit({ severityNumber: 17, body: 'x' })
    await test.clock.advanceAsync(SECOND)
    await answered()
    expect(test.logging.stats().delivery.failedRequests).toBe(1)
    expect(await recoveryMillis(6 * MINUTE)).toBeLessThanOrEqual(5 * MINUTE)
  })

  it.each([1, 2, 3, 4, 5])('of an outage of half a minute, errors arrive within 15 seconds (%i)', async (seed) => {
    await test.close()
    test = await startUnderTest({}, { seed })
    test.posthog.answer(() => ({ status: 503 }))
    test.logging.getLogger('app').emit({ severityNumber: 17, body: 'x' })
    for (let i = 0; i < 120; i++) {
      await test.clock.advanceAsync(SECOND / 4)
      await answered()
    }
    test.posthog.answer(undefined)
    expect(await recoveryMillis(6 * MINUTE)).toBeLessThanOrEqual(15 * SECOND)
  })

  it('that asked for 15 minutes it is left alone for as long, and then everything arrives', async () => {
    const { clock, logging, posthog } = test
    posthog.answer([{ status: 429, headers: { 'retry-after': '900' } }])
    const logger = logging.getLogger('app')
    logger.emit({ severityNumber: 17, body: 'first' })
    await clock.advanceAsync(SECOND)
    await answered()
    expect(logging.stats().delivery.failedRequests).toBe(1)
    const asked = posthog.requests.length
    for (let i = 0; i < 14 * 6; i++) {
      logger.emit({ severityNumber: 17, body: `error ${i}` })
      await clock.advanceAsync(10 * SECOND)
      await answered()
    }
    expect(posthog.requests).toHaveLength(asked)
    expect(await recoveryMillis(3 * MINUTE)).toBeGreaterThan(30 * SECOND)
    await logging.forceFlush()
    expect(posthog.records).toHaveLength(1 + 14 * 6)
  })
})

describe('a thousand clients', () => {
  it('ask at most 40 times a second after the first minute of an outage, and not all at once when it ends', () => {
    const CLIENTS = 1_000
    const OUTAGE = 10 * MINUTE
    const clock = new ManualClock(0)
    const outage = outcomeOf(503, undefined, false)
    const perSecond = new Map<number, number>()
    for (let i = 0; i < CLIENTS; i++) {
      const random = seededRandom(i)
      // Each has something to send at once, as clients under load do.
      let now = random() * SECOND
      const health = createBackendHealth({
        backend: backendOf('http://localhost', OTLP_SETTINGS),
        contentType: 'application/x-protobuf',
        random,
        timers: clock,
        monotonic: () => now,
        diag: recordingDiag('none', clock).diag,
      })
      for (;;) {
        const second = Math.floor(now / SECOND)
        perSecond.set(second, (perSecond.get(second) ?? 0) + 1)
        if (now >= OUTAGE) break
        if (outage.kind === 'retry') health.failed(outage, now, false)
        now = Math.max(now, health.blockedUntil)
      }
      health.stop()
    }
    const peakAfter = (from: number) =>
      Math.max(...[...perSecond].filter(([second]) => second * SECOND >= from).map(([, n]) => n))
    expect(peakAfter(MINUTE)).toBeLessThanOrEqual(40)
    expect(peakAfter(OUTAGE)).toBeLessThanOrEqual(40)
    expect(clock.pending).toBe(0)
  })
})
