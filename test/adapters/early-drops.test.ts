import { Writable } from 'node:stream'
import { type Context, ROOT_CONTEXT, trace } from '@opentelemetry/api'
import pino from 'pino'
import { PostHog } from 'posthog-node'
import { describe, expect, it, vi } from 'vitest'
import winston from 'winston'
import { processSlot } from '../../src/instance/process-slot.js'
import { wrapPino } from '../../src/pino.js'
import { posthogBeforeSend, wrapPostHog } from '../../src/posthog.js'
import { wrapLogger } from '../../src/winston.js'
import { type LoggingUnderTest, startUnderTest } from '../support/logging-under-test.js'
import { atTier } from '../support/tier.js'

type Log = (i: number) => void
type PostHogLevel = NonNullable<Parameters<PostHog['captureLog']>[0]['level']>
/** Makes a logger in a process that is being tested; its calls by name. */
type MakeCalls = (test: LoggingUnderTest, print: (line: string) => void) => Readonly<Record<string, Log>>

const ROUNDS = atTier({ test: 120, long: 250, soak: 2_000 })
const context: Context = trace.setSpanContext(ROOT_CONTEXT, {
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  spanId: '00f067aa0ba902b7',
  traceFlags: 1,
})

const pinoCalls: MakeCalls = (_, print) => {
  const logger = wrapPino(pino({ level: 'trace', customLevels: { odd: 33 } }, { write: print }), {
    thinDestination: true,
  })
  const child = logger.child({ module: 'cart' }, { msgPrefix: '[cart] ' })
  return {
    'a text': (i) => logger.info(`user ${i} logged in`),
    'fields and a text': (i) => logger.debug({ i, ok: true }, `job ${i} ran`),
    'a format string': (i) => logger.info({ i }, 'order %d of %s', i, 'jane'),
    'a format string that may be an access line': (i) => logger.info('%s %s %d', 'GET', '/a', i % 2 === 0 ? 200 : 503),
    'an argument that no directive takes': (i) => logger.warn('cart is full', ...([i] as never[])),
    'a failure in fields': (i) => logger.info({ statusCode: i % 3 === 0 ? 503 : 200 }, 'answered'),
    'an error in fields': () => logger.info({ err: new Error('broken') }, 'went on'),
    'an error as argument': () => logger.info('went on with %s', new Error('broken')),
    'fields alone': (i) => logger.info({ msg: `said ${i}` }),
    'a level of its own': (i) => logger.odd(`odd ${i}`),
    'a prefix': (i) => child.info(`item ${i} added`),
    'fields of a class': (i) => logger.info(new Date(i), 'dated'),
    nothing: () => logger.info(undefined),
  }
}

const winstonCalls: MakeCalls = (_, print) => {
  const stream = () =>
    new winston.transports.Stream({
      stream: new Writable({
        write(chunk, _encoding, done) {
          print(String(chunk))
          done()
        },
      }),
    })
  const create = (options: winston.LoggerOptions = {}) =>
    wrapLogger(
      winston.createLogger({ level: 'verbose', format: winston.format.json(), transports: [stream()], ...options }),
      {
        thinDestination: true,
      },
    )
  const logger = create()
  const child = logger.child({ requestId: 1 })
  const withMeta = create({ defaultMeta: { service: 'shop' } })
  return {
    'a text': (i) => logger.info(`user ${i} logged in`),
    'a text and fields': (i) => logger.verbose(`job ${i} ran`, { i, ok: true }),
    'a level that is off': (i) => logger.silly(`silly ${i}`),
    'a format string': (i) => logger.info('order %d of %s', i, 'jane'),
    'a sign of per cent and fields': (i) => logger.info('disk at 80 %d', { i }),
    'fields that are put together with the text': (i) => logger.info('cart', { message: `of ${i}` }),
    'a failure in fields': (i) => logger.info('answered', { statusCode: i % 3 === 0 ? 503 : 200 }),
    'an error in fields': () => logger.info('went on', { error: new Error('broken') }),
    'an error as meta': () => logger.info('went on', new Error('broken')),
    'an object alone': (i) => logger.info({ message: `said ${i}` } as unknown as string),
    'of a child': (i) => child.info(`item ${i} added`),
    'with default meta': (i) => withMeta.info(`item ${i} shipped`),
    'by log': (i) => logger.log('info', `by log ${i}`),
  }
}

type Logs = NonNullable<NonNullable<ConstructorParameters<typeof PostHog>[1]>['logs']>

const postHogCalls =
  (wrap: (client: PostHog) => PostHog, logs?: Logs): MakeCalls =>
  () => {
    const client = wrap(
      new PostHog('phc_x', {
        fetch: async () => new Response('{}') as never,
        flushInterval: 1_000_000,
        logs: { rateCap: { maxLogs: 0 }, ...logs },
      }),
    )
    // What is kept comes to the queue; nothing is sent.
    const { captureLog } = client
    const log = (level: PostHogLevel, body: string, more: object = {}) =>
      captureLog.call(client, { level, body, ...more })
    const spans = { trace_id: '4bf92f3577b34da6a3ce929d0e0e4736', span_id: '00f067aa0ba902b7' }
    return {
      'a text': (i) => client.logger.info(`user ${i} logged in`),
      'a text and fields': (i) => client.logger.debug(`job ${i} ran`, { i, ok: true }),
      'without a level': (i) => client.captureLog({ body: `no level ${i}` }),
      'a level in capitals': (i) => log('WARN' as 'warn', `warned ${i}`),
      'a level that is none': (i) => log(3 as unknown as 'info', `level of ${i}`),
      'in a trace': (i) => log('info', `step ${i}`, spans),
      'an access line': (i) => client.logger.info(`GET /a ${i % 2 === 0 ? 200 : 503} 12 ms`),
      'a failure in fields': (i) => client.logger.info('answered', { statusCode: i % 3 === 0 ? 503 : 200 }),
      'an error in fields': () => client.logger.info('went on', { error: new Error('broken') as never }),
      'an error': (i) => client.logger.error(`failed ${i}`),
    }
  }

const openTelemetryCalls: MakeCalls = ({ logging }) => {
  const logger = logging.getLogger('app')
  const attributes = { method: 'GET', n: 1 }
  return {
    'a text': (i) => logger.emit({ severityNumber: 9, body: `user ${i} logged in`, attributes }),
    'in a trace': (i) => logger.emit({ severityNumber: 9, body: `step ${i}`, context, attributes }),
    'an event': (i) => logger.emit({ severityNumber: 9, eventName: 'order.placed', body: `order ${i}`, attributes }),
    'a severity as text': (i) => logger.emit({ severityText: 'warn', body: `warned ${i}` }),
    'both severities': (i) => logger.emit({ severityNumber: 5, severityText: 'debug', body: `debugged ${i}` }),
    'an access line': (i) => logger.emit({ severityNumber: 9, body: `GET /a ${i % 2 === 0 ? 200 : 503} 12 ms` }),
    'an exception': () =>
      logger.emit({ severityNumber: 9, body: 'went on', exception: new Error('broken') } as { body: string }),
    'a body of fields': (i) => logger.emit({ severityNumber: 9, body: { message: `said ${i}` } }),
  }
}

async function run(makeCalls: MakeCalls, isEarly: boolean) {
  const test = await startUnderTest({ thinDestination: true }, { seed: 7 })
  const drop = vi.fn(test.logging.drop!)
  const slot = processSlot()
  slot.configured = { ...test.logging, drop: isEarly ? drop : undefined }
  let printed = 0
  try {
    const calls = Object.values(makeCalls(test, () => printed++))
    for (let i = 0; i < ROUNDS; i++) {
      for (const log of calls) log(i)
      if (i % 8 === 0) test.clock.advance(5)
    }
    const { seen, kept, dropped, keptByReason, bySeverity, patterns, unrepresented } = test.logging.stats()
    const early = drop.mock.results.filter(({ value }) => value === true).length
    return { stats: { seen, kept, dropped, keptByReason, bySeverity, patterns, unrepresented, printed }, early }
  } finally {
    await test.close()
  }
}

describe('a call that is dropped before anything is built of it', () => {
  it.each([
    ['pino', pinoCalls],
    ['winston', winstonCalls],
    ['posthog-node', postHogCalls(wrapPostHog)],
    ['posthog-node within beforeSend', postHogCalls((client) => client, { beforeSend: posthogBeforeSend() })],
  ])('leaves all the same as one that is dropped later: %s', async (_, makeCalls) => {
    const early = await run(makeCalls, true)
    const late = await run(makeCalls, false)
    expect(early.stats).toEqual(late.stats)
    expect(early.early).toBeGreaterThan(ROUNDS)
    expect(late.early).toBe(0)
  })

  it('is counted as any other: OpenTelemetry', async () => {
    const { stats } = await run(openTelemetryCalls, true)
    expect(stats.seen).toBe(8 * ROUNDS)
    expect(stats.kept + Object.values(stats.dropped).reduce((sum, count) => sum + count, 0)).toBe(stats.seen)
    expect(stats.keptByReason.error).toBe(ROUNDS)
  })

  it('leaves level methods of the app alone, and what somebody puts in the place of write', async () => {
    const test = await startUnderTest({ thinDestination: true })
    const logger = winston.createLogger({ transports: [new winston.transports.Console({ silent: true })] })
    const own = vi.fn()
    logger.info = own
    wrapLogger(logger, { thinDestination: true })
    expect(logger.info).toBe(own)
    const written = vi.fn(logger.write.bind(logger))
    logger.write = written as unknown as typeof logger.write
    for (let i = 0; i < 2_000; i++) logger.warn(`warned ${i}`)
    expect(written).toHaveBeenCalledTimes(2_000)
    await test.close()
  })
})
