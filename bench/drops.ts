/** What a dropped record costs beside the same call without us, in one run: `npm run bench:drops`. With `--gate` it fails where a ratio is beyond its bound. */
import { Writable } from 'node:stream'
import { type Context, context, ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { LoggerProvider } from '@opentelemetry/sdk-logs'
import { configureAdaptiveLogging, wrapLoggerProvider } from 'lipservice'
import { wrapPino } from 'lipservice/pino'
import { startFakePostHog } from 'lipservice/testing'
import { wrapLogger } from 'lipservice/winston'
import pino from 'pino'
import winston from 'winston'
import { measure, print } from './harness.ts'
import { noop } from './serialising.ts'

const INFO = 9
const FIELDS = { method: 'GET', route: '/items/:id', status: 200, cached: true, durationMs: 12.5 }
const message = (i: number) =>
  `request ${i} for customer ${i % 977} from 10.0.0.${i % 250} answered in ${i % 83} ms, cache hit`
const NOUNS = 'request customer cache order payment session job query mail worker token shard'.split(' ')
const VERBS = 'completed loaded refreshed placed retried'.split(' ')
/** Of 60 templates in turn. */
const oneOfMany = (i: number) =>
  `${NOUNS[i % 12]} ${i} for customer ${i % 977} from 10.0.${i % 7}.${i % 250} ${VERBS[i % 5]} in ${i % 83} ms, cache hit`
const FORMAT = 'request %d for customer %d answered in %d ms'
/** Short and many: beside what else the machine does, most of them are undisturbed. */
const TIMES = 250
const ROUNDS = 301
/** New patterns are kept whole for a while. */
const WARM_UP_MILLIS = 12_000
/** Without one, one in 200 of what is logged here would be kept, which costs fifty times as much as a drop. */
const budget = { recordsPerSecond: 50 }

const posthog = await startFakePostHog({ keepRecords: false })
const logging = configureAdaptiveLogging({ posthogApiKey: posthog.token, posthogHost: posthog.url, budget })
const provider = () => new LoggerProvider({ processors: [noop] })
const wrappedProvider = wrapLoggerProvider(provider(), { budget })
/** Of many templates 2 to 4 % are to be kept. */
const lavishProvider = wrapLoggerProvider(provider())
const plain = provider().getLogger('bench')
const ours = wrappedProvider.getLogger('bench')
const lavish = lavishProvider.getLogger('bench')
const traced: Context = trace.setSpanContext(ROOT_CONTEXT, {
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  spanId: '00f067aa0ba902b7',
  traceFlags: 1,
})
const { combine, errors, json, splat, timestamp } = winston.format
const winstonLogger = () =>
  winston.createLogger({
    format: combine(timestamp(), errors({ stack: true }), splat(), json()),
    transports: [
      new winston.transports.Stream({ stream: new Writable({ write: (_chunk, _encoding, done) => done() }) }),
    ],
  })
const nullStream = { write() {} }
const bare = pino({}, nullStream)
const thin = wrapPino(pino({}, nullStream), { thinDestination: true })
const toDevNull = pino({}, pino.destination({ dest: '/dev/null', sync: true }))
const fullWinston = winstonLogger()
const thinWinston = wrapLogger(winstonLogger(), { thinDestination: true })

let n = 0
const times = (once: () => void) => (count: number) => {
  for (let i = 0; i < count; i++) {
    n++
    once()
  }
}
const emit = (logger: typeof plain, text: (i: number) => string, more: { context?: Context } = {}) =>
  times(() => logger.emit({ severityNumber: INFO, body: text(n), attributes: FIELDS, ...more }))
const CASES = [
  { name: 'OpenTelemetry, a processor that does nothing', run: emit(plain, message) },
  { name: 'OpenTelemetry, 60 templates', run: emit(plain, oneOfMany) },
  { name: 'wrapLoggerProvider', run: emit(ours, message) },
  { name: 'wrapLoggerProvider, 60 templates', run: emit(lavish, oneOfMany) },
  { name: 'wrapLoggerProvider, in a trace', run: emit(ours, message, { context: traced }) },
  {
    name: 'wrapLoggerProvider, a constant message',
    run: emit(ours, () => 'health check passed for all upstream hosts'),
  },
  {
    name: 'wrapLoggerProvider, an event name',
    run: times(() => ours.emit({ severityNumber: INFO, eventName: 'order.placed', body: 'x', attributes: FIELDS })),
  },
  { name: 'pino, null stream', run: times(() => bare.info(FIELDS, message(n))) },
  { name: 'pino, /dev/null', run: times(() => toDevNull.info(FIELDS, message(n))) },
  { name: 'wrapPino, thinDestination', run: times(() => thin.info(FIELDS, message(n))) },
  { name: 'wrapPino, thinDestination, format string', run: times(() => thin.info(FIELDS, FORMAT, n, n, n)) },
  { name: 'winston, all formats', run: times(() => fullWinston.info(message(n), FIELDS)) },
  { name: 'wrapLogger, thinDestination', run: times(() => thinWinston.info(message(n), FIELDS)) },
]

const warmUntil = performance.now() + WARM_UP_MILLIS
while (performance.now() < warmUntil) {
  for (const { run } of CASES) run(TIMES)
  await logging.forceFlush()
}
const measured = await measure(CASES, TIMES, process.hrtime.bigint, ROUNDS)
print('a dropped record, 5 attributes, 80 characters', measured)
console.log(
  `\n  kept of what pino and winston logged: ${(100 * (1 - logging.stats().savings.share)).toFixed(2)} % of bytes`,
)
await Promise.all([wrappedProvider.shutdown(), lavishProvider.shutdown()])
await logging.shutdown()
await posthog.close()
context.disable()

const nanosOf = (name: string) => measured.find((row) => row.name === name)!.nanos
/** `bound`: what it may not get worse than. */
const GATES: readonly [of: string, to: string, goal: number, bound: number][] = [
  ['wrapLoggerProvider', 'OpenTelemetry, a processor that does nothing', 0.65, 0.8],
  ['wrapLoggerProvider, 60 templates', 'OpenTelemetry, 60 templates', 1.1, 1.3],
  ['wrapLoggerProvider, in a trace', 'OpenTelemetry, a processor that does nothing', 1.3, 1.6],
  ['wrapLoggerProvider, a constant message', 'OpenTelemetry, a processor that does nothing', 0.12, 0.25],
  ['wrapLoggerProvider, an event name', 'OpenTelemetry, a processor that does nothing', 0.12, 0.25],
  ['wrapPino, thinDestination', 'pino, null stream', 0.4, 0.5],
  ['wrapPino, thinDestination, format string', 'pino, null stream', 0.12, 0.2],
  ['wrapPino, thinDestination', 'pino, /dev/null', 0.15, 0.2],
  ['wrapLogger, thinDestination', 'winston, all formats', 0.2, 0.25],
]
console.log('')
let isBeyond = false
for (const [of, to, goal, bound] of GATES) {
  const ratio = nanosOf(of) / nanosOf(to)
  if (ratio > bound) isBeyond = true
  console.log(
    `  ${ratio <= goal ? 'met   ' : 'MISSED'} ${of} / ${to}: ${ratio.toFixed(2)} (goal ${goal}, gate ${bound})`,
  )
}
if (process.argv.includes('--gate') && isBeyond) process.exitCode = 1
