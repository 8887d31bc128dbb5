import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createDelivery, type Delivery, type DeliveryOptions } from '../../src/delivery/delivery.js'
import type { KeptMeta } from '../../src/delivery/kept-record.js'
import type { Timers } from '../../src/internal/timer.js'
import { createRedactor } from '../../src/redaction/redactor.js'
import {
  type FakePostHog,
  ManualClock,
  type ScriptedAnswer,
  seededRandom,
  startFakePostHog,
} from '../../src/testing.js'
import { recordingDiag } from '../support/quiet-diag.js'
import { atTier } from '../support/tier.js'
import { answered, driven } from '../support/watched-http.js'

vi.mock('../../src/delivery/otlp-http.js', () => import('../support/watched-http.js'))

const meta = (over: Partial<KeptMeta> = {}): KeptMeta => ({
  guaranteed: false,
  durable: false,
  weight: 1,
  signature: 'aaaaaaaaaaaaaaaa',
  estimatedBytes: 50,
  stamps: {},
  ...over,
})
const sumOf = (delivery: Delivery) => {
  const { accepted, delivered, pending, dropped } = delivery.stats()
  return { accepted, sum: delivered + pending + Object.values(dropped).reduce((a, b) => a + b, 0) }
}
const FLUSH_MILLIS = 5_000

describe('delivery', () => {
  let posthog: FakePostHog
  let clock: ManualClock
  let unrepresented: number
  const started: Delivery[] = []
  const said: string[] = []

  const start = (over: Partial<DeliveryOptions> = {}): Delivery => {
    const recording = recordingDiag()
    said.splice(0, said.length)
    recording.said.push = (...messages) => said.push(...messages)
    const delivery = createDelivery({
      redactor: createRedactor({ detect: false, paths: [], transform: undefined }, () => {}),
      url: `${posthog.url}/i/v1/logs`,
      headers: { authorization: `Bearer ${posthog.token}` },
      encoding: 'protobuf',
      resource: { attributes: { 'service.name': 'test' } },
      clock,
      timers: clock,
      random: seededRandom(1),
      diag: recording.diag,
      onEncoded: () => {},
      onUnrepresented: (weight) => {
        unrepresented += weight
      },
      ...over,
    })
    started.push(delivery)
    return delivery
  }
  const fill = (delivery: Delivery, count: number, over: Partial<KeptMeta> = {}) => {
    for (let i = 0; i < count; i++) delivery.accept({ body: `record ${i}`, severityNumber: 9 }, meta(over))
  }

  const flush = (delivery: Delivery, timeoutMillis = FLUSH_MILLIS) =>
    driven(clock, delivery.forceFlush({ timeoutMillis }))
  const shutdown = (delivery: Delivery, timeoutMillis = FLUSH_MILLIS) =>
    driven(clock, delivery.shutdown({ timeoutMillis }))
  /** Its deadline passes whatever is under way. */
  const shutdownNow = async (delivery: Delivery) => {
    const over = delivery.shutdown({ timeoutMillis: 0 })
    clock.advance(0)
    await over
  }

  beforeEach(async () => {
    posthog = await startFakePostHog()
    clock = new ManualClock()
    unrepresented = 0
  })
  afterEach(async () => {
    await Promise.all(started.splice(0).map(shutdownNow))
    await posthog.close()
  })

  it.each(['protobuf', 'json'] as const)('ships %s batches of at most 512 records', async (encoding) => {
    const delivery = start({ encoding })
    fill(delivery, 1_200)
    await clock.advanceAsync(0)
    await posthog.waitFor(1_024)
    await flush(delivery)
    expect(posthog.records).toHaveLength(1_200)
    expect(new Set(posthog.records.map(({ body }) => body)).size).toBe(1_200)
    expect(Math.max(...posthog.requests.map(({ records }) => records))).toBe(512)
    expect(
      posthog.requests.every((request) => request.encoding === encoding && request.wireBytes < request.bodyBytes),
    ).toBe(true)
    expect(delivery.stats()).toMatchObject({
      accepted: 1_200,
      delivered: 1_200,
      pending: 0,
      bytesSent: posthog.bytesReceived(),
    })
  })

  it('sends what a flush waits for in as few requests as the byte cap allows', async () => {
    const delivery = start()
    fill(delivery, 5_000)
    await flush(delivery)
    expect(posthog.requests.map(({ records }) => records)).toEqual([5_000])
  })

  it('cuts batches by bytes', async () => {
    const delivery = start()
    for (let i = 0; i < 200; i++) delivery.accept({ body: 'x'.repeat(30_000) }, meta())
    await flush(delivery)
    expect(posthog.records).toHaveLength(200)
    expect(Math.max(...posthog.requests.map(({ bodyBytes }) => bodyBytes))).toBeLessThan(1.1 * 1024 * 1024)
  })

  it('sends what waits a second after the first record, guarantees after 200 ms', async () => {
    const delivery = start()
    fill(delivery, 3)
    clock.advance(199)
    fill(delivery, 1, { guaranteed: true })
    clock.advance(200)
    await posthog.waitFor(1)
    expect(posthog.records).toHaveLength(1)
    clock.advance(601)
    await posthog.waitFor(4)
  })

  it.each<[string, ScriptedAnswer]>([
    ['500', { status: 500 }],
    ['503', { status: 503 }],
    ['408', { status: 408 }],
    ['a broken connection', { misbehave: 'reset' }],
    ['402', { status: 402 }],
    ['429', { status: 429 }],
    ['401', { status: 401 }],
    ['403', { status: 403 }],
    ['404', { status: 404 }],
    ['a redirect', { status: 307, headers: { location: '/elsewhere' } }],
  ])('keeps what %s refused and sends it again', async (_, answer) => {
    posthog.answer([answer, answer])
    const delivery = start()
    fill(delivery, 10)
    fill(delivery, 10, { guaranteed: true })
    await flush(delivery)
    expect(posthog.records).toHaveLength(20)
    expect(delivery.stats()).toMatchObject({ delivered: 20, pending: 0 })
    expect(unrepresented).toBe(0)
    expect(said.filter((line) => !line.includes('delivered again'))).toHaveLength(1)
  })

  it('waits as long as Retry-After says, and in minutes after a refused key', async () => {
    for (const [answer, early, late] of [
      [{ status: 429, headers: { 'retry-after': '900' } }, 899_000, 2_000],
      [{ status: 401 }, 179_000, 122_000],
    ] as const) {
      const delivery = start()
      posthog.clear()
      posthog.answer([answer])
      fill(delivery, 1)
      clock.advance(1_000)
      await answered()
      clock.advance(early)
      expect(delivery.stats()).toMatchObject({ requests: 1, pending: 1 })
      clock.advance(late)
      await posthog.waitFor(1)
    }
  })

  it('gives up a request that drips or hangs, and sends the batch again', async () => {
    posthog.answer([{ misbehave: 'hang' }])
    const delivery = start({ limits: { requestTimeoutMillis: 100 } })
    fill(delivery, 5)
    await flush(delivery)
    expect(posthog.records).toHaveLength(5)
  })

  it('takes a 200 that drips for delivered', async () => {
    posthog.answer([{ status: 200, misbehave: 'drip' }])
    const delivery = start({ limits: { requestTimeoutMillis: 100 } })
    fill(delivery, 5)
    await flush(delivery)
    expect(delivery.stats()).toMatchObject({ delivered: 5, pending: 0, requests: 1 })
  })

  it('finds the one record that is refused and delivers the others', async () => {
    posthog.answer(({ body }) => (body.includes('poison') ? { status: 400 } : undefined))
    const delivery = start()
    fill(delivery, 300)
    delivery.accept({ body: 'poison' }, meta({ weight: 7 }))
    fill(delivery, 211)
    await flush(delivery)
    expect(posthog.records).toHaveLength(511)
    expect(delivery.stats()).toMatchObject({ delivered: 511, dropped: { rejected: 1 } })
    expect(delivery.stats().requests).toBeLessThanOrEqual(19)
    expect(unrepresented).toBe(7)
  })

  it.each(['protobuf', 'json'] as const)(
    'splits what is too large as %s, and cuts a record that is too large alone',
    async (encoding) => {
      posthog.answer(({ body }) => (body.length > 20_000 ? { status: 413 } : undefined))
      const delivery = start({ encoding })
      fill(delivery, 512)
      const attributes = { short: 'kept', long: { list: ['y'.repeat(5_000)] }, n: 7 }
      delivery.accept({ body: 'x'.repeat(25_000), attributes }, meta({ weight: 3 }))
      await flush(delivery)
      expect(posthog.records).toHaveLength(513)
      const cut = posthog.records.find(({ body }) => String(body).startsWith('xxx'))!
      expect(cut.body).toBe(`${'x'.repeat(512)}…[truncated]`)
      expect(cut.attributes).toEqual({ short: 'kept', long: { list: [`${'y'.repeat(512)}…[truncated]`] }, n: 7 })
      expect(unrepresented).toBe(0)
    },
  )

  it('drops a record that is too large even when it is cut', async () => {
    posthog.answer(() => ({ status: 413 }))
    const delivery = start()
    delivery.accept({ body: 'x'.repeat(25_000) }, meta({ weight: 3 }))
    await flush(delivery)
    expect(delivery.stats()).toMatchObject({ delivered: 0, pending: 0, dropped: { too_large: 1 } })
    expect(unrepresented).toBe(3)
  })

  it.each([
    ['JSON', '{"partialSuccess":{"rejectedLogRecords":"2","errorMessage":"too old"}}'],
    // partial_success (1) { rejected_log_records (1) = 2, error_message (2) = "too old" }
    ['protobuf', Buffer.from('0a0b080212 07746f6f206f6c64'.replace(' ', ''), 'hex')],
  ])('counts what a partial success in %s did not take, and does not repeat it', async (_, body) => {
    posthog.answer([{ status: 200, body }])
    const delivery = start()
    fill(delivery, 10, { weight: 5 })
    await flush(delivery)
    expect(delivery.stats()).toMatchObject({ delivered: 8, pending: 0, requests: 1, dropped: { rejected: 2 } })
    expect(unrepresented).toBe(10)
  })

  it.each([
    ['nonsense'],
    ['{"partialSuccess":{"rejectedLogRecords":-1}}'],
    ['{"partialSuccess":7}'],
    [Buffer.from([10, 200])],
  ])('takes the answer %j for a success', async (body) => {
    posthog.answer([{ status: 200, body }])
    const delivery = start()
    fill(delivery, 10)
    await flush(delivery)
    expect(delivery.stats()).toMatchObject({ delivered: 10, pending: 0, requests: 1 })
  })

  it('gives up at once on a 500 when it has to follow OTLP to the letter', async () => {
    posthog.answer([{ status: 500 }])
    const delivery = start({ strictOtlp: true })
    fill(delivery, 10)
    await flush(delivery)
    expect(delivery.stats()).toMatchObject({ delivered: 0, pending: 0, dropped: { rejected: 10 } })
  })

  it('drops the oldest sampled records when their lane is full, never a guarantee', async () => {
    const delivery = start({ limits: { sampledBytes: 4_000, guaranteedBytes: 1_000_000 } })
    posthog.answer(() => ({ status: 503 }))
    fill(delivery, 200, { weight: 5 })
    fill(delivery, 200, { guaranteed: true })
    const { dropped, pending, accepted } = delivery.stats()
    expect(accepted).toBe(400)
    expect(dropped.lane_full).toBeGreaterThan(100)
    expect(unrepresented).toBe(5 * dropped.lane_full)
    expect(pending).toBe(400 - dropped.lane_full)
    posthog.answer(undefined)
    await flush(delivery)
    expect(posthog.records.filter(({ body }) => body === 'record 199')).toHaveLength(2)
    expect(posthog.records).toHaveLength(400 - dropped.lane_full)
  })

  it('encodes deferred records when their batch is cut, and counts one that cannot be parsed', async () => {
    const delivery = start()
    delivery.acceptDeferred(10, meta(), () => ({ body: 'late', instrumentationScope: { name: 'pino' } }))
    delivery.acceptDeferred(10, meta({ weight: 4 }), () => {
      throw new Error('bad line')
    })
    await flush(delivery)
    expect(posthog.records).toMatchObject([{ body: 'late', scope: { name: 'pino' } }])
    expect(delivery.stats()).toMatchObject({ delivered: 1, pending: 0, dropped: { encode_failed: 1 } })
    expect(unrepresented).toBe(4)
  })

  it.each(['protobuf', 'json'] as const)(
    'ships %s records of a scope or resource that is not text',
    async (encoding) => {
      const resource = {
        attributes: {
          'service.name': 'test',
          get unreadable() {
            throw new Error('resource')
          },
        },
      }
      const delivery = start({ encoding, resource })
      delivery.accept({ body: 'now', instrumentationScope: { name: 'app', version: 1 as never } }, meta())
      delivery.acceptDeferred(10, meta(), () => ({ body: 'late', instrumentationScope: { name: {} as never } }))
      await flush(delivery)
      expect(posthog.records).toMatchObject([
        { body: 'now', scope: { name: 'app', version: '1' }, resource: { 'service.name': 'test' } },
        { body: 'late', scope: { name: 'lipservice' } },
      ])
    },
  )

  it('arms no timer that finds nothing to send', async () => {
    let fired = 0
    const timers: Timers = {
      after: (delay, work) =>
        clock.after(delay, () => {
          fired++
          work()
        }),
    }
    posthog.answer(() => ({ misbehave: 'hang' }))
    const delivery = start({ clock, timers })
    fill(delivery, 4 * 512)
    clock.advance(1)
    fill(delivery, 1, { guaranteed: true })
    fired = 0
    clock.advance(199)
    expect(fired).toBe(0)
    clock.advance(1)
    expect(fired).toBe(1)
    await shutdownNow(delivery)
  })

  it('sends nothing once a shutdown is over', async () => {
    const delivery = start()
    fill(delivery, 500)
    await shutdownNow(delivery)
    const { requests } = posthog
    const sent = requests.length
    const probe = start()
    fill(probe, 1)
    await flush(probe)
    expect(requests.length).toBe(sent + 1)
    expect(delivery.stats()).toMatchObject({ pending: 0, dropped: { shutdown: 500 } })
  })

  it('loses nothing when a flush that nobody awaits races a shutdown', async () => {
    posthog.answer(() => ({ delayMillis: 30, status: 503 }))
    const delivery = start()
    fill(delivery, 2_000)
    const first = delivery.forceFlush({ timeoutMillis: FLUSH_MILLIS })
    posthog.answer(undefined)
    await shutdown(delivery)
    await first
    expect(posthog.records).toHaveLength(2_000)
    expect(delivery.stats()).toMatchObject({ delivered: 2_000, pending: 0 })
  })

  it('counts what is left when the deadline of a shutdown passes, and what comes after it', async () => {
    posthog.answer(() => ({ status: 503 }))
    const delivery = start()
    fill(delivery, 10, { weight: 2 })
    await shutdown(delivery, 50)
    fill(delivery, 1)
    expect(delivery.stats()).toMatchObject({ accepted: 11, delivered: 0, pending: 0, dropped: { shutdown: 11 } })
    expect(unrepresented).toBe(21)
  })

  it('accounts for every record in any interleaving of logging, failing, healing and flushing', async () => {
    const step = fc.oneof(
      fc.record({ log: fc.integer({ min: 1, max: 700 }), guaranteed: fc.boolean() }),
      fc.record({
        fail: fc.constantFrom<ScriptedAnswer>(
          { status: 500 },
          { misbehave: 'reset' },
          { status: 413 },
          { status: 400 },
        ),
      }),
      fc.constant('heal' as const),
      fc.constant('flush' as const),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        posthog.clear()
        posthog.answer(undefined)
        const delivery = start({ limits: { sampledBytes: 100_000, guaranteedBytes: 150_000 } })
        for (const current of steps) {
          if (current === 'heal') posthog.answer(undefined)
          else if (current === 'flush') await flush(delivery, 40)
          else if ('fail' in current) posthog.answer(() => current.fail)
          else fill(delivery, current.log, { guaranteed: current.guaranteed })
          const { accepted, sum } = sumOf(delivery)
          expect(sum).toBe(accepted)
        }
        posthog.answer(undefined)
        await shutdown(delivery)
        const { accepted, sum } = sumOf(delivery)
        expect(sum).toBe(accepted)
        expect(delivery.stats()).toMatchObject({ pending: 0, dropped: { shutdown: 0, encode_failed: 0 } })
        expect(posthog.records.length).toBe(delivery.stats().delivered)
      }),
      { numRuns: atTier({ test: 10, long: 25, soak: 25 }) },
    )
  })
})
