import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withLogContext } from '../../src/index.js'
import { createEarlyLogging } from '../../src/instance/early-logging.js'
import { processSlot } from '../../src/instance/process-slot.js'
import { processVoice } from '../../src/internal/voice.js'
import type { AdapterUnderTest, Level, WrappedLogger } from './adapter-under-test.js'
import { describeKinds } from './describe-kinds.js'
import { describeOutcomes } from './describe-outcomes.js'
import { HOSTILE_VALUES } from './hostile-values.js'
import { conservation, type LoggingUnderTest, startUnderTest } from './logging-under-test.js'
import { recordingDiag } from './quiet-diag.js'

const SEVERITY: Record<Level, number> = { debug: 5, info: 9, warn: 13, error: 17 }

/** What became of the suite for one logger, by the titles of its tests. */
export interface AdapterRun {
  readonly adapter: string
  readonly name: string
  readonly begun: Set<string>
  /** Those that `skips` has a reason for. */
  readonly skipped: Set<string>
}

/** The suites of this file, in order. */
export const adapterRuns: AdapterRun[] = []

/** What every adapter has to do, whatever its logger. */
export function describeAdapter(under: AdapterUnderTest): void {
  describeKinds(under)
  describeOutcomes(under)
  const { adapter, name, start, skips = {} } = under
  const run: AdapterRun = { adapter, name, begun: new Set(), skipped: new Set() }
  adapterRuns.push(run)
  const unless = (what: keyof typeof skips) => (skips[what] === undefined ? it : it.skip)
  const titled = (title: string, what: keyof typeof skips) => {
    if (skips[what] === undefined) return title
    run.skipped.add(title)
    return `${title} (skipped: ${skips[what]})`
  }

  describe(`the ${name} adapter`, () => {
    let test: LoggingUnderTest
    let logger: WrappedLogger
    beforeEach(async ({ task }) => {
      run.begun.add(task.name)
      test = await startUnderTest()
      logger = start(test, false)
    })
    afterEach(async () => {
      logger.restore?.()
      await test.close()
    })
    const bodies = async () => (await test.arrived()).map(({ body }) => body)
    const noise = (count: number, level: Level = 'info') => {
      for (let i = 0; i < count; i++) logger.log(level, `noise ${i} made`)
    }

    it('maps levels, and gives time and scope', async () => {
      for (const level of Object.keys(SEVERITY) as Level[]) logger.log(level, `at ${level}`)
      const records = await test.arrived()
      expect(records.map(({ severityNumber }) => severityNumber).sort((a, b) => a - b)).toEqual([5, 9, 13, 17])
      for (const record of records)
        expect(record).toMatchObject({ time: test.clock.now(), scope: { name: expect.any(String) } })
    })

    it('gives the time of the call, however late it is shipped', async () => {
      const { clock } = test
      const called = clock.now()
      logger.log('error', 'at last')
      await clock.advance(7_000)
      await test.arrived()
      expect(test.posthog.records).toMatchObject([{ time: called }])
      expect(clock.now()).toBe(called + 7_000)
    })

    it('signs messages by their template', () => {
      noise(3)
      expect(test.logging.stats().patterns).toMatchObject([{ template: 'noise <*> made', seen: 3 }])
    })

    unless('format')(titled('signs a format string as the messages it makes', 'format'), async () => {
      logger.format!('info', 'user %s logged in %d times', 'jane', 3)
      logger.log('info', 'user 42 logged in 3 times')
      expect(test.logging.stats().patterns).toMatchObject([{ template: 'user <*> logged in <*> times', seen: 2 }])
      expect(await bodies()).toContain('user jane logged in 3 times')
    })

    it('thins noise and lets every error pass', async () => {
      noise(3_000)
      noise(100, 'error')
      const { dropped } = test.logging.stats()
      expect(dropped.adaptive).toBeGreaterThan(2_000)
      const errors = (await test.arrived()).filter(({ severityNumber }) => severityNumber === 17)
      expect(errors).toHaveLength(100)
    })

    it('makes exceptions of errors that are attached, and lets them pass at any level', async () => {
      noise(3_000)
      for (let i = 0; i < 10; i++) logger.attach('info', `noise ${i} made`, new TypeError('boom'))
      const records = (await test.arrived()).filter(({ attributes }) => attributes['lipservice.reason'] === 'error')
      expect(records).toHaveLength(10)
      expect(records[0]!.attributes).toMatchObject({ 'exception.type': 'TypeError', 'exception.message': 'boom' })
      expect(String(records[0]!.attributes['exception.stacktrace'])).toContain('TypeError: boom')
    })

    unless('early')(
      titled('passes what comes before there is an instance, and hands its errors over', 'early'),
      async () => {
        const { clock, logging } = test
        const slot = processSlot()
        const { diag, said } = recordingDiag('warn', clock)
        const onExit = () => () => {}
        const early = createEarlyLogging({ now: clock.now, timers: clock, diag, loggers: slot.loggers, onExit })
        Object.assign(slot, { configured: undefined, early })
        logger.log('error', 'too early 1')
        logger.log('info', 'no error')
        logger.attach('info', 'too early 2', new TypeError('boom'))
        expect(logging.stats().seen).toBe(0)
        Object.assign(slot, { configured: logging, early: undefined })
        expect(early.handOver(logging)).toEqual({ kept: 2, missed: 1, lostErrors: 0 })
        const [first, second] = await test.arrived()
        expect(first).toMatchObject({ body: 'too early 1', severityNumber: 17, time: clock.now() })
        expect(second!.attributes).toMatchObject({ 'exception.type': 'TypeError', 'exception.message': 'boom' })
        if (skips.printed === undefined) expect(logger.printed!.length).toBeGreaterThanOrEqual(3)
        expect(said).toEqual([])
      },
    )

    it('logs nothing of what we say ourselves', async () => {
      const voice = processVoice()
      voice.isSpeaking = true
      try {
        logger.log('error', 'lipservice: something is wrong')
      } finally {
        voice.isSpeaking = false
      }
      expect(test.logging.stats().seen).toBe(0)
      logger.log('error', 'of the app')
      expect(await bodies()).toEqual(['of the app'])
    })

    it('keeps the order', async () => {
      for (let i = 0; i < 50; i++) logger.log('error', `step ${i}`)
      expect(await bodies()).toEqual(Array.from({ length: 50 }, (_, i) => `step ${i}`))
    })

    it('counts each record once', async () => {
      noise(2_000)
      noise(20, 'error')
      const { seen, sum, bySeverity } = conservation(test.logging)
      expect({ seen, sum, bySeverity }).toEqual({ seen: 2_020, sum: 2_020, bySeverity: true })
      await test.arrived()
      expect(test.logging.stats().unrepresented).toBe(0)
    })

    it('gives trace and span of the active context', async () => {
      context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
      const span = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 1 }
      try {
        context.with(trace.setSpanContext(ROOT_CONTEXT, span), () => logger.log('error', 'in a span'))
      } finally {
        context.disable()
      }
      expect(await test.arrived()).toMatchObject([{ traceId: span.traceId, spanId: span.spanId }])
    })

    it('gives the attributes of the log context', async () => {
      await withLogContext({ posthogDistinctId: 'u1', plan: 'free' }, async () => {
        await Promise.resolve()
        withLogContext({ sessionId: 's1', plan: 'pro' }, () => logger.log('error', 'inside'))
      })
      logger.log('error', 'outside')
      const [inside, outside] = await test.arrived()
      expect(inside!.attributes).toMatchObject({ posthogDistinctId: 'u1', sessionId: 's1', plan: 'pro' })
      expect(outside!.attributes).not.toHaveProperty('plan')
    })

    it('masks secrets', async () => {
      logger.log('error', 'mail to ann@example.com failed')
      expect(await bodies()).toEqual(['mail to [redacted:email] failed'])
    })

    it('throws no more than the logger itself with any hostile value, and loses no error', async () => {
      const logged: string[] = []
      for (const [name, make] of HOSTILE_VALUES) {
        const before = test.logging.stats().seen
        try {
          logger.attach('error', `with [${name}]`, make())
          logged.push(name)
        } catch {
          continue
        }
        expect(test.logging.stats().seen - before, name).toBe(1)
      }
      expect(logged.length).toBeGreaterThan(HOSTILE_VALUES.length / 2)
      // Some loggers put the value, or what an error says, behind the message.
      const arrived = (await bodies()).map(String)
      expect(logged.filter((name) => !arrived.some((body) => body.startsWith(`with [${name}]`)))).toEqual([])
      const { seen, sum } = conservation(test.logging)
      expect(seen).toBe(sum)
    })

    unless('printed')(titled("leaves the logger's own destination alone", 'printed'), () => {
      noise(2_000)
      expect(logger.printed).toHaveLength(2_000)
    })

    unless('printed')(titled('drops before the destination when asked', 'printed'), () => {
      logger.restore?.()
      logger = start(test, true)
      noise(2_000)
      noise(5, 'error')
      expect(logger.printed).toHaveLength(test.logging.stats().kept)
      expect(logger.printed!.length).toBeLessThan(600)
    })

    unless('child')(titled('samples children as their parents', 'child'), async () => {
      const child = logger.child!()
      for (let i = 0; i < 2_000; i++) child.log('info', `noise ${i} made`)
      child.log('error', 'of a child')
      expect(test.logging.stats()).toMatchObject({ seen: 2_001 })
      expect(test.logging.stats().dropped.adaptive).toBeGreaterThan(1_000)
      expect(await bodies()).toContain('of a child')
    })

    unless('restore')(titled('can be taken off', 'restore'), async () => {
      logger.restore!()
      logger.log('error', 'later')
      expect(await test.arrived()).toHaveLength(0)
      expect(test.logging.stats().seen).toBe(0)
    })

    it('passes everything once the SDK is shut down', async () => {
      await test.logging.shutdown()
      logger.log('error', 'later')
      if (logger.printed !== undefined) expect(logger.printed).toHaveLength(1)
    })
  })
}
