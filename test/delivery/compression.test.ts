import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDelivery, type Delivery, type DeliveryOptions } from '../../src/delivery/delivery.js'
import { systemClock } from '../../src/internal/clock.js'
import { systemTimers } from '../../src/internal/timer.js'
import { createRedactor } from '../../src/redaction/redactor.js'
import { type FakePostHog, type IncomingRequest, seededRandom, startFakePostHog } from '../../src/testing.js'
import { recordingDiag } from '../support/quiet-diag.js'
import { atTier } from '../support/tier.js'

const FLUSH = { timeoutMillis: 5_000 }
const isGzip = ({ headers }: IncomingRequest) => headers['content-encoding'] === 'gzip'

describe('compression', () => {
  let posthog: FakePostHog
  let said: string[]
  /** How each request came, in order. */
  let came: ('gzip' | 'plain')[]
  const started: Delivery[] = []

  const start = (over: Partial<DeliveryOptions> = {}): Delivery => {
    const recording = recordingDiag()
    said = recording.said
    const delivery = createDelivery({
      url: `${posthog.url}/i/v1/logs`,
      headers: { authorization: `Bearer ${posthog.token}` },
      encoding: 'protobuf',
      resource: { attributes: {} },
      redactor: createRedactor({ detect: false, paths: [], transform: undefined }, () => {}),
      clock: systemClock,
      timers: systemTimers,
      random: seededRandom(1),
      diag: recording.diag,
      onEncoded: () => {},
      onUnrepresented: () => {},
      ...over,
    })
    started.push(delivery)
    return delivery
  }
  const log = async (delivery: Delivery, ...bodies: string[]) => {
    const meta = { guaranteed: false, durable: false, weight: 1, signature: 'a', estimatedBytes: 50, stamps: {} }
    for (const body of bodies) delivery.accept({ body }, meta)
    await delivery.forceFlush(FLUSH)
  }
  /** Answers this status to what it refuses. */
  const refuse = (status: number, refused: (request: IncomingRequest) => boolean) =>
    posthog.answer((request) => {
      came.push(isGzip(request) ? 'gzip' : 'plain')
      return refused(request) ? { status } : undefined
    })

  beforeEach(async () => {
    posthog = await startFakePostHog()
    came = []
    said = []
  })
  afterEach(async () => {
    await Promise.all(started.splice(0).map((delivery) => delivery.shutdown({ timeoutMillis: 0 })))
    await posthog.close()
  })

  it('is gzip by default and none where that is asked for', async () => {
    refuse(400, () => false)
    const zipped = start()
    await log(zipped, 'x'.repeat(1_000))
    const plain = start({ compression: 'none' })
    await log(plain, 'x'.repeat(1_000))
    expect(came).toEqual(['gzip', 'plain'])
    expect(zipped.stats().bytesOnWire).toBeLessThan(zipped.stats().bytesSent)
    expect(plain.stats().bytesOnWire).toBe(plain.stats().bytesSent)
  })

  it.each([400, 415])('that is refused with %i is left out once and for all; nothing is rejected', async (status) => {
    refuse(status, isGzip)
    const delivery = start()
    await log(delivery, 'one', 'two', 'three')
    await log(delivery, 'four')
    await log(delivery, 'five')
    expect(came).toEqual(['gzip', 'plain', 'plain', 'plain'])
    expect(posthog.records.map(({ body }) => body)).toEqual(['one', 'two', 'three', 'four', 'five'])
    expect(delivery.stats()).toMatchObject({ delivered: 5, pending: 0, failedRequests: 0, dropped: { rejected: 0 } })
    expect(said).toEqual([expect.stringContaining(`refuses gzip (${status})`)])
  })

  it('is not what a backend that refuses everything means: it is asked once without, and halves stay as they are', async () => {
    refuse(400, () => true)
    const delivery = start()
    await log(delivery, 'one', 'two')
    expect(came).toEqual(['gzip', 'plain', 'plain', 'plain'])
    expect(delivery.stats()).toMatchObject({ delivered: 0, pending: 0, dropped: { rejected: 2 } })
    expect(said.join()).not.toContain('gzip')
  })

  it('is not doubted by a bad record after it was accepted', async () => {
    refuse(400, ({ body }) => body.includes('poison'))
    const delivery = start()
    await log(delivery, 'one')
    await log(delivery, 'poison')
    await log(delivery, 'two')
    expect(came).toEqual(['gzip', 'gzip', 'gzip'])
    expect(delivery.stats()).toMatchObject({ delivered: 2, dropped: { rejected: 1 } })
  })

  it('is left out when another backend, that refuses it, took the place of one that did not', async () => {
    const delivery = start()
    await log(delivery, 'before')
    refuse(400, isGzip)
    await log(delivery, ...Array.from({ length: 64 }, (_, i) => `after ${i}`))
    await log(delivery, 'later')
    expect(delivery.stats()).toMatchObject({ delivered: 66, dropped: { rejected: 0 } })
    expect(came.at(-1)).toBe('plain')
  })

  it('is tried without again after a 415 that stays, and the logs are kept meanwhile', async () => {
    refuse(415, () => true)
    const delivery = start()
    await delivery.forceFlush(FLUSH)
    delivery.accept(
      { body: 'kept' },
      { guaranteed: false, durable: false, weight: 1, signature: 'a', estimatedBytes: 1, stamps: {} },
    )
    await delivery.forceFlush({ timeoutMillis: 100 })
    expect(came.slice(0, 2)).toEqual(['gzip', 'plain'])
    expect(delivery.stats()).toMatchObject({ delivered: 0, pending: 1 })
    posthog.answer(undefined)
    await delivery.forceFlush(FLUSH)
    expect(delivery.stats()).toMatchObject({ delivered: 1, pending: 0 })
  })

  it('tells the end of a process how bodies are to be sent', async () => {
    const gzips: boolean[] = []
    const exit = (delivery: Delivery) => {
      delivery.accept(
        { body: 'last' },
        { guaranteed: false, durable: false, weight: 1, signature: 'a', estimatedBytes: 1, stamps: {} },
      )
      delivery.exit((requests) => {
        gzips.push(...requests.map(({ gzip }) => gzip))
        return requests.map(() => 200)
      })
    }
    refuse(400, isGzip)
    const delivery = start()
    await log(delivery, 'one')
    exit(delivery)
    exit(start())
    exit(start({ compression: 'none' }))
    expect(gzips).toEqual([false, true, false])
  })

  it('costs no good record, whatever the backend thinks of gzip and of which records', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(400, 415),
        fc.boolean(),
        fc.array(fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 4 }),
        async (status, refusesGzip, batches) => {
          posthog.clear()
          posthog.answer((request) => {
            if (refusesGzip && isGzip(request)) return { status }
            return request.body.includes('poison') ? { status: 400 } : undefined
          })
          const delivery = start()
          for (const [i, batch] of batches.entries()) {
            await log(delivery, ...batch.map((good, j) => (good ? `good ${i}.${j}` : `poison ${i}.${j}`)))
          }
          const good = batches.flat().filter(Boolean).length
          expect(delivery.stats()).toMatchObject({
            delivered: good,
            pending: 0,
            dropped: { rejected: batches.flat().length - good },
          })
          expect(posthog.records).toHaveLength(good)
        },
      ),
      { numRuns: atTier({ test: 25, long: 60, soak: 60 }) },
    )
  })
})
