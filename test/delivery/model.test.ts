import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDelivery, type Delivery } from '../../src/delivery/delivery.js'
import type { KeptMeta } from '../../src/delivery/kept-record.js'
import { systemClock } from '../../src/internal/clock.js'
import { systemTimers } from '../../src/internal/timer.js'
import { createRedactor } from '../../src/redaction/redactor.js'
import { type FakePostHog, seededRandom, startFakePostHog } from '../../src/testing.js'
import { LONG } from '../support/long-run.js'
import { recordingDiag } from '../support/quiet-diag.js'
import { SimulatedFiles } from '../support/simulated-files.js'
import { DIRECTORY, owners } from '../support/spool-under-test.js'

type Command =
  | { readonly kind: 'error' | 'info'; readonly count: number }
  | { readonly kind: 'flush' | 'shutdown'; readonly timeoutMillis: number; readonly awaited: boolean }
  | { readonly kind: 'fail'; readonly status: number }
  | { readonly kind: 'heal' | 'kill' | 'turn' | 'disk_fails' | 'disk_heals' }

const commands: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constantFrom('error', 'info'), count: fc.integer({ min: 1, max: 300 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('flush', 'flush', 'flush', 'shutdown'),
      timeoutMillis: fc.integer({ min: 0, max: 60 }),
      awaited: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('fail'), status: fc.constantFrom(400, 401, 413, 429, 500, 503) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constantFrom('heal', 'kill', 'turn', 'turn', 'disk_fails', 'disk_heals') }),
  },
) as fc.Arbitrary<Command>

describe('delivery, whatever happens in whatever order', () => {
  let posthog: FakePostHog
  beforeAll(async () => {
    posthog = await startFakePostHog()
  })
  afterAll(() => posthog.close())

  it('accounts for every record at every moment and loses no error', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(commands, { minLength: 1, maxLength: 25 }), (list) => play(list)),
      { numRuns: LONG ? 2_000 : 60 },
    )
  }, 1_800_000)

  async function play(list: readonly Command[]): Promise<void> {
    posthog.clear()
    posthog.answer(undefined)
    let files = new SimulatedFiles()
    let pid = 1
    let delivery = start(files, pid)
    let next = 0
    const safe = new Set<number>()
    const underWay: Promise<unknown>[] = []
    const restart = () => {
      files = files.afterKill()
      delivery = start(files, ++pid)
    }
    for (const command of list) {
      switch (command.kind) {
        case 'error':
        case 'info':
          for (let i = 0; i < command.count; i++, next++) {
            const before = delivery.stats().spool!.bytes
            delivery.accept({ body: 'x', attributes: { id: next } }, metaOf(command.kind === 'error'))
            // On disk once the call has returned.
            if (delivery.stats().spool!.bytes > before) safe.add(next)
          }
          break
        case 'flush':
        case 'shutdown': {
          const { kind, timeoutMillis, awaited } = command
          const done = kind === 'flush' ? delivery.forceFlush({ timeoutMillis }) : delivery.shutdown({ timeoutMillis })
          if (awaited) await done
          else underWay.push(done)
          break
        }
        case 'fail':
          posthog.answer(() => ({ status: command.status }))
          break
        case 'heal':
          posthog.answer(undefined)
          break
        case 'turn':
          await new Promise((resolve) => setImmediate(resolve))
          break
        case 'disk_fails':
          files.failure = new Error('EIO')
          break
        case 'disk_heals':
          files.failure = undefined
          break
        case 'kill':
          files.killAt = files.operations
          restart()
      }
      checkIdentity(delivery)
    }
    await Promise.all(underWay)
    posthog.answer(undefined)
    files.failure = undefined
    await delivery.shutdown({ timeoutMillis: 3_000 })
    checkIdentity(delivery)
    // What a refused batch or a dead process left on disk is the next one's to send.
    for (let i = 0; i < 3; i++) {
      restart()
      for (let turn = 0; turn < 300 && (turn < 20 || !isEmpty(delivery)); turn++)
        await new Promise((resolve) => setTimeout(resolve, 1))
      await delivery.shutdown({ timeoutMillis: 3_000 })
      checkIdentity(delivery)
    }
    const arrived = new Set(posthog.records.map(({ attributes }) => attributes['id']))
    const refused = list.some((command) => command.kind === 'fail' && [400, 413].includes(command.status))
    if (!refused) expect([...safe].filter((id) => !arrived.has(id))).toEqual([])
  }

  const isEmpty = (delivery: Delivery) => {
    const { pending, spool } = delivery.stats()
    return pending === 0 && spool!.bytes === 0
  }

  function start(files: SimulatedFiles, pid: number): Delivery {
    return createDelivery({
      url: `${posthog.url}/i/v1/logs`,
      headers: { authorization: `Bearer ${posthog.token}` },
      encoding: 'protobuf',
      resource: { attributes: { 'service.name': 'model' } },
      redactor: createRedactor({ detect: false, paths: [], transform: undefined }, () => {}),
      clock: systemClock,
      timers: systemTimers,
      random: seededRandom(pid),
      diag: recordingDiag().diag,
      onEncoded: () => {},
      onUnrepresented: () => {},
      spool: { directory: DIRECTORY, files, owners: owners(pid), maxBytes: 1024 * 1024 },
      limits: { guaranteedBytes: 40_000, sampledBytes: 40_000, requestTimeoutMillis: 500 },
    })
  }
})

function metaOf(isError: boolean): KeptMeta {
  return {
    guaranteed: isError,
    durable: isError,
    weight: 1,
    signature: 'aaaaaaaaaaaaaaaa',
    estimatedBytes: 50,
    stamps: {},
  }
}

function checkIdentity(delivery: Delivery): void {
  const { accepted, delivered, pending, dropped } = delivery.stats()
  expect(delivered + pending + Object.values(dropped).reduce((a, b) => a + b, 0)).toBe(accepted)
}
