import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { format } from 'node:util'
import { ConsoleLogger } from '@nestjs/common'
import type { Logger as OtelLogger } from '@opentelemetry/api-logs'
import pino, { type Logger as PinoLogger } from 'pino'
import { PostHog } from 'posthog-node'
import { describe, expect, it, vi } from 'vitest'
import winston, { type Logger as WinstonLogger } from 'winston'
import { wrapConsole } from '../../src/console.js'
import { wrapNestLogger } from '../../src/nest.js'
import { wrapPino } from '../../src/pino.js'
import { restorePostHog, wrapPostHog } from '../../src/posthog.js'
import { LipServiceTransport, wrapLogger } from '../../src/winston.js'
import type { Level, WrappedLogger } from '../support/adapter-under-test.js'
import { adapterRuns, describeAdapter } from '../support/describe-adapter.js'
import { root } from '../support/root.js'

type TestConsole = Record<'warn', (...args: unknown[]) => void>
const WARN = { severityNumber: 13 }
const SEVERITY = { debug: 5, info: 9, warn: 13, error: 17 } as const

describeAdapter({
  adapter: 'opentelemetry',
  name: 'OpenTelemetry',
  skips: {
    early: 'its provider is the instance’s own',
    format: 'its API has no format strings',
    printed: 'records have no other destination',
    child: 'loggers have no children',
    restore: 'the provider ends with shutdown()',
  },
  places: {
    'as the exception': (logger: OtelLogger, body, exception) => logger.emit({ ...WARN, body, exception } as never),
    'as an attribute': (logger: OtelLogger, body, err) => logger.emit({ ...WARN, body, attributes: { err } as never }),
    'in an attribute': (logger: OtelLogger, body, error) =>
      logger.emit({ ...WARN, body, attributes: { ctx: { error } } as never }),
    'two objects deep': (logger: OtelLogger, body, error) =>
      logger.emit({ ...WARN, body, attributes: { a: { b: { error } } } as never }),
    'in a list': (logger: OtelLogger, body, error) =>
      logger.emit({ ...WARN, body, attributes: { settled: [{ status: 'rejected', reason: error }] } as never }),
    'as the body': (logger: OtelLogger, _, error) => logger.emit({ ...WARN, body: error as never }),
  },
  start({ logging, clock }): WrappedLogger {
    const logger = logging.getLogger('app')
    const emit = (level: Level, body: string, rest = {}) =>
      logger.emit({ severityNumber: SEVERITY[level], body, timestamp: clock.now(), ...rest })
    return {
      native: logger,
      unleveled: (body) => logger.emit({ body, timestamp: clock.now() }),
      fields: (level, body, fields) => emit(level, body, { attributes: fields }),
      log: emit,
      attach: (level, body, value) =>
        emit(level, body, value instanceof Error ? { exception: value } : { attributes: { value } }),
      format: undefined,
      printed: undefined,
      child: undefined,
      restore: undefined,
    }
  },
})

describeAdapter({
  adapter: 'pino',
  name: 'pino',
  skips: { restore: 'hooks of a live logger stay; it passes everything once the SDK is shut down' },
  places: {
    'as the only argument': (logger: PinoLogger, _, error) => logger.warn(error),
    'before the message': (logger: PinoLogger, message, error) => logger.warn(error, message),
    'as err': (logger: PinoLogger, message, err) => logger.warn({ err }, message),
    'as error': (logger: PinoLogger, message, error) => logger.warn({ error }, message),
    'in a field': (logger: PinoLogger, message, error) => logger.warn({ ctx: { error } }, message),
    'two objects deep': (logger: PinoLogger, message, error) => logger.warn({ a: { b: { error } } }, message),
    'behind the message': (logger: PinoLogger, message, error) => logger.warn(message, error as never),
    'for a %s': (logger: PinoLogger, message, error) => logger.warn(`${message}: %s`, error as never),
    'of a child': (logger: PinoLogger, message, err) => logger.child({ module: 'a' }).warn({ err }, message),
  },
  start(_, thin): WrappedLogger {
    const printed: string[] = []
    const destination = { write: (line: string) => void printed.push(line) }
    const of = (logger: PinoLogger): WrappedLogger => ({
      native: logger,
      unleveled: undefined,
      fields: (level, message, fields) => logger[level](fields, message),
      log: (level, message) => logger[level](message),
      format: (level, message, ...args) => logger[level](message, ...(args as [])),
      attach: (level, message, value) =>
        value instanceof Error ? logger[level]({ err: value }, message) : logger[level]({ value }, message),
      printed,
      child: () => of(logger.child({ module: 'child' })),
      restore: undefined,
    })
    return of(wrapPino(pino({ level: 'debug' }, destination), { thinDestination: thin }))
  },
})

describeAdapter({
  adapter: 'console',
  name: 'console',
  skips: { child: 'a console has no children' },
  places: {
    'as the only argument': (target: TestConsole, _, error) => target.warn(error),
    'behind the text': (target: TestConsole, message, error) => target.warn(message, error),
    'as the third argument': (target: TestConsole, message, error) => target.warn(message, 7, error),
    'for a %s': (target: TestConsole, message, error) => target.warn(`${message}: %s`, error),
    'in an object': (target: TestConsole, message, error) => target.warn(message, { error }),
    'two objects deep': (target: TestConsole, message, error) => target.warn(message, { a: { b: { error } } }),
    'in a list': (target: TestConsole, message, error) => target.warn(message, [error]),
    'in an object alone': (target: TestConsole, message, error) => target.warn({ message, error }),
  },
  start(_, thin): WrappedLogger {
    const printed: string[] = []
    const print = (...args: unknown[]) => void printed.push(format(...args))
    const target = { trace: print, debug: print, log: print, info: print, warn: print, error: print }
    const restore = wrapConsole({ console: target, thinDestination: thin })
    return {
      native: target,
      unleveled: (line) => target.log(line),
      fields: (level, message, fields) => target[level](message, fields),
      log: (level, message) => target[level](message),
      format: (level, message, ...args) => target[level](message, ...args),
      attach: (level, message, value) => target[level](message, value),
      printed,
      child: undefined,
      restore,
    }
  },
})

/** A logger whose own destination is a list. */
function winstonLogger(...more: winston.transport[]): { logger: WinstonLogger; printed: string[] } {
  const printed: string[] = []
  const stream = new Writable({
    write(chunk, _, done) {
      printed.push(String(chunk))
      done()
    },
  })
  const logger = winston.createLogger({
    level: 'debug',
    format: winston.format.combine(winston.format.splat(), winston.format.json()),
    transports: [new winston.transports.Stream({ stream }), ...more],
  })
  return { logger, printed }
}

function viaWinston(logger: WinstonLogger, printed: string[]): WrappedLogger {
  return {
    native: logger,
    unleveled: undefined,
    fields: (level, message, fields) => void logger.log(level, message, fields),
    log: (level, message) => void logger.log(level, message),
    format: (level, message, ...args) => void logger.log(level, message, ...args),
    attach: (level, message, value) =>
      void (value instanceof Error ? logger.log(level, message, value) : logger.log(level, message, { value })),
    printed,
    child: () => viaWinston(logger.child({ module: 'child' }), printed),
    restore: undefined,
  }
}

const WINSTON_PLACES = {
  'as the only argument': (logger: WinstonLogger, _: string, error: unknown) => void logger.warn(error as Error),
  'behind the text': (logger: WinstonLogger, message: string, error: unknown) => void logger.warn(message, error),
  'as the third argument': (logger: WinstonLogger, message: string, error: unknown) =>
    void logger.warn(message, { a: 1 }, error),
  'for a %s': (logger: WinstonLogger, message: string, error: unknown) => void logger.warn(`${message}: %s`, error),
  'as the message': (logger: WinstonLogger, _: string, error: unknown) =>
    void logger.log({ level: 'warn', message: error as string }),
  'in a field': (logger: WinstonLogger, message: string, error: unknown) => void logger.warn(message, { error }),
  'in an object of a field': (logger: WinstonLogger, message: string, error: unknown) =>
    void logger.warn(message, { ctx: { error } }),
  'two objects deep': (logger: WinstonLogger, message: string, error: unknown) =>
    void logger.warn(message, { a: { b: { error } } }),
  'of a child, alone': (logger: WinstonLogger, _: string, error: unknown) =>
    void logger.child({ module: 'a' }).warn(error as Error),
  'of a child of a child': (logger: WinstonLogger, message: string, error: unknown) =>
    void logger.child({ module: 'a' }).child({ part: 'b' }).warn(message, error),
} as const

describeAdapter({
  adapter: 'winston',
  name: 'winston',
  places: WINSTON_PLACES,
  taken: ['level'],
  skips: { restore: 'a live logger stays wrapped; it passes everything once the SDK is shut down' },
  start(_, thin): WrappedLogger {
    const { logger, printed } = winstonLogger()
    return viaWinston(wrapLogger(logger, { thinDestination: thin }), printed)
  },
})

describeAdapter({
  adapter: 'winston',
  name: 'winston transport',
  places: WINSTON_PLACES,
  taken: ['level'],
  skips: {
    restore: 'a transport is removed by winston itself',
    format: 'a transport is given the text that splat has made',
    printed: 'what other transports get is not its business',
  },
  start(): WrappedLogger {
    const { logger, printed } = winstonLogger(new LipServiceTransport())
    return { ...viaWinston(logger, printed), printed: undefined }
  },
})

describeAdapter({
  adapter: 'nest',
  name: 'Nest',
  skips: { format: 'it has no format strings', restore: 'a wrapped logger stays wrapped' },
  places: {
    'as the only argument': (logger: ConsoleLogger, _, error) => logger.warn(error),
    'behind the text': (logger: ConsoleLogger, message, error) => logger.warn(message, error),
    'in an object': (logger: ConsoleLogger, message, error) => logger.warn(message, { error }),
    'two objects deep': (logger: ConsoleLogger, message, error) => logger.warn(message, { a: { b: { error } } }),
    'in a list': (logger: ConsoleLogger, message, error) => logger.warn(message, [error]),
  },
  start(_, thin): WrappedLogger {
    const printed: unknown[] = []
    class Printing extends ConsoleLogger {
      protected override printMessages(messages: unknown[]): void {
        printed.push(...messages)
      }
    }
    const METHOD = { debug: 'debug', info: 'log', warn: 'warn', error: 'error' } as const
    const of = (logger: ConsoleLogger): WrappedLogger => ({
      native: logger,
      unleveled: undefined,
      fields: (level, message, fields) => logger[METHOD[level]](message, fields),
      log: (level, message) => logger[METHOD[level]](message),
      attach: (level, message, value) => logger[METHOD[level]](message, value),
      format: undefined,
      printed,
      child: undefined,
      restore: undefined,
    })
    const logger = wrapNestLogger(new Printing('App'), { thinDestination: thin })
    return { ...of(logger), child: () => of(wrapNestLogger(new Printing('Child'), { thinDestination: thin })) }
  },
})

const POSTHOG_PLACES = {
  'in a field': (client: PostHog, body: string, error: unknown) => client.logger.warn(body, { error } as never),
  'two objects deep': (client: PostHog, body: string, error: unknown) =>
    client.logger.warn(body, { a: { b: { error } } } as never),
  'in a list': (client: PostHog, body: string, error: unknown) =>
    client.logger.warn(body, { errors: [error] } as never),
  'of captureLog': (client: PostHog, body: string, err: unknown) =>
    client.captureLog({ body, level: 'warn', attributes: { err } as never }),
} as const

function viaPostHog(client: PostHog): WrappedLogger {
  return {
    native: client,
    unleveled: undefined,
    fields: (level, body, fields) => client.logger[level](body, fields as never),
    log: (level, body) => client.logger[level](body),
    attach: (level, body, value) => client.logger[level](body, { value } as never),
    format: undefined,
    printed: undefined,
    child: undefined,
    restore: () => void restorePostHog(client),
  }
}

const POSTHOG_SKIPS = {
  early: 'its own client sends what comes before',
  format: 'it has no format strings',
  printed: 'its own destination is PostHog',
  child: 'a client has no children',
} as const
/** A flush sends what waited when the one under way began. */
async function drain(client: PostHog): Promise<void> {
  do await client.flush()
  while ((client.getPersistedProperty('logs_queue' as never) as unknown[] | undefined)?.length)
}
const NO_CAP = { maxLogs: 0 }

describeAdapter({
  adapter: 'posthog-node',
  name: 'posthog-node by our delivery',
  skips: POSTHOG_SKIPS,
  places: POSTHOG_PLACES,
  start({ posthog }): WrappedLogger {
    const client = new PostHog(posthog.token, { host: posthog.url })
    return viaPostHog(wrapPostHog(client, { transport: 'lipservice' }))
  },
})

describeAdapter({
  adapter: 'posthog-node',
  name: 'posthog-node by its own transport',
  skips: POSTHOG_SKIPS,
  places: POSTHOG_PLACES,
  ownEncoder: true,
  start(test): WrappedLogger {
    const { posthog, clock, logging } = test
    const client = wrapPostHog(new PostHog(posthog.token, { host: posthog.url, logs: { rateCap: NO_CAP } }))
    // It tells times by the clock of the system, and sends when it likes.
    const now = vi.spyOn(Date, 'now').mockImplementation(clock.now)
    const arrived = async () => {
      await drain(client)
      await logging.forceFlush()
      // Without a stamp it has passed: that is no business of ours.
      return posthog.records.filter(({ attributes }) => 'lipservice.reason' in attributes)
    }
    Object.assign(test, { arrived })
    const logger = viaPostHog(client)
    return {
      ...logger,
      restore() {
        now.mockRestore()
        logger.restore!()
      },
    }
  },
})

const { combine, errors: errorsFormat, json, prettyPrint, splat, timestamp } = winston.format
/** A format as apps write them: it answers an object of its own. */
const copying = winston.format((info) => ({ ...info }))

describeAdapter({
  adapter: 'winston',
  name: 'winston transport behind formats that copy',
  places: WINSTON_PLACES,
  taken: ['level'],
  skips: {
    restore: 'a transport is removed by winston itself',
    format: 'a transport is given the text that splat has made',
    printed: 'what other transports get is not its business',
  },
  start(): WrappedLogger {
    const logger = winston.createLogger({
      level: 'debug',
      format: combine(errorsFormat({ stack: true }), splat(), timestamp(), copying(), json()),
      transports: [new LipServiceTransport()],
    })
    return { ...viaWinston(logger, []), printed: undefined }
  },
})

describeAdapter({
  adapter: 'winston',
  name: 'winston with formats that copy',
  places: WINSTON_PLACES,
  taken: ['level'],
  skips: { restore: 'a live logger stays wrapped; it passes everything once the SDK is shut down' },
  start(_, thin): WrappedLogger {
    const printed: string[] = []
    const stream = new Writable({
      write(chunk, _encoding, done) {
        printed.push(String(chunk))
        done()
      },
    })
    const logger = winston.createLogger({
      level: 'debug',
      format: combine(errorsFormat({ stack: true }), splat(), copying(), prettyPrint()),
      transports: [new winston.transports.Stream({ stream, format: combine(copying(), json()) })],
    })
    return viaWinston(wrapLogger(logger, { thinDestination: thin }), printed)
  },
})

// The last of this file: the suites before it have run.
describe('the whole suite', () => {
  const suite = () => new Set(adapterRuns.flatMap(({ begun }) => [...begun]))

  it.each(readdirSync(join(root, 'src/adapters')))('was begun for a logger of src/adapters/%s', (folder) => {
    expect(adapterRuns.filter(({ adapter, begun }) => adapter === folder && begun.size > 0)).not.toEqual([])
  })

  it.each(adapterRuns)('was run for $name, but for what has a reason', ({ begun, skipped }) => {
    expect(suite().size).toBeGreaterThan(15)
    expect(new Set([...begun, ...skipped])).toEqual(suite())
  })
})
