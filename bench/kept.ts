/** What a kept record costs beside OpenTelemetry's own with serialisation, in one run: `npm run bench:kept`. With `--gate` it fails where a ratio is beyond its bound. */
import { LoggerProvider } from '@opentelemetry/sdk-logs'
import { configureAdaptiveLogging } from 'lipservice'
import { measure, print, threadNanos } from './harness.ts'
import { serialising } from './serialising.ts'
import { startSink } from './sink.ts'

const INFO = 9
const ERROR = 17
const FIELDS = { method: 'GET', route: '/items/:id', status: 200, cached: true, durationMs: 12.5 }
const message = (i: number) =>
  `request ${i} for customer ${i % 977} from 10.0.0.${i % 250} answered in ${i % 83} ms, cache hit`
/** As many as OpenTelemetry serialises at once. */
const TIMES = 512
const ROUNDS = 151

const sink = await startSink()
const logging = configureAdaptiveLogging({
  posthogApiKey: 'phc_bench',
  posthogHost: sink.url,
  enableAiSampling: false,
})
const settle = () => logging.forceFlush()
const theirs = new LoggerProvider({ processors: [serialising()] }).getLogger('bench')
const ours = logging.getLogger('bench')
let n = 0
const emit = (logger: typeof theirs, severityNumber: number) => (times: number) => {
  for (let i = 0; i < times; i++) logger.emit({ severityNumber, body: message(n++), attributes: FIELDS })
}
const measured = await measure(
  [
    { name: 'OpenTelemetry, serialised to protobuf in batches', run: emit(theirs, INFO) },
    { name: 'ours: decided, masked, encoded, queued', run: emit(ours, INFO), settle },
    { name: 'ours: an error, with its id', run: emit(ours, ERROR), settle },
  ],
  TIMES,
  process.argv.includes('--thread') ? threadNanos : undefined,
  ROUNDS,
)
print('a kept record, 5 attributes, 80 characters', measured)
await logging.shutdown()
sink.close()

const [base, kept, error] = measured.map(({ nanos }) => nanos) as [number, number, number]
const GATES: readonly [name: string, ratio: number, goal: number, bound: number][] = [
  ['a kept record', kept / base, 0.9, 1.1],
  ['an error', error / base, 1.1, 1.4],
]
console.log('')
for (const [name, ratio, goal, bound] of GATES)
  console.log(`  ${ratio <= goal ? 'met   ' : 'MISSED'} ${name}: ${ratio.toFixed(2)} (goal ${goal}, gate ${bound})`)
if (process.argv.includes('--gate') && GATES.some(([, ratio, , bound]) => ratio > bound)) process.exitCode = 1
