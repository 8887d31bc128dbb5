import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { createDelivery, type Delivery } from '../../src/delivery/delivery.js'
import type { KeptMeta } from '../../src/delivery/kept-record.js'
import { createRedactor } from '../../src/redaction/redactor.js'
import { ManualClock, seededRandom } from '../../src/testing.js'
import { BackendInHand } from '../support/backend-in-hand.js'
import { recordingDiag } from '../support/quiet-diag.js'
import { SimulatedFiles } from '../support/simulated-files.js'
import { DIRECTORY, owners } from '../support/spool-under-test.js'
import { atTier } from '../support/tier.js'

vi.mock('../../src/delivery/otlp-http.js', () => import('../support/backend-in-hand.js'))

const STEP_MILLIS = 50
/** A flush ends 1 s after its deadline at the latest, when the disk hangs; and it had 3 s. */
const MAX_STEPS = 100

type Command =
  | { readonly kind: 'error' | 'info'; readonly count: number }
  | {
      readonly kind: 'flush' | 'shutdown'
      readonly timeoutMillis: number
      readonly awaited: boolean
      /** Whether the backend answers meanwhile. */
      readonly answered: boolean
    }
  | { readonly kind: 'fail'; readonly status: number }
  | { readonly kind: 'pass'; readonly millis: number }
  | { readonly kind: 'answer' | 'lose_answers' | 'heal' | 'kill' | 'turn' | 'disk_fails' | 'disk_heals' }

const commands: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constantFrom('error', 'info'), count: fc.integer({ min: 1, max: 300 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('flush', 'flush', 'flush', 'shutdown'),
      timeoutMillis: fc.integer({ min: 0, max: 3_000 }),
      awaited: fc.boolean(),
      answered: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('fail'), status: fc.constantFrom(400, 401, 413, 429, 500, 503) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('pass'), millis: fc.integer({ min: 1, max: 90_000 }) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('answer', 'answer', 'lose_answers', 'heal', 'kill', 'turn', 'disk_fails', 'disk_heals'),
    }),
  },
) as fc.Arbitrary<Command>

describe('delivery, whatever happens in whatever order', () => {
  it('accounts for every record at every moment and loses no error', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(commands, { minLength: 1, maxLength: 25 }), (list) => play(list)),
      { numRuns: atTier({ test: 40, long: 1_000, soak: 30_000 }) },
    )
  }, 3_600_000)

  async function play(list: readonly Command[]): Promise<void> {
    const backend = new BackendInHand('http://in-hand')
    let clock = new ManualClock()
    let files = new SimulatedFiles()
    let pid = 1
    let delivery = start()
    let next = 0
    const safe = new Set<number>()
    const underWay: Promise<unknown>[] = []

    function start(): Delivery {
      files.now = clock.now
      return createDelivery({
        url: backend.url,
        headers: {},
        encoding: 'protobuf',
        resource: { attributes: { 'service.name': 'model' } },
        redactor: createRedactor({ detect: false, paths: [], transform: undefined }, () => {}),
        clock,
        timers: clock,
        random: seededRandom(pid),
        diag: recordingDiag('debug', clock).diag,
        onEncoded: () => {},
        onUnrepresented: () => {},
        spool: { directory: DIRECTORY, files, owners: owners(pid), maxBytes: 1024 * 1024 },
        limits: { guaranteedBytes: 40_000, sampledBytes: 40_000 },
      })
    }
    /** The process before does nothing more: its clock stands, and nobody answers it. */
    const restart = () => {
      files.killAt = files.operations
      files = files.afterKill()
      clock = new ManualClock(clock.now())
      backend.forgetSenders()
      pid++
      delivery = start()
    }
    const step = async (answered: boolean, millis = STEP_MILLIS) => {
      if (answered) backend.answer()
      await clock.advanceAsync(millis)
    }
    const ended = async (work: Promise<unknown>, answered: boolean) => {
      let isOver = false
      void work.then(() => {
        isOver = true
      })
      for (let i = 0; i < MAX_STEPS && !isOver; i++) await step(answered)
      expect(isOver).toBe(true)
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
          const { kind, timeoutMillis, awaited, answered } = command
          const done = kind === 'flush' ? delivery.forceFlush({ timeoutMillis }) : delivery.shutdown({ timeoutMillis })
          if (awaited) await ended(done, answered)
          else underWay.push(done)
          break
        }
        case 'fail':
          backend.status = command.status
          break
        case 'heal':
          backend.status = 200
          break
        case 'answer':
          backend.answer()
          break
        case 'lose_answers':
          backend.loseAnswers()
          break
        case 'pass':
          await step(false, command.millis)
          break
        case 'turn':
          await step(false, 0)
          break
        case 'disk_fails':
          files.failure = new Error('EIO')
          break
        case 'disk_heals':
          files.failure = undefined
          break
        case 'kill':
          underWay.length = 0
          restart()
      }
      checkIdentity(delivery)
    }
    await ended(Promise.all(underWay), true)
    backend.status = 200
    files.failure = undefined
    await ended(delivery.shutdown({ timeoutMillis: 3_000 }), true)
    checkIdentity(delivery)
    // What a refused batch or a dead process left on disk is the next one's to send.
    for (let i = 0; i < 3; i++) {
      restart()
      for (let turn = 0; turn < 300 && (turn < 20 || !isEmpty(delivery)); turn++) await step(true)
      await ended(delivery.shutdown({ timeoutMillis: 3_000 }), true)
      checkIdentity(delivery)
    }
    const refused = list.some((command) => command.kind === 'fail' && [400, 413].includes(command.status))
    if (!refused) expect([...safe].filter((id) => !backend.arrived.has(id))).toEqual([])
  }

  const isEmpty = (delivery: Delivery) => {
    const { pending, spool } = delivery.stats()
    return pending === 0 && spool!.bytes === 0
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
