/** posthog-node's own logs: sampled by `wrapPostHog`, and by the same sampling within `logs.beforeSend`. With `--gate` it fails where a bound is missed. */
import { configureAdaptiveLogging } from 'lipservice'
import { posthogBeforeSend, wrapPostHog } from 'lipservice/posthog'
import { startFakePostHog } from 'lipservice/testing'
import { PostHog } from 'posthog-node'
import { type Measured, measure, print, threadNanos } from './harness.ts'

const FIELDS = { method: 'GET', route: '/items/:id', status: 200, cached: true, durationMs: 12.5 }
const TEXTS = {
  constant: () => 'request answered',
  interpolated: (i: number) =>
    `request ${i} for customer ${i % 977} from 10.0.0.${i % 250} answered in ${i % 83} ms, cache hit`,
} as const
/** A round. Of so many of one pattern few are kept: those would be most of the time. */
const CALLS = 20_000
let n = 0

const posthog = await startFakePostHog({ keepRecords: false })
const logging = configureAdaptiveLogging({ posthogApiKey: posthog.token, posthogHost: posthog.url })
type Logs = NonNullable<NonNullable<ConstructorParameters<typeof PostHog>[1]>['logs']>

/** What it sends is thrown away: between the rounds, as everything that waits. */
function create(logs: Logs = {}): PostHog {
  const answer = { status: 200, headers: new Headers(), text: async () => '{}', json: async () => ({}) }
  const fetch = async () => answer as never
  return new PostHog('phc_x', { fetch, disableCompression: true, logs: { rateCap: { maxLogs: 0 }, ...logs } })
}

const plain = create()
const wrapped = wrapPostHog(create())
const shipped = wrapPostHog(create(), { transport: 'lipservice' })
const asked = create({ beforeSend: posthogBeforeSend() })
const dropping = create({ beforeSend: () => null })

const by = (client: PostHog, level: 'info' | 'error', text: (i: number) => string) => ({
  run(times: number) {
    for (let i = 0; i < times; i++) client.logger[level](text(n++), FIELDS)
  },
  async settle() {
    await client.flush()
    await logging.forceFlush()
  },
})

const drops: Record<string, Measured[]> = {}
for (const [name, text] of Object.entries(TEXTS)) {
  const rows = await measure(
    [
      { name: 'posthogBeforeSend', ...by(asked, 'info', text) },
      { name: 'wrapped', ...by(wrapped, 'info', text) },
      { name: 'without sampling, a beforeSend that drops', ...by(dropping, 'info', text) },
    ],
    CALLS,
    threadNanos,
  )
  print(`posthog-node: nearly all dropped, 5 attributes, ${name} text`, rows)
  drops[name] = rows
}
const keeps = await measure(
  [
    { name: 'without us', ...by(plain, 'error', TEXTS.interpolated) },
    { name: 'wrapped, sent by the client', ...by(wrapped, 'error', TEXTS.interpolated) },
    { name: 'wrapped, sent by us', ...by(shipped, 'error', TEXTS.interpolated) },
  ],
  2_000,
  threadNanos,
)
print('posthog-node: every log kept, 5 attributes, interpolated text', keeps)
await logging.shutdown()
await posthog.close()

/** What a drop took when this was written, with room for noise: `goal` is what we set out for. */
const gates = Object.entries(drops).flatMap(([name, [hook, drop]]) => [
  { name: `${name} text: ns of a drop`, value: drop!.nanos, goal: 1_000, bound: name === 'constant' ? 1_000 : 2_500 },
  { name: `${name} text: a drop to one within beforeSend`, value: drop!.nanos / hook!.nanos, goal: 0.7, bound: 1.1 },
])
console.log('')
for (const { name, value, goal } of gates)
  console.log(`  ${value <= goal ? 'met   ' : 'MISSED'} ${name.padEnd(52)} ${value.toPrecision(3)} (goal ${goal})`)
if (process.argv.includes('--gate') && gates.some(({ value, bound }) => value > bound)) process.exitCode = 1
