/** The hot path, as ratios to the same work without LipService, in one run: `npm run bench`. */
import { LoggerProvider } from '@opentelemetry/sdk-logs'
import { AdaptiveLogRecordProcessor, configureAdaptiveLogging, signatureOf, wrapLoggerProvider } from 'lipservice'
import { wrapPino } from 'lipservice/pino'
import { startFakePostHog } from 'lipservice/testing'
import pino from 'pino'
import { measure, print } from './harness.ts'
import { noop, serialising } from './serialising.ts'

const INFO = 9
const ERROR = 17
const ATTRIBUTES = { method: 'GET', route: '/items/:id', status: 200, cached: true, durationMs: 12.5 }
const message = (i: number) =>
  `request ${i} for customer ${i % 977} from 10.0.0.${i % 250} answered in ${i % 83} ms, cache hit`
const long = `${message(17)} `.repeat(2).slice(0, 100)

const stream = { write() {} }

const posthog = await startFakePostHog({ keepRecords: false })
const logging = configureAdaptiveLogging({ posthogApiKey: posthog.token, posthogHost: posthog.url })
const settle = () => logging.forceFlush()

let n = 0
let sink = 0
print(
  'sign a message of 100 characters',
  await measure([
    {
      name: 'a bare charCodeAt loop',
      run: (times) => {
        for (let i = 0; i < times; i++) for (let at = 0; at < long.length; at++) sink ^= long.charCodeAt(at)
      },
    },
    {
      name: 'signatureOf: template and id, nothing remembered',
      run: (times) => {
        for (let i = 0; i < times; i++) signatureOf(long)
      },
    },
    {
      name: 'sample(): signed by memo, decided, counted',
      run: (times) => {
        for (let i = 0; i < times; i++) if (logging.sample({ severityNumber: INFO, body: long }).keep) sink++
      },
    },
  ]),
)

const plain = new LoggerProvider({ processors: [noop] }).getLogger('bench')
const batched = new LoggerProvider({ processors: [serialising()] }).getLogger('bench')
const wrappedProvider = wrapLoggerProvider(new LoggerProvider({ processors: [noop] }))
const early = wrappedProvider.getLogger('bench')
const wrapping = new AdaptiveLogRecordProcessor(noop)
const wrapped = new LoggerProvider({ processors: [wrapping] }).getLogger('bench')
const ours = logging.getLogger('bench')
const emit = (logger: typeof plain, severityNumber: number) => (times: number) => {
  for (let i = 0; i < times; i++) logger.emit({ severityNumber, body: message(n++), attributes: ATTRIBUTES })
}
const emitConstant = (logger: typeof plain, record: { body: string; eventName?: string }) => (times: number) => {
  for (let i = 0; i < times; i++) logger.emit({ severityNumber: INFO, attributes: ATTRIBUTES, ...record })
}
print(
  'OpenTelemetry: logger.emit, 5 attributes, 80 characters',
  await measure([
    { name: 'without us, a processor that does nothing', run: emit(plain, INFO) },
    { name: 'AdaptiveLogRecordProcessor, nearly all dropped', run: emit(wrapped, INFO) },
    { name: 'our provider, nearly all dropped', run: emit(ours, INFO), settle },
    { name: 'wrapLoggerProvider, nearly all dropped', run: emit(early, INFO) },
    {
      name: 'wrapLoggerProvider, a constant message',
      run: emitConstant(early, { body: 'health check passed for all upstream hosts' }),
    },
    { name: 'wrapLoggerProvider, an event name', run: emitConstant(early, { eventName: 'order.placed', body: 'x' }) },
  ]),
)
print(
  'OpenTelemetry: every record kept',
  await measure([
    { name: 'without us, serialised to protobuf in batches', run: emit(batched, ERROR) },
    { name: 'our provider, encoded and queued', run: emit(ours, ERROR), settle },
  ]),
)

const bare = pino({}, stream)
const untouched = wrapPino(pino({}, stream))
const thin = wrapPino(pino({}, stream), { thinDestination: true })
const log = (logger: pino.Logger, level: 'info' | 'error') => (times: number) => {
  for (let i = 0; i < times; i++) logger[level](ATTRIBUTES, message(n++))
}
print(
  'pino: 5 fields, 80 characters, null stream',
  await measure([
    { name: 'without us', run: log(bare, 'info') },
    { name: 'wrapped, nearly all dropped, destination untouched', run: log(untouched, 'info'), settle },
    { name: 'wrapped, nearly all dropped, thinDestination', run: log(thin, 'info'), settle },
    { name: 'wrapped, every line kept', run: log(untouched, 'error'), settle },
    {
      name: 'format string, thinDestination',
      run: (times) => {
        for (let i = 0; i < times; i++) thin.info(ATTRIBUTES, 'request %d for customer %d answered in %d ms', i, i, i)
      },
      settle,
    },
  ]),
)

await wrapping.shutdown()
await wrappedProvider.shutdown()
await logging.shutdown()
await posthog.close()
if (sink === -1) console.log(sink)
