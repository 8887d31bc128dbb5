/** Loggers beside what their users do today, in one run: part of `npm run bench`. With `--gate` it fails where a ratio is worse than its bound. */
import { createRequire } from 'node:module'
import { Writable } from 'node:stream'
import * as api from '@opentelemetry/api'
import { logs } from '@opentelemetry/api-logs'
import { PinoInstrumentation } from '@opentelemetry/instrumentation-pino'
import { LoggerProvider } from '@opentelemetry/sdk-logs'
import { OpenTelemetryTransportV3 } from '@opentelemetry/winston-transport'
import { configureAdaptiveLogging } from 'lipservice'
import { wrapPino } from 'lipservice/pino'
import { startFakePostHog } from 'lipservice/testing'
import { wrapLogger } from 'lipservice/winston'
import pino from 'pino'
import winston from 'winston'
import { type Measured, measure, print } from './harness.ts'
import { serialising } from './serialising.ts'

const FIELDS = { method: 'GET', route: '/items/:id', status: 200, cached: true, durationMs: 12.5 }
const message = (i: number) =>
  `request ${i} for customer ${i % 977} from 10.0.0.${i % 250} answered in ${i % 83} ms, cache hit`
let n = 0

// The usual bridges take the global provider when a logger is made.
const provider = new LoggerProvider({ processors: [serialising()] })
const newer = (api as unknown as { logs: typeof logs }).logs
logs.setGlobalLoggerProvider(provider)
newer.setGlobalLoggerProvider(provider)
const { combine, errors, json, splat, timestamp } = winston.format
const formats = { json: json(), full: combine(timestamp(), errors({ stack: true }), splat(), json()) }
const nowhere = () =>
  new winston.transports.Stream({ stream: new Writable({ write: (_chunk, _encoding, done) => done() }) })
const winstonOf = (format: winston.Logform.Format, ...more: winston.transport[]) =>
  winston.createLogger({ format, transports: [nowhere(), ...more] })
const bridgedWinston = winstonOf(formats.json, new OpenTelemetryTransportV3())
const stream = { write() {} }
new PinoInstrumentation().enable()
const bridgedPino = (createRequire(import.meta.url)('pino') as typeof pino)({}, stream)
bridgedPino.info('warm')
logs.disable()
newer.disable()

const posthog = await startFakePostHog({ keepRecords: false })
const logging = configureAdaptiveLogging({ posthogApiKey: posthog.token, posthogHost: posthog.url })
const settle = () => logging.forceFlush()
const byWinston = (logger: winston.Logger, level: 'info' | 'error') => (times: number) => {
  for (let i = 0; i < times; i++) logger[level](message(n++), FIELDS)
}
const byPino = (logger: pino.Logger, level: 'info' | 'error') => (times: number) => {
  for (let i = 0; i < times; i++) logger[level](FIELDS, message(n++))
}

const thin = { thinDestination: true }
const winstonRows = await measure([
  { name: 'without us: timestamp, errors, splat, json', run: byWinston(winstonOf(formats.full), 'info') },
  { name: 'without us: json', run: byWinston(winstonOf(formats.json), 'info') },
  { name: 'json and OpenTelemetryTransportV3', run: byWinston(bridgedWinston, 'error') },
  {
    name: 'full formats, wrapped, nearly all dropped',
    run: byWinston(wrapLogger(winstonOf(formats.full), thin), 'info'),
    settle,
  },
  { name: 'json, wrapped, every call kept', run: byWinston(wrapLogger(winstonOf(formats.json)), 'error'), settle },
])
print('winston: 5 fields, 80 characters, null stream', winstonRows)
const pinoRows = await measure([
  { name: 'without us', run: byPino(pino({}, stream), 'info') },
  { name: 'instrumentation-pino, serialised in batches', run: byPino(bridgedPino, 'error') },
  { name: 'wrapped, every line kept', run: byPino(wrapPino(pino({}, stream)), 'error'), settle },
])
print('pino: 5 fields, 80 characters, null stream', pinoRows)
await logging.shutdown()
await posthog.close()

const ratio = (rows: readonly Measured[], of: number, to: number) => rows[of]!.nanos / rows[to]!.nanos
/** `bound`: what it may not get worse than. */
const gates: [name: string, ratio: number, goal: number, bound: number][] = [
  ['winston: a dropped call to a full one', ratio(winstonRows, 3, 0), 0.15, 0.75],
  ['winston: a kept call to its OpenTelemetry bridge', ratio(winstonRows, 4, 2), 1, 1.5],
  ['pino: a kept line to its OpenTelemetry bridge', ratio(pinoRows, 2, 1), 1, 1],
]
console.log('')
for (const [name, value, goal] of gates) {
  console.log(`  ${value <= goal ? 'met   ' : 'MISSED'} ${name.padEnd(52)} ${value.toFixed(2)}× (goal ${goal}×)`)
}
if (process.argv.includes('--gate') && gates.some(([, value, , bound]) => value > bound)) process.exitCode = 1
