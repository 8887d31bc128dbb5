/** Kept records of loggers beside what their users do today, in one run: part of `npm run bench`. With `--gate` it fails where a ratio is worse than its bound. */
import { createRequire } from 'node:module'
import { Writable } from 'node:stream'
import * as api from '@opentelemetry/api'
import { logs } from '@opentelemetry/api-logs'
import { PinoInstrumentation } from '@opentelemetry/instrumentation-pino'
import { LoggerProvider } from '@opentelemetry/sdk-logs'
import { OpenTelemetryTransportV3 } from '@opentelemetry/winston-transport'
import { configureAdaptiveLogging } from 'lipservice'
import { wrapPino } from 'lipservice/pino'
import { wrapLogger } from 'lipservice/winston'
import pino from 'pino'
import winston from 'winston'
import { type Measured, measure, print, threadNanos } from './harness.ts'
import { serialising } from './serialising.ts'
import { startSink } from './sink.ts'

const FIELDS = { method: 'GET', route: '/items/:id', status: 200, cached: true, durationMs: 12.5 }
const message = (i: number) =>
  `request ${i} for customer ${i % 977} from 10.0.0.${i % 250} answered in ${i % 83} ms, cache hit`
let n = 0

// The usual bridges take the global provider when a logger is made.
const provider = new LoggerProvider({ processors: [serialising()] })
const newer = (api as unknown as { logs: typeof logs }).logs
logs.setGlobalLoggerProvider(provider)
newer.setGlobalLoggerProvider(provider)
const nowhere = () =>
  new winston.transports.Stream({ stream: new Writable({ write: (_chunk, _encoding, done) => done() }) })
const winstonOf = (...more: winston.transport[]) =>
  winston.createLogger({ format: winston.format.json(), transports: [nowhere(), ...more] })
const bridgedWinston = winstonOf(new OpenTelemetryTransportV3())
const stream = { write() {} }
new PinoInstrumentation().enable()
const bridgedPino = (createRequire(import.meta.url)('pino') as typeof pino)({}, stream)
bridgedPino.info('warm')
logs.disable()
newer.disable()

/** As many as OpenTelemetry serialises at once. */
const TIMES = 512
const ROUNDS = 101
/** Time of the thread is told in steps of some milliseconds. */
const LINES = 8_192
const ROUNDS_OF_LINES = 21
const sink = await startSink()
const logging = configureAdaptiveLogging({ posthogApiKey: 'phc_bench', posthogHost: sink.url, enableAiSampling: false })
const settle = () => logging.forceFlush()
const byWinston = (logger: winston.Logger) => (times: number) => {
  for (let i = 0; i < times; i++) logger.info(message(n++), FIELDS)
}
const byPino = (logger: pino.Logger) => (times: number) => {
  for (let i = 0; i < times; i++) logger.info(FIELDS, message(n++))
}

const winstonRows = await measure(
  [
    { name: 'without us: json', run: byWinston(winstonOf()) },
    { name: 'json and OpenTelemetryTransportV3', run: byWinston(bridgedWinston) },
    { name: 'json, wrapped, every call kept', run: byWinston(wrapLogger(winstonOf())), settle },
  ],
  TIMES,
  undefined,
  ROUNDS,
)
print('winston: 5 fields, 80 characters, null stream', winstonRows)
const keptPino = wrapPino(pino({}, stream))
const barePino = pino({}, stream)
const pinoRows = await measure(
  [
    { name: 'without us', run: byPino(barePino) },
    { name: 'instrumentation-pino, serialised in batches', run: byPino(bridgedPino) },
    { name: 'wrapped, every line kept', run: byPino(keptPino), settle },
  ],
  TIMES,
  undefined,
  ROUNDS,
)
print('pino: 5 fields, 80 characters, null stream', pinoRows)
// A line of a logger that hides something is read, when a batch is cut: that is a part of the round.
const hidingPino = wrapPino(pino({ redact: ['password'] }, stream))
const sentRows = await measure(
  [
    { name: 'instrumentation-pino, serialised in batches', run: byPino(bridgedPino), finish: settle },
    { name: 'wrapped, every line kept, compressed and sent', run: byPino(keptPino), finish: settle },
    { name: 'the same with redact: every line read', run: byPino(hidingPino), finish: settle },
  ],
  LINES,
  threadNanos,
  ROUNDS_OF_LINES,
)
print('pino, until all is sent: time of the thread', sentRows)
await logging.shutdown()
sink.close()

const ratio = (rows: readonly Measured[], of: number, to: number) => rows[of]!.nanos / rows[to]!.nanos
/** `bound`: what it may not get worse than. */
const gates: [name: string, ratio: number, goal: number, bound: number][] = [
  ['winston: a kept call to its OpenTelemetry bridge', ratio(winstonRows, 2, 1), 1, 1.1],
  ['pino: a kept line to its OpenTelemetry bridge', ratio(pinoRows, 2, 1), 0.5, 0.7],
]
console.log('')
for (const [name, value, goal] of gates) {
  console.log(`  ${value <= goal ? 'met   ' : 'MISSED'} ${name.padEnd(52)} ${value.toFixed(2)}× (goal ${goal}×)`)
}
if (process.argv.includes('--gate') && gates.some(([, value, , bound]) => value > bound)) process.exitCode = 1
