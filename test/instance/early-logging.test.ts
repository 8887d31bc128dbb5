import { describe, expect, it } from 'vitest'
import { createEarlyLogging, MAX_EARLY_ERRORS } from '../../src/instance/early-logging.js'
import { withLogContext } from '../../src/record/log-context.js'
import type { LogRecord } from '../../src/record/log-record.js'
import type { KeepDecision } from '../../src/sampling/decision.js'
import { ManualClock } from '../../src/testing.js'
import { recordingDiag } from '../support/quiet-diag.js'

function start() {
  const clock = new ManualClock()
  const { diag, said } = recordingDiag('warn', clock)
  let exit: (() => void) | undefined
  const early = createEarlyLogging({
    now: clock.now,
    timers: clock,
    diag,
    loggers: new Set(['pino']),
    onExit(work) {
      exit = work
      return () => {
        exit = undefined
      }
    },
  })
  const log = (record: LogRecord) => {
    const decision = early.sample(record)
    expect(decision.keep).toBe(true)
    early.ship(record, decision as KeepDecision)
  }
  /** An instance that keeps all. */
  const shipped: LogRecord[] = []
  const handOver = () =>
    early.handOver({
      sample: (record) => ({ ...early.sample(record), keep: true }) as KeepDecision,
      ship: (record) => shipped.push(record),
    })
  return { clock, said, early, log, shipped, handOver, exit: () => exit?.() }
}

describe('what wrapped loggers log before there is an instance', () => {
  it('passes, and its errors come to the instance in order, with their own time and context', () => {
    const { clock, log, shipped, handOver } = start()
    const first = clock.now()
    log({ severityNumber: 17, body: 'one' })
    log({ severityNumber: 9, body: 'no error' })
    clock.advance(1_000)
    withLogContext({ sessionId: 's' }, () => log({ severityNumber: 21, body: 'two', attributes: { own: 1 } }))
    log({ severityNumber: 13, body: 'three', timestamp: 42, exception: new TypeError('bad') })
    expect(handOver()).toEqual({ kept: 3, missed: 1, lostErrors: 0 })
    expect(shipped.map(({ body, timestamp }) => [body, timestamp])).toEqual([
      ['one', first],
      ['two', first + 1_000],
      ['three', 42],
    ])
    expect(shipped[1]!.attributes).toEqual({ sessionId: 's', own: 1 })
    expect(shipped[2]!.exception).toMatchObject({ name: 'TypeError', message: 'bad' })
  })

  it('is kept within bounds, the first of it, and what is beyond is counted', () => {
    const { log, shipped, handOver } = start()
    for (let i = 0; i < MAX_EARLY_ERRORS + 10; i++) log({ severityNumber: 17, body: `error ${i}` })
    expect(handOver()).toEqual({ kept: MAX_EARLY_ERRORS, missed: 10, lostErrors: 10 })
    expect(shipped[0]!.body).toBe('error 0')
    const large = start()
    for (let i = 0; i < 100; i++) large.log({ severityNumber: 17, body: 'x'.repeat(100_000) })
    const { kept, lostErrors } = large.handOver()
    expect(kept + lostErrors).toBe(100)
    expect(kept).toBeLessThan(40)
  })

  it('holds nothing of the app: what changes or grows later is not seen', () => {
    const { log, shipped, handOver } = start()
    const attributes: Record<string, unknown> = { list: [1] }
    const cause = new RangeError('the cause')
    const exception = Object.assign(new Error('failed', { cause }), { statusCode: 500 })
    log({ severityNumber: 17, body: 'b', attributes, exception })
    ;(attributes['list'] as number[]).push(2)
    exception.message = 'changed'
    handOver()
    expect(shipped[0]!.attributes).toEqual({ list: [1] })
    const kept = shipped[0]!.exception as Error & { statusCode: number }
    expect(kept).toBeInstanceOf(Error)
    expect(kept).not.toBe(exception)
    expect(kept).toMatchObject({ message: 'failed', statusCode: 500 })
    expect(kept.cause).toMatchObject({ name: 'RangeError', message: 'the cause' })
  })

  it('that is deferred is parsed at once, and what cannot be is counted', () => {
    const { early, shipped, handOver } = start()
    const decision = early.sample({ severityNumber: 17 }) as KeepDecision
    early.shipDeferred(decision, 10, () => ({ severityNumber: 17, body: 'line' }))
    early.shipDeferred(decision, 10, () => {
      throw new Error('no JSON')
    })
    expect(handOver()).toEqual({ kept: 1, missed: 1, lostErrors: 1 })
    expect(shipped[0]!.body).toBe('line')
  })

  it('is said when nobody comes within 5 s, or before the process ends, and not when somebody does', () => {
    const patient = start()
    patient.log({ body: 'x' })
    patient.clock.advance(4_999)
    expect(patient.said).toEqual([])
    patient.clock.advance(1)
    patient.exit()
    expect(patient.said).toEqual([expect.stringMatching(/pino.*\[not_configured\]$/)])

    const short = start()
    short.log({ body: 'x' })
    short.exit()
    expect(short.said).toHaveLength(1)

    const configured = start()
    configured.log({ body: 'x' })
    configured.handOver()
    configured.exit()
    configured.clock.advance(60_000)
    expect(configured.said).toEqual([])
    expect(configured.clock.pending).toBe(0)
  })

  it('costs nothing where nothing is logged', () => {
    const { clock, exit, said } = start()
    expect(clock.pending).toBe(0)
    exit()
    expect(said).toEqual([])
  })
})
