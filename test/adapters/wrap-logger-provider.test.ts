import { ROOT_CONTEXT, trace } from '@opentelemetry/api'
import type { LoggerProvider as ApiLoggerProvider, Logger } from '@opentelemetry/api-logs'
import {
  InMemoryLogRecordExporter,
  LoggerProvider,
  type LogRecordProcessor,
  SimpleLogRecordProcessor,
} from '@opentelemetry/sdk-logs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  AdaptiveLogRecordProcessor,
  type SamplingOptions,
  type WrappedLoggerProvider,
  wrapLoggerProvider,
} from '../../src/index.js'
import { HOSTILE_VALUES } from '../support/hostile-values.js'

const INFO = 9

describe('wrapLoggerProvider', () => {
  const started: WrappedLoggerProvider[] = []
  let exporter: InMemoryLogRecordExporter
  const wrap = (options: SamplingOptions = {}, provider: ApiLoggerProvider = providerOf()) => {
    const wrapped = wrapLoggerProvider(provider, options)
    started.push(wrapped)
    return wrapped
  }
  const providerOf = (around = (next: LogRecordProcessor) => next) =>
    new LoggerProvider({ processors: [around(new SimpleLogRecordProcessor({ exporter }))] })
  const flood = (logger: Logger, count: number, severityNumber = INFO) => {
    for (let i = 0; i < count; i++) logger.emit({ severityNumber, body: `noise ${i}` })
  }
  const arrived = () => exporter.getFinishedLogRecords()

  beforeEach(() => {
    exporter = new InMemoryLogRecordExporter()
  })
  afterEach(async () => {
    await Promise.all(started.splice(0).map((wrapped) => wrapped.shutdown()))
  })

  it('lets only kept records reach the provider, stamped, and counts all', () => {
    const wrapped = wrap()
    flood(wrapped.getLogger('a'), 2_000)
    const { seen, kept, dropped } = wrapped.stats()
    expect(seen).toBe(2_000)
    expect(kept + dropped.adaptive).toBe(seen)
    expect(kept).toBeLessThan(400)
    expect(arrived()).toHaveLength(kept)
    const weights = arrived().map(({ attributes }) => Number(attributes['lipservice.weight']))
    expect(Math.abs(weights.reduce((a, b) => a + b, 0) - seen)).toBeLessThan(200)
  })

  it('lets every error pass, and exceptions on any record', () => {
    const logger = wrap().getLogger('a')
    flood(logger, 2_000)
    exporter.reset()
    flood(logger, 500, 17)
    for (let i = 0; i < 10; i++) {
      logger.emit({ severityNumber: INFO, body: 'noise', exception: new Error('x') } as Parameters<Logger['emit']>[0])
    }
    expect(arrived()).toHaveLength(510)
  })

  it.each(HOSTILE_VALUES)('throws for nothing and loses no error: %s', (_, make) => {
    const wrapped = wrap()
    const logger = wrapped.getLogger('a')
    const shapes = [
      { body: make() },
      { body: 'x', attributes: { value: make() } },
      { body: 'x', attributes: { nested: { list: [make()] } } },
      { body: 'x', exception: make() },
    ]
    for (const shape of shapes) logger.emit({ severityNumber: 17, ...shape } as never)
    expect(arrived()).toHaveLength(shapes.length)
    expect(wrapped.stats().unrepresented).toBe(0)
  })

  it('hands errors on as every adapter sends them, and lets no attribute pass for a stamp', () => {
    const logger = wrap({ stamps: 'none' }).getLogger('a')
    const error = Object.assign(new TypeError('boom', { cause: new Error('ROOT') }), { code: 'E_CODE', tries: 3 })
    logger.emit({ severityNumber: INFO, body: 'a', exception: error } as never)
    logger.emit({
      severityNumber: INFO,
      body: 'b',
      attributes: { err: error, 'lipservice.weight': 9, 'log.record.uid': '1' } as never,
    })
    const [a, b] = arrived().map(({ attributes }) => attributes)
    expect(a).toMatchObject({
      'exception.type': 'TypeError',
      'exception.message': 'boom',
      'exception.code': 'E_CODE',
      'exception.fields': { tries: 3 },
      'exception.cause': { type: 'Error', message: 'ROOT' },
    })
    expect(b).toMatchObject({
      'exception.type': 'TypeError',
      err: { type: 'TypeError', tries: 3, cause: { message: 'ROOT' } },
      'app.lipservice.weight': 9,
      'app.log.record.uid': '1',
      'log.record.uid': expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
    expect(b).not.toHaveProperty(['lipservice.weight'])
  })

  it('leaves the attributes of the app alone', () => {
    const attributes = Object.freeze({ tenant: 'a' })
    wrap().getLogger('a').emit({ severityNumber: INFO, body: 'x', attributes })
    expect(arrived()[0]!.attributes).toMatchObject({ tenant: 'a', 'lipservice.reason': 'first' })
    expect(attributes).toEqual({ tenant: 'a' })
  })

  it('decides a record once, with an AdaptiveLogRecordProcessor behind it', async () => {
    let processor: AdaptiveLogRecordProcessor | undefined
    const provider = providerOf((next) => {
      processor = new AdaptiveLogRecordProcessor(next)
      return processor
    })
    const wrapped = wrap({}, provider)
    flood(wrapped.getLogger('a'), 1_000)
    expect(arrived()).toHaveLength(wrapped.stats().kept)
    expect(processor!.stats().seen).toBe(0)
    flood(provider.getLogger('not wrapped'), 10)
    expect(processor!.stats().seen).toBe(10)
  })

  it('shares the fate of a trace, by the context that is given', () => {
    // Without one, each process draws its own, and a trace that lies at the probability of the moment is split.
    const logger = wrap({ traceKey: 'a key of this test alone' }).getLogger('a')
    flood(logger, 1_000)
    let whole = 0
    for (let number = 0; number < 20; number++) {
      exporter.reset()
      const traceId = `${'ab'.repeat(9)}000000000000${String(number).padStart(2, '0')}`
      const context = trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId: 'b7ad6b7169203331', traceFlags: 1 })
      for (let i = 0; i < 20; i++) logger.emit({ severityNumber: INFO, body: `noise ${i}`, context })
      expect([0, 20]).toContain(arrived().length)
      if (arrived().length > 0) whole++
    }
    expect(whole).toBeGreaterThan(0)
    expect(whole).toBeLessThan(20)
  })

  it('is disabled below minimumSeverity, and else where the provider is', () => {
    const enabled: Logger = { emit() {}, enabled: ({ eventName } = {}) => eventName !== 'off' }
    const logger = wrap({ minimumSeverity: 'info' }, { getLogger: () => enabled }).getLogger('a')
    expect(logger.enabled({ severityNumber: 5 })).toBe(false)
    expect(logger.enabled({ severityNumber: 9 })).toBe(true)
    expect(logger.enabled()).toBe(true)
    expect(logger.enabled({ eventName: 'off' })).toBe(false)
  })

  it('keeps what the provider throws from the app, and counts it', () => {
    const throwing: Logger = {
      emit() {
        throw new Error('bug')
      },
      enabled: () => true,
    }
    const wrapped = wrap({}, { getLogger: () => throwing })
    expect(() => flood(wrapped.getLogger('a'), 3)).not.toThrow()
    expect(wrapped.stats()).toMatchObject({ seen: 3, kept: 3, unrepresentedByReason: { next_processor: 3 } })
  })

  it('answers the same logger for the same logger', () => {
    const wrapped = wrap()
    expect(wrapped.getLogger('a')).toBe(wrapped.getLogger('a'))
  })

  it('says what is wrong when it is given something else', () => {
    expect(() => wrapLoggerProvider({} as never)).toThrow(/must be given a LoggerProvider/)
    expect(() => wrap({ minimumSeverity: 'verbose' as never })).toThrow(/minimumSeverity must be/)
  })
})
