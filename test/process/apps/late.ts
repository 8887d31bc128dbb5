/** Logs errors when it is too late: in a listener for `exit`, or after `shutdown()`, by the logger that argv names. */
import { writeSync } from 'node:fs'
import { configureAdaptiveLogging } from 'lipservice'
import { wrapConsole } from 'lipservice/console'
import { wrapPino } from 'lipservice/pino'
import { wrapLogger } from 'lipservice/winston'
import pino from 'pino'
import winston from 'winston'

const [, , moment = '', logger = '', count = '3'] = process.argv
const logging = configureAdaptiveLogging({ serviceName: 'dying' })
const pinoLogger = wrapPino(pino({}, { write() {} }))
const winstonLogger = wrapLogger(
  winston.createLogger({ transports: [new winston.transports.Stream({ stream: process.stdout, silent: true })] }),
)
const otel = logging.getLogger('late')
const LOGGERS: Record<string, (text: string, id: number) => void> = {
  otel: (body, id) => otel.emit({ severityNumber: 21, body, attributes: { id } }),
  pino: (text, id) => pinoLogger.fatal({ id }, text),
  winston: (text, id) => void winstonLogger.error(text, { id }),
  console: (text, id) => console.error(text, { id }),
}
if (logger === 'console') {
  wrapConsole()
  process.stderr.write = () => true
}

function logLate(): void {
  // What is no error passes, and nobody waits for it.
  pinoLogger.info('too late')
  for (let id = 0; id < Number(count); id++) LOGGERS[logger]!('the last word', id)
  const { accepted, delivered, pending, dropped } = logging.stats().delivery
  const lost = Object.values(dropped).reduce((sum, records) => sum + records, 0)
  writeSync(1, JSON.stringify({ accepted, delivered, pending, lost }))
}

otel.emit({ severityNumber: 17, body: 'in time', attributes: { id: 1_000 } })
if (moment === 'shutdown') {
  await logging.shutdown()
  logLate()
} else {
  process.on('exit', logLate)
  if (moment === 'throw') {
    setImmediate(() => {
      throw new Error('on purpose')
    })
  } else if (moment === 'exit') process.exit(3)
}
