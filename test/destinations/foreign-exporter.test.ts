import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LossReason } from '../../src/delivery/delivery-ledger.js'
import { createExporterShipper } from '../../src/destinations/exporter-shipper.js'
import { createResource } from '../../src/destinations/resource.js'
import type { LogRecordExporter } from '../../src/record/sdk-types.js'
import { createRedactor } from '../../src/redaction/redactor.js'
import { kept } from '../../src/sampling/decision.js'
import { ManualClock } from '../../src/testing.js'
import { recordingDiag } from '../support/quiet-diag.js'
import { atTier } from '../support/tier.js'

type Answer = (result: { code: number; error?: Error }) => void
const OK = { code: 0 }
const FAILED = { code: 1, error: new Error('refused') }

/** What an exporter does with an export, and what its first answer is; `undefined`: none, until it is told to. */
const BEHAVIOURS: Readonly<Record<string, readonly [act: (answer: Answer) => unknown, first: boolean | undefined]>> = {
  succeeds: [(answer) => answer(OK), true],
  fails: [(answer) => answer(FAILED), false],
  'succeeds twice': [(answer) => [answer(OK), answer(OK)], true],
  'succeeds, then fails': [(answer) => [answer(OK), answer(FAILED)], true],
  'fails, then succeeds': [(answer) => [answer(FAILED), answer(OK)], false],
  throws: [
    () => {
      throw new Error('thrown')
    },
    false,
  ],
  'succeeds, then throws': [
    (answer) => {
      answer(OK)
      throw new Error('thrown')
    },
    true,
  ],
  'rejects a promise': [() => Promise.reject(new Error('rejected')), false],
  'succeeds, then rejects': [
    async (answer) => {
      answer(OK)
      throw new Error('rejected')
    },
    true,
  ],
  'answers nothing that is a result': [(answer) => answer(undefined as never), false],
  'answers null later': [(answer) => Promise.resolve().then(() => answer(null as never)), false],
  'answers never, or late': [() => {}, undefined],
  'returns a promise and never answers': [async () => {}, undefined],
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 12; turn++) await new Promise((resolve) => setImmediate(resolve))
}

/** A shipper over an exporter that does as it is told, and beside it the accounts as they should be. */
function start(behave: () => string, over: Partial<LogRecordExporter> = {}) {
  const clock = new ManualClock()
  const { diag, said } = recordingDiag('debug', clock)
  const truth = { accepted: 0, delivered: 0, pending: 0, exporter: 0, shutdown: 0, unrepresented: 0 }
  const unanswered: (readonly [answer: Answer, settle: (succeeded: boolean) => void])[] = []
  const lost: Record<string, number> = {}
  let check = () => {}
  let nextId = 0
  let isOver = false

  const exporter: LogRecordExporter = {
    export(records, done) {
      check()
      const weights = records.map(({ attributes }) => Number(attributes['true_weight']))
      let isSettled = false
      const settle = (succeeded: boolean) => {
        if (isSettled || isOver) return
        isSettled = true
        truth.pending -= records.length
        if (succeeded) truth.delivered += records.length
        else {
          truth.exporter += records.length
          truth.unrepresented += weights.reduce((sum, weight) => sum + weight, 0)
        }
      }
      const [act, first] = BEHAVIOURS[behave()]!
      if (first === undefined) {
        unanswered.push([done, settle])
        clock.after(60_000, () => settle(false))
      } else settle(first)
      return act(done) as undefined
    },
    shutdown: async () => {},
    ...over,
  }
  const shipper = createExporterShipper({
    exporter,
    resource: createResource({}),
    stamps: 'none',
    redactor: createRedactor({ detect: false, paths: [], transform: undefined }, () => {}),
    epochMillis: clock.now,
    timers: clock,
    diag,
    onEncoded: () => {},
    onUnrepresented(weight, reason: LossReason) {
      lost[reason] = (lost[reason] ?? 0) + weight
    },
  })
  check = () => {
    const { accepted, pending, dropped, delivered } = shipper.stats()
    expect(accepted).toBe(delivered + pending + Object.values(dropped).reduce((a, b) => a + b, 0))
    expect(pending).toBeGreaterThanOrEqual(0)
  }
  return {
    shipper,
    clock,
    truth,
    said,
    lost,
    log(count: number, weight: number) {
      for (let i = 0; i < count; i++) {
        // What an app calls an attribute says nothing of a weight.
        const attributes = { true_weight: weight, 'lipservice.weight': 1e9, id: nextId++ }
        shipper.ship({ body: 'x', attributes }, kept({ signature: 'a', check: '' }, 'adaptive', 1 / weight, weight, 10))
        truth.accepted++
        if (!isOver) truth.pending++
        check()
      }
    },
    /** Late answers, of whatever kind. */
    answerLate(succeeded: boolean) {
      for (const [answer, settle] of unanswered.splice(0)) {
        settle(succeeded)
        answer(succeeded ? OK : FAILED)
        answer(OK)
        check()
      }
    },
    async flush() {
      const flushed = shipper.forceFlush({ timeoutMillis: 100 })
      await turns()
      clock.advance(100)
      await flushed
    },
    async shutdown() {
      const ended = shipper.shutdown({ timeoutMillis: 100 })
      await turns()
      clock.advance(100)
      await ended
      isOver = true
      truth.shutdown = truth.pending
      truth.pending = 0
    },
    expectTruth() {
      const { accepted, delivered, pending, dropped } = shipper.stats()
      const { exporter: failed, shutdown } = dropped
      expect({ accepted, delivered, pending, exporter: failed, shutdown }).toEqual({
        accepted: truth.accepted,
        delivered: truth.delivered,
        pending: truth.pending,
        exporter: truth.exporter,
        shutdown: truth.shutdown,
      })
      expect(lost['exporter'] ?? 0).toBe(truth.unrepresented)
    },
  }
}

describe('an exporter of the app', () => {
  it.each(Object.keys(BEHAVIOURS))('that %s is counted once, and the next export works', async (behaviour) => {
    let current = behaviour
    const test = start(() => current)
    test.log(7, 3)
    await test.flush()
    test.expectTruth()
    current = 'succeeds'
    test.clock.advance(60_000)
    await turns()
    test.log(5, 2)
    await test.flush()
    test.expectTruth()
    expect(test.truth.delivered).toBe(BEHAVIOURS[behaviour]![1] === true ? 12 : 5)
    await test.shutdown()
    expect(test.said.filter((line) => line.includes('exporter failed'))).toHaveLength(
      BEHAVIOURS[behaviour]![1] === true ? 0 : 1,
    )
  })

  it('gets no error that is logged after the end, which is counted as lost, and said once', async () => {
    const test = start(() => 'succeeds')
    await test.shutdown()
    for (const reason of ['error', 'error', 'adaptive'] as const) {
      test.shipper.ship({ body: 'late' }, kept({ signature: 'a', check: '' }, reason, 1, 1, 10))
    }
    expect(test.shipper.stats()).toMatchObject({ accepted: 3, pending: 0, dropped: { shutdown: 3 } })
    expect(test.said.filter((line) => line.includes('[logged_after_end]'))).toHaveLength(1)
  })

  it('that answers late is believed within a minute, and not after it', async () => {
    const test = start(() => 'answers never, or late')
    test.log(4, 2)
    await test.flush()
    test.expectTruth()
    expect(test.shipper.stats().pending).toBe(4)
    test.answerLate(true)
    await turns()
    test.expectTruth()
    expect(test.shipper.stats().delivered).toBe(4)
    test.log(3, 2)
    await test.flush()
    test.clock.advance(60_000)
    test.answerLate(true)
    test.expectTruth()
    expect(test.shipper.stats()).toMatchObject({ delivered: 4, pending: 0, dropped: { exporter: 3 } })
  })

  it.each<[string, Partial<LogRecordExporter>]>([
    [
      'throws in forceFlush and shutdown',
      {
        forceFlush() {
          throw new Error('flush')
        },
        shutdown() {
          throw new Error('shutdown')
        },
      },
    ],
    [
      'rejects in forceFlush and shutdown',
      { forceFlush: () => Promise.reject(new Error('flush')), shutdown: () => Promise.reject(new Error('shutdown')) },
    ],
    ['never ends its shutdown', { shutdown: () => new Promise(() => {}) }],
  ])('that %s loses nothing of what it was given', async (_, over) => {
    const test = start(() => 'succeeds', over)
    for (let i = 0; i < 3; i++) {
      test.log(600, 1)
      await test.flush()
    }
    test.log(10, 1)
    await test.shutdown()
    test.expectTruth()
    expect(test.shipper.stats()).toMatchObject({ accepted: 1_810, delivered: 1_810, pending: 0 })
  })

  it('that is slower than the app loses what the batch processor has no room for, counted', async () => {
    const test = start(() => 'answers never, or late')
    test.log(20_000, 1)
    const { pending, dropped } = test.shipper.stats()
    expect(dropped.lane_full).toBeGreaterThan(0)
    expect(pending).toBe(20_000 - dropped.lane_full)
    expect(test.lost).toEqual({ lane_full: dropped.lane_full })
    await test.shutdown()
    expect(test.shipper.stats()).toMatchObject({ pending: 0, delivered: 0 })
    test.answerLate(true)
    expect(test.shipper.stats().delivered).toBe(0)
  })

  it('is not given what cannot be parsed, nor what is logged after the end', async () => {
    const test = start(() => 'succeeds')
    const decision = kept({ signature: 'a', check: '' }, 'adaptive', 0.2, 5, 10)
    test.shipper.shipDeferred(decision, 10, () => {
      throw new Error('bad line')
    })
    expect(test.shipper.stats()).toMatchObject({ accepted: 1, pending: 0, dropped: { encode_failed: 1 } })
    await test.shutdown()
    test.shipper.ship({ body: 'late' }, decision)
    expect(test.shipper.stats()).toMatchObject({ accepted: 2, pending: 0, dropped: { shutdown: 1 } })
    expect(test.lost).toEqual({ encode_failed: 5, shutdown: 5 })
  })

  it('keeps the accounts true, whatever it does in whatever order', async () => {
    const step = fc.oneof(
      fc.record({ log: fc.integer({ min: 1, max: 600 }), weight: fc.integer({ min: 1, max: 9 }) }),
      fc.record({ behave: fc.constantFrom(...Object.keys(BEHAVIOURS)) }),
      fc.record({ late: fc.boolean() }),
      fc.constantFrom('flush' as const, 'flush' as const, 'minute' as const, 'turn' as const),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 16 }), async (steps) => {
        let current = 'succeeds'
        const test = start(() => current)
        for (const act of steps) {
          if (act === 'flush') await test.flush()
          else if (act === 'minute') test.clock.advance(60_000)
          else if (act === 'turn') await turns()
          else if ('behave' in act) current = act.behave
          else if ('late' in act) test.answerLate(act.late)
          else test.log(act.log, act.weight)
          await turns()
          test.expectTruth()
        }
        await test.shutdown()
        test.expectTruth()
        expect(test.shipper.stats().pending).toBe(0)
        test.answerLate(true)
        await turns()
        test.expectTruth()
      }),
      { numRuns: atTier({ test: 25, long: 60, soak: 600 }) },
    )
  })
})
