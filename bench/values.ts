/**
 * What hostile values and redaction cost: the slowest of a few calls of `logger.emit` of an error with each hostile value as body, as
 * attribute and nested; and what taking secrets out of a text takes. `--gate`: 2 ms a value, 20 µs for 4 KiB, 0.1 ms for 50,000 digits.
 */
import { configureAdaptiveLogging } from 'lipservice'
import { startFakePostHog } from 'lipservice/testing'
import { HOSTILE_VALUES } from '../test/support/hostile-values.ts'
import { loadInternals } from './internal-module.ts'

const { redactText } = await loadInternals()
const posthog = await startFakePostHog({ keepRecords: false })
const logging = configureAdaptiveLogging({
  serviceName: 'bench',
  posthogApiKey: posthog.token,
  posthogHost: posthog.url,
})
const logger = logging.getLogger('bench')
const ROUNDS = 9

function medianMillis(work: () => void): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const before = performance.now()
    work()
    return performance.now() - before
  })
  return times.toSorted((a, b) => a - b)[ROUNDS >> 1]!
}

const results = HOSTILE_VALUES.map(([name, make]) => {
  const value = make()
  const shapes = [
    { body: value },
    { body: 'x', attributes: { value } },
    { body: 'x', attributes: { nested: { list: [value] } } },
  ]
  const millis = Math.max(
    ...shapes.map((shape) => medianMillis(() => logger.emit({ severityNumber: 17, ...(shape as object) }))),
  )
  return { name, millis }
}).toSorted((a, b) => b.millis - a.millis)
console.log(`${results.length} hostile values; the slowest, in ms:`)
for (const { name, millis } of results.slice(0, 5)) console.log(`  ${millis.toFixed(3)}  ${name}`)

const perCall = (text: string) => {
  for (let i = 0; i < 2_000; i++) redactText(text)
  return (
    medianMillis(() => {
      for (let i = 0; i < 100; i++) redactText(text)
    }) / 100
  )
}
const prose = 'The request to https://api.example.com/v1/orders?id=42 took 183 ms: upstream said 503, retrying in 5 s. '
const json = `${JSON.stringify({ id: 4711, user: { name: 'Ann', city: 'Graz' }, items: [1, 2, 3], at: '2026-11-23T10:00:00Z' })} `
const texts = {
  '4 KiB of prose': prose.repeat(50).slice(0, 4_096),
  '4 KiB of JSON': json.repeat(50).slice(0, 4_096),
  '50,000 digits': '1'.repeat(50_000),
  '32 KiB of @': '@'.repeat(32_768),
  '32 KiB of eyJ': 'eyJ'.repeat(10_922),
  '32 KiB of password=': 'password='.repeat(3_640),
  '32 KiB of token=': 'token='.repeat(5_461),
}
const micros = Object.entries(texts).map(([name, text]) => ({ name, micros: perCall(text) * 1_000 }))
console.log('redactText, µs:')
for (const row of micros) console.log(`  ${row.micros.toFixed(1)}  ${row.name}`)
await logging.shutdown()
await posthog.close()

const slow = results[0]!.millis > 2 || micros[0]!.micros > 20 || micros[2]!.micros > 100
if (process.argv.includes('--gate') && slow) process.exitCode = 1
