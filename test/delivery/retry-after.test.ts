import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createDelivery, type Delivery } from '../../src/delivery/delivery.js'
import { createRedactor } from '../../src/redaction/redactor.js'
import { type FakePostHog, ManualClock, seededRandom, startFakePostHog } from '../../src/testing.js'
import { recordingDiag } from '../support/quiet-diag.js'

const FLUSH = { timeoutMillis: 5_000 }

describe('a backend that says when to come back', () => {
  let posthog: FakePostHog
  let clock: ManualClock
  let delivery: Delivery

  const log = (count: number, guaranteed = false) => {
    const meta = { guaranteed, durable: guaranteed, weight: 1, signature: 'a', estimatedBytes: 50, stamps: {} }
    for (let i = 0; i < count; i++) delivery.accept({ body: `record ${i}` }, meta)
  }
  const refuse = (retryAfter: string, status = 429) =>
    posthog.answer([{ status, headers: { 'retry-after': retryAfter } }])
  const settle = async (requests: number) => {
    while (delivery.stats().requests < requests) await new Promise((resolve) => setImmediate(resolve))
  }

  beforeEach(async () => {
    posthog = await startFakePostHog()
    clock = new ManualClock()
    delivery = createDelivery({
      url: `${posthog.url}/i/v1/logs`,
      headers: { authorization: `Bearer ${posthog.token}` },
      encoding: 'protobuf',
      resource: { attributes: {} },
      redactor: createRedactor({ detect: false, paths: [], transform: undefined }, () => {}),
      clock,
      timers: clock,
      random: seededRandom(1),
      diag: recordingDiag().diag,
      onEncoded: () => {},
      onUnrepresented: () => {},
    })
  })
  afterEach(async () => {
    await delivery.shutdown({ timeoutMillis: -1 })
    await posthog.close()
  })

  it.each([402, 429, 500, 503, 408, 401, 403, 404, 307])(
    'with a %i beyond the deadline of a flush ends it at once, and is not asked again by any other',
    async (status) => {
      refuse('900', status)
      log(10)
      await delivery.forceFlush(FLUSH)
      for (let i = 0; i < 20; i++) {
        log(1, i % 2 === 0)
        await delivery.forceFlush(FLUSH)
      }
      clock.advance(899_999)
      expect(delivery.stats()).toMatchObject({ requests: 1, delivered: 0, pending: 30 })
      clock.advance(1)
      await posthog.waitFor(30)
    },
  )

  it.each([
    ['in seconds', () => '3'],
    ['as a date', (now: number) => new Date(now + 3_000).toUTCString()],
  ])('within the deadline, %s, is waited for', async (_, retryAfter) => {
    clock.advance(1_000 - (clock.now() % 1_000))
    refuse(retryAfter(clock.now()))
    log(10)
    let isOver = false
    const flushed = delivery.forceFlush(FLUSH).then(() => {
      isOver = true
    })
    await settle(1)
    clock.advance(2_999)
    await new Promise((resolve) => setImmediate(resolve))
    expect(isOver).toBe(false)
    expect(delivery.stats().requests).toBe(1)
    clock.advance(1)
    await flushed
    expect(delivery.stats()).toMatchObject({ requests: 2, delivered: 10, pending: 0 })
  })

  it('is not asked again because a request from before was answered well', async () => {
    posthog.answer([
      { status: 429, headers: { 'retry-after': '900' } },
      { status: 200, delayMillis: 50 },
    ])
    log(5, true)
    log(5)
    // Both are under way at the same time.
    await delivery.forceFlush(FLUSH)
    expect(delivery.stats()).toMatchObject({ requests: 2, delivered: 5, pending: 5 })
    await delivery.forceFlush(FLUSH)
    expect(delivery.stats()).toMatchObject({ requests: 2, delivered: 5, pending: 5 })
  })

  it('ends a shutdown at once, with what is left counted', async () => {
    refuse('900')
    log(10)
    await delivery.shutdown(FLUSH)
    expect(delivery.stats()).toMatchObject({ requests: 1, pending: 0, dropped: { shutdown: 10 } })
  })

  it('is not asked while the process ends', async () => {
    refuse('900')
    log(10)
    await delivery.forceFlush(FLUSH)
    const post = vi.fn(() => [])
    delivery.exit(post)
    expect(post).not.toHaveBeenCalled()
    expect(delivery.stats()).toMatchObject({ pending: 0, dropped: { shutdown: 10 } })
  })

  it('and nothing of a pause holds a flush from one that only failed', async () => {
    posthog.answer([{ status: 503 }])
    log(10)
    const flushed = delivery.forceFlush(FLUSH)
    await settle(1)
    clock.advance(500)
    await flushed
    expect(delivery.stats()).toMatchObject({ requests: 2, delivered: 10 })
  })
})
