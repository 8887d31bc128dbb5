import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { format } from 'node:util'
import { ConsoleLogger } from '@nestjs/common'
import pino, { type Logger as PinoLogger } from 'pino'
import { describe, expect, it } from 'vitest'
import winston, { type Logger as WinstonLogger } from 'winston'
import { wrapConsole } from '../../src/console.js'
import { wrapNestLogger } from '../../src/nest.js'
import { wrapPino } from '../../src/pino.js'
import { LipServiceTransport, wrapLogger } from '../../src/winston.js'
import { adapterRuns, describeAdapter, type Level, type WrappedLogger } from '../support/describe-adapter.js'
import { root } from '../support/root.js'

const SEVERITY = { debug: 5, info: 9, warn: 13, error: 17 } as const

describeAdapter({
  adapter: 'opentelemetry',
  name: 'OpenTelemetry',
  skips: {
    format: 'its API has no format strings',
    printed: 'records have no other destination',
    child: 'loggers have no children',
    restore: 'the provider ends with shutdown()',
  },
  start({ logging, clock }): WrappedLogger {
    const logger = logging.getLogger('app')
    const emit = (level: Level, body: string, rest = {}) =>
      logger.emit({ severityNumber: SEVERITY[level], body, timestamp: clock.now(), ...rest })
    return {
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
  start(_, thin): WrappedLogger {
    const printed: string[] = []
    const destination = { write: (line: string) => void printed.push(line) }
    const of = (logger: PinoLogger): WrappedLogger => ({
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
  start(_, thin): WrappedLogger {
    const printed: string[] = []
    const print = (...args: unknown[]) => void printed.push(format(...args))
    const target = { trace: print, debug: print, log: print, info: print, warn: print, error: print }
    const restore = wrapConsole({ console: target, thinDestination: thin })
    return {
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
    log: (level, message) => void logger.log(level, message),
    format: (level, message, ...args) => void logger.log(level, message, ...args),
    attach: (level, message, value) =>
      void (value instanceof Error ? logger.log(level, message, value) : logger.log(level, message, { value })),
    printed,
    child: () => viaWinston(logger.child({ module: 'child' }), printed),
    restore: undefined,
  }
}

describeAdapter({
  adapter: 'winston',
  name: 'winston',
  skips: { restore: 'a live logger stays wrapped; it passes everything once the SDK is shut down' },
  start(_, thin): WrappedLogger {
    const { logger, printed } = winstonLogger()
    return viaWinston(wrapLogger(logger, { thinDestination: thin }), printed)
  },
})

describeAdapter({
  adapter: 'winston',
  name: 'winston transport',
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
  start(_, thin): WrappedLogger {
    const printed: unknown[] = []
    class Printing extends ConsoleLogger {
      protected override printMessages(messages: unknown[]): void {
        printed.push(...messages)
      }
    }
    const METHOD = { debug: 'debug', info: 'log', warn: 'warn', error: 'error' } as const
    const of = (logger: ConsoleLogger): WrappedLogger => ({
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
