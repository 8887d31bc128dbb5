import * as api from '@opentelemetry/api'
import { logs as logsApi } from '@opentelemetry/api-logs'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-http'
import {
  InMemoryLogRecordExporter,
  LoggerProvider,
  type LogRecordProcessor,
  SimpleLogRecordProcessor,
} from '@opentelemetry/sdk-logs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  AdaptiveLogRecordProcessor,
  configureAdaptiveLogging,
  createPostHogLogExporter,
  wrapLoggerProvider,
} from '../../src/index.js'
import { startFakePostHog } from '../../src/testing.js'
import { HOSTILE_VALUES } from '../support/hostile-values.js'
import { type LoggingUnderTest, startUnderTest } from '../support/logging-under-test.js'

describe('the provider of configureAdaptiveLogging', () => {
  let test: LoggingUnderTest
  afterEach(() => test.close())

  it('samples what comes through either global logs API', async () => {
    test = await startUnderTest()
    logsApi.getLogger('old').emit({ severityNumber: 9, body: 'by api-logs' })
    const newer = (api as unknown as { logs: typeof logsApi }).logs
    newer.getLogger('new', '2').emit({ severityNumber: 9, body: 'by api' })
    const records = await test.arrived()
    expect(records.map(({ body, scope }) => [body, scope])).toEqual([
      ['by api-logs', { name: 'old', version: '' }],
      ['by api', { name: 'new', version: '2' }],
    ])
    expect(records[0]!.resource).toEqual({ 'service.name': 'test' })
  })

  it('carries trace context, event name and exception', async () => {
    test = await startUnderTest()
    const manager = new AsyncLocalStorageContextManager().enable()
    api.context.setGlobalContextManager(manager)
    const spanContext = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 1 }
    api.context.with(api.trace.setSpanContext(api.ROOT_CONTEXT, spanContext), () => {
      test.logging.getLogger('app').emit({ eventName: 'order.failed', severityNumber: 9, exception: new Error('x') })
    })
    api.context.disable()
    const [record] = await test.arrived()
    expect(record).toMatchObject({
      traceId: spanContext.traceId,
      spanId: spanContext.spanId,
      eventName: 'order.failed',
      attributes: { 'exception.message': 'x', 'lipservice.reason': 'error' },
    })
  })

  describe('in an app whose OpenTelemetry SDK is registered', () => {
    const newer = (api as unknown as { logs: typeof logsApi }).logs
    let exporter: InMemoryLogRecordExporter
    let other: LoggerProvider
    beforeEach(() => {
      exporter = new InMemoryLogRecordExporter()
      other = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] })
    })
    afterEach(() => {
      logsApi.disable()
      newer.disable()
    })
    const emit = (through: typeof logsApi, count: number) => {
      for (let i = 0; i < count; i++) through.getLogger('app').emit({ severityNumber: 9, body: `noise ${i}` })
    }

    it.each([
      ['api-logs', logsApi],
      ['api', newer],
    ])('takes the place in %s, says so, passes everything on, and gives the place back', async (_, through) => {
      through.setGlobalLoggerProvider(other)
      test = await startUnderTest()
      expect(test.said.join()).toContain('registered already')
      emit(through, 2_000)
      const { kept } = test.logging.stats()
      expect(await test.arrived()).toHaveLength(kept)
      expect(kept).toBeLessThan(400)
      expect(exporter.getFinishedLogRecords()).toHaveLength(2_000)
      await test.logging.shutdown()
      expect(through.getLoggerProvider()).toBe(other)
    })

    it('passes on only what is kept when destinations are thinned', async () => {
      newer.setGlobalLoggerProvider(other)
      test = await startUnderTest({ thinDestination: true })
      emit(newer, 2_000)
      expect(exporter.getFinishedLogRecords()).toHaveLength(test.logging.stats().kept)
    })

    it('serves the API that its SDK does not know', async () => {
      newer.setGlobalLoggerProvider(other)
      test = await startUnderTest()
      emit(logsApi, 8)
      expect(exporter.getFinishedLogRecords()).toHaveLength(8)
    })

    it.each([
      ['api-logs', logsApi],
      ['api', newer],
    ])('lets an SDK stand behind it that registers later in %s', async (_, through) => {
      test = await startUnderTest()
      emit(logsApi, 3)
      const answer = through.setGlobalLoggerProvider(other)
      expect(answer).toBe(through === newer ? true : other)
      emit(newer, 2_000)
      emit(logsApi, 5)
      expect(exporter.getFinishedLogRecords()).toHaveLength(2_005)
      expect(test.logging.stats().seen).toBe(2_008)
      expect(test.said.join()).toContain('registered after ours; it stands behind')
      const second = new LoggerProvider()
      through.setGlobalLoggerProvider(second)
      await test.logging.shutdown()
      expect(through.getLoggerProvider()).toBe(other)
    })

    it('samples loggers that were fetched before either was there', async () => {
      const early = logsApi.getLogger('early')
      logsApi.setGlobalLoggerProvider(other)
      test = await startUnderTest()
      early.emit({ severityNumber: 9, body: 'x' })
      expect(await test.arrived()).toMatchObject([{ scope: { name: 'early' } }])
    })

    it('throws for nothing that the SDK throws on', async () => {
      newer.setGlobalLoggerProvider(other)
      test = await startUnderTest()
      for (const [, make] of HOSTILE_VALUES) {
        newer.getLogger('app').emit({ severityNumber: 17, body: 'x', attributes: { value: make() } as never })
      }
      expect(exporter.getFinishedLogRecords()).toHaveLength(HOSTILE_VALUES.length)
    })

    it('thins what that SDK exports where no other destination is named', async () => {
      newer.setGlobalLoggerProvider(other)
      const logging = configureAdaptiveLogging({ serviceName: 'test' })
      emit(newer, 2_000)
      emit(logsApi, 1)
      logging.getLogger('own').emit({ severityNumber: 17, body: 'failed' })
      const { kept, delivery } = logging.stats()
      await logging.shutdown()
      const records = exporter.getFinishedLogRecords()
      expect(records).toHaveLength(kept)
      expect(delivery).toMatchObject({ accepted: kept, delivered: kept, pending: 0 })
      expect(kept).toBeLessThan(400)
      const weights = records.map(({ attributes }) => Number(attributes['lipservice.weight']))
      expect(Math.abs(weights.reduce((a, b) => a + b, 0) - 2_002)).toBeLessThan(300)
      expect(newer.getLoggerProvider()).toBe(other)
    })

    it('decides once where its processor samples as well', async () => {
      const sampling = new AdaptiveLogRecordProcessor(new SimpleLogRecordProcessor({ exporter }))
      newer.setGlobalLoggerProvider(new LoggerProvider({ processors: [sampling] }))
      const logging = configureAdaptiveLogging({ serviceName: 'test' })
      emit(newer, 2_000)
      const { kept } = logging.stats()
      await logging.shutdown()
      expect(exporter.getFinishedLogRecords()).toHaveLength(kept)
      expect(sampling.stats().seen).toBe(0)
      await sampling.shutdown()
    })

    it('leaves a provider alone that samples already', async () => {
      const wrapped = wrapLoggerProvider(other, { serviceName: 'test' })
      newer.setGlobalLoggerProvider(wrapped)
      test = await startUnderTest()
      expect(test.said.join()).toContain('samples already')
      expect(newer.getLoggerProvider()).toBe(wrapped)
      await wrapped.shutdown()
    })
  })

  it('stamps beyond the attribute limit', async () => {
    test = await startUnderTest()
    const attributes = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`k${i}`, i]))
    test.logging.getLogger('app').emit({ severityNumber: 9, body: 'many', attributes })
    const [record] = await test.arrived()
    expect(record!.attributes['lipservice.weight']).toBe(1)
  })

  it.each(HOSTILE_VALUES)('throws for nothing and loses no error: %s', async (_, make) => {
    test = await startUnderTest()
    const logger = test.logging.getLogger('app')
    const shapes = [
      { body: make() },
      { body: 'x', attributes: { value: make() } },
      { body: 'x', attributes: { nested: { list: [make()] } } },
      { body: 'x', attributes: make() },
      { body: 'x', exception: make() },
      { body: 'x', eventName: make() },
    ]
    for (const shape of shapes) logger.emit({ severityNumber: 17, ...shape } as never)
    expect(await test.arrived()).toHaveLength(shapes.length)
    expect(test.logging.stats().delivery).toMatchObject({ delivered: shapes.length, pending: 0 })
  })

  it('leaves stamps out when asked, but not the uid of an error', async () => {
    test = await startUnderTest({ stamps: 'none' })
    const timestamp = test.clock.now()
    test.logging.getLogger('app').emit({ severityNumber: 9, body: 'plain', timestamp })
    test.logging.getLogger('app').emit({ severityNumber: 17, body: 'error', timestamp })
    const attributes = (await test.arrived()).map((record) => Object.keys(record.attributes))
    expect(attributes.toSorted((a, b) => a.length - b.length)).toEqual([[], ['log.record.uid']])
  })
})

describe('a foreign exporter', () => {
  it('gets what is kept, stamped, through OpenTelemetry’s own batch processor', async () => {
    const posthog = await startFakePostHog()
    const exporter = new OTLPLogExporter({
      url: `${posthog.url}/v1/logs`,
      headers: { authorization: `Bearer ${posthog.token}` },
    })
    const logging = configureAdaptiveLogging({ exporter, serviceName: 'stock' })
    const logger = logging.getLogger('app')
    for (let i = 0; i < 2_000; i++) logger.emit({ severityNumber: 9, body: `noise ${i}` })
    for (let i = 0; i < 20; i++) logger.emit({ severityNumber: 17, body: `boom ${i}` })
    const decision = logging.sample({ body: 'by an adapter', severityNumber: 17 })
    if (decision.keep) logging.ship({ body: 'by an adapter', severityNumber: 17 }, decision)
    await logging.forceFlush()
    const { seen, kept, delivery, bytesSeen } = logging.stats()
    expect(posthog.records).toHaveLength(kept)
    expect(delivery).toMatchObject({ accepted: kept, delivered: kept, pending: 0 })
    expect(posthog.records.filter(({ severityNumber }) => severityNumber === 17)).toHaveLength(21)
    expect(posthog.records.every(({ resource }) => resource['service.name'] === 'stock')).toBe(true)
    const weights = posthog.records.reduce((sum, { attributes }) => sum + Number(attributes['lipservice.weight']), 0)
    expect(Math.abs(weights / seen - 1)).toBeLessThan(0.05)
    expect(bytesSeen).toBeGreaterThan(0)
    await logging.shutdown()
    await posthog.close()
  })

  it('that fails is counted', async () => {
    const exporter = new OTLPLogExporter({ url: 'http://127.0.0.1:9/v1/logs', timeoutMillis: 50 })
    const logging = configureAdaptiveLogging({ exporter })
    logging.getLogger('app').emit({ severityNumber: 17, body: 'boom' })
    await logging.forceFlush()
    expect(logging.stats()).toMatchObject({
      delivery: { accepted: 1, delivered: 0, dropped: { exporter: 1 } },
      unrepresented: 1,
    })
    await logging.shutdown()
  })
})

describe('AdaptiveLogRecordProcessor', () => {
  it('forwards what it keeps to the processor it wraps, and drops the rest', async () => {
    const exporter = new InMemoryLogRecordExporter()
    const processor = new AdaptiveLogRecordProcessor(new SimpleLogRecordProcessor({ exporter }))
    const provider = new LoggerProvider({ processors: [processor] })
    const logger = provider.getLogger('app')
    for (let i = 0; i < 3_000; i++) logger.emit({ severityNumber: 9, body: `noise ${i}` })
    logger.emit({ severityNumber: 17, body: 'boom' })
    await provider.forceFlush()
    const records = exporter.getFinishedLogRecords()
    const { seen, kept, dropped } = processor.stats()
    expect(seen).toBe(3_001)
    expect(records).toHaveLength(kept)
    expect(kept + dropped.adaptive).toBe(seen)
    expect(dropped.adaptive).toBeGreaterThan(2_000)
    expect(records.at(-1)!.attributes).toMatchObject({ 'lipservice.weight': 1, 'lipservice.reason': 'error' })
    await provider.shutdown()
  })

  it('lets no attribute of the app pass for a stamp', () => {
    const exporter = new InMemoryLogRecordExporter()
    const processor = new AdaptiveLogRecordProcessor(new SimpleLogRecordProcessor({ exporter }), { stamps: 'none' })
    const attributes = { 'lipservice.weight': 99, 'lipservice.shadow': 'drop', 'log.record.uid': '1', a: 1 }
    new LoggerProvider({ processors: [processor] }).getLogger('app').emit({ severityNumber: 9, body: 'x', attributes })
    expect(exporter.getFinishedLogRecords()[0]!.attributes).toEqual({
      'app.lipservice.weight': 99,
      'app.lipservice.shadow': 'drop',
      'app.log.record.uid': '1',
      a: 1,
    })
  })

  it('delegates enabled, forceFlush and shutdown, and survives a next that throws', async () => {
    const calls: string[] = []
    const next: LogRecordProcessor = {
      onEmit() {
        throw new Error('next')
      },
      enabled: ({ severityNumber }) => (severityNumber ?? 0) >= 9,
      forceFlush: async () => void calls.push('forceFlush'),
      shutdown: async () => void calls.push('shutdown'),
    }
    const processor = new AdaptiveLogRecordProcessor(next)
    const provider = new LoggerProvider({ processors: [processor] })
    const logger = provider.getLogger('app')
    expect(logger.enabled({ severityNumber: 5 })).toBe(false)
    expect(logger.enabled({ severityNumber: 9 })).toBe(true)
    logger.emit({ severityNumber: 17, body: 'x' })
    await provider.forceFlush()
    await provider.shutdown()
    expect(calls).toContain('forceFlush')
    expect(calls).toContain('shutdown')
  })

  it('wants something to wrap', () => {
    expect(() => new AdaptiveLogRecordProcessor({} as LogRecordProcessor)).toThrow(/must wrap a LogRecordProcessor/)
  })
})

describe('createPostHogLogExporter', () => {
  it('reads each record anew, also where it holds the same object with very many names', async () => {
    const posthog = await startFakePostHog()
    const exporter = createPostHogLogExporter({ posthogApiKey: posthog.token, posthogHost: posthog.url })
    const context = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`name${i}`, i]))
    // As an SDK hands them over that copies no attributes.
    const base = { resource: { attributes: {} }, instrumentationScope: { name: 'app' }, attributes: { context } }
    for (let i = 0; i < 4; i++) {
      await new Promise((resolve) => exporter.export([{ ...base, body: `${i}` } as never], resolve))
      for (let k = 0; k < 30; k++) delete context[`name${i * 30 + k}`]
      context[`added${i}`] = i
    }
    await posthog.waitFor(4)
    const last = posthog.records.find(({ body }) => body === '3')!
    expect(last.attributes['context']).toMatchObject({ name199: 199, added0: 0, added2: 2 })
    await exporter.shutdown()
    await posthog.close()
  })

  it('sends the stamps of what was sampled before it, and takes no attribute of the app for one', async () => {
    const posthog = await startFakePostHog()
    const exporter = createPostHogLogExporter({ posthogApiKey: posthog.token, posthogHost: posthog.url })
    const processors = [new AdaptiveLogRecordProcessor(new SimpleLogRecordProcessor({ exporter }))]
    const provider = new LoggerProvider({ processors })
    const attributes = { 'lipservice.weight': 5 }
    provider.getLogger('app').emit({ severityNumber: 17, body: 'behind the processor', attributes })
    await provider.forceFlush()
    const plain = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] })
    plain.getLogger('app').emit({ severityNumber: 17, body: 'not sampled', attributes })
    await plain.forceFlush()
    const logging = configureAdaptiveLogging({ exporter })
    logging.getLogger('app').emit({ severityNumber: 17, body: 'by configure', attributes: { ...attributes } })
    await logging.forceFlush()
    await posthog.waitFor(3)
    const sent = Object.fromEntries(posthog.records.map((record) => [record.body, record.attributes]))
    const stamped = { 'lipservice.weight': 1, 'lipservice.reason': 'error', 'log.record.uid': expect.any(String) }
    expect(sent['behind the processor']).toMatchObject({ ...stamped, 'app.lipservice.weight': 5 })
    expect(sent['by configure']).toMatchObject({ ...stamped, 'app.lipservice.weight': 5 })
    expect(sent['not sampled']).toEqual({ 'app.lipservice.weight': 5 })
    await logging.shutdown()
    await provider.shutdown()
    await posthog.close()
  })

  it('delivers a batch as OpenTelemetry hands it over, and says when it could not', async () => {
    const posthog = await startFakePostHog()
    const exporter = createPostHogLogExporter({
      posthogApiKey: posthog.token,
      posthogHost: posthog.url,
      timeoutMillis: 300,
    })
    const provider = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] })
    provider.getLogger('app', '1').emit({ severityNumber: 9, body: 'hello' })
    await provider.forceFlush()
    await posthog.waitFor(1)
    expect(posthog.records[0]).toMatchObject({ body: 'hello', scope: { name: 'app', version: '1' } })
    expect(posthog.records[0]!.resource['service.name']).toBeTypeOf('string')
    posthog.answer(() => ({ status: 503 }))
    const source = new InMemoryLogRecordExporter()
    const other = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter: source })] })
    other.getLogger('app').emit({ severityNumber: 9, body: 'lost?' })
    await other.forceFlush()
    const result = await new Promise<{ code: number }>((resolve) =>
      exporter.export(source.getFinishedLogRecords(), resolve),
    )
    expect(result.code).toBe(1)
    await provider.shutdown()
    await posthog.close()
  })
})
