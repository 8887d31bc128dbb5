/** An app that throws, or rejects, what argv says, and whose own listener logs it as argv says. */
import { configureAdaptiveLogging } from 'lipservice'
import { wrapConsole } from 'lipservice/console'
import { wrapPino } from 'lipservice/pino'
import { wrapLogger } from 'lipservice/winston'
import pino from 'pino'
import winston from 'winston'

const [, , thrown = '', listener = ''] = process.argv
configureAdaptiveLogging({ serviceName: 'uncaught' })
const logger = wrapPino(pino({}, { write() {} }))

const VALUES: Record<string, () => unknown> = {
  error: () => new TypeError('once'),
  text: () => 'only a text',
  object: () => ({ code: 5, why: 'because' }),
  undefined: () => undefined,
}
const LISTENERS: Record<string, (value: unknown) => void> = {
  pino: (value) => logger.fatal(value),
  later: (value) => void setTimeout(() => logger.fatal(value), 20),
  console: (value) => console.error(value instanceof Error ? value.stack : `crashed: ${value}`),
  something: () => logger.error('something happened'),
  exits: (value) => {
    logger.fatal(value)
    process.exit(9)
  },
  silent: () => {},
}

if (listener === 'winston') {
  const transport = new winston.transports.Stream({ stream: process.stderr, handleExceptions: true, silent: true })
  wrapLogger(winston.createLogger({ transports: [transport], exitOnError: false }))
} else if (listener === 'before') {
  // Logged where it is caught, and thrown on.
} else if (listener !== 'none') {
  if (listener === 'console') {
    wrapConsole()
    process.stderr.write = () => true
  }
  process.on('uncaughtException', (value) => {
    process.exitCode = 9
    LISTENERS[listener]!(value)
  })
}

const value = VALUES[thrown.replace('rejected ', '')]!()
if (listener === 'before') logger.error(value)
if (thrown.startsWith('rejected ')) void Promise.reject(value)
else
  setImmediate(() => {
    throw value
  })
