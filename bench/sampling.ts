/**
 * What sampling holds in memory under a flood of 10,000,000 unique messages, what stays of the patterns beneath it, and what it costs to
 * divide the budget among 1,000 patterns: `npm run bench:sampling`.
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { ManualClock, seededRandom } from 'lipservice/testing'
import { median } from './harness.ts'

const [messages = '10000000', built] = process.argv.slice(2)
const MESSAGES = Number(messages)
if (built === undefined) {
  // In a process of its own: what builds the module would be in the heap, and leave it while we measure.
  const { withInternals } = await import('./internal-module.ts')
  await withInternals(async (file) => {
    const args = ['--expose-gc', fileURLToPath(import.meta.url), messages, file]
    process.exitCode = spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1
  })
  process.exit()
}
const STEADY_PATTERNS = 100
const RECORDS_PER_SECOND = 100
const MIB = 2 ** 20

type Internals = typeof import('../src/engine/internals.js')

const { createSamplingEngine, resolveSamplingOptions } = (await import(pathToFileURL(built).href)) as Internals
const start = () => {
  const clock = new ManualClock()
  const options = resolveSamplingOptions({ budget: { recordsPerSecond: RECORDS_PER_SECOND } }, {})
  const diag = { once() {}, resolved() {} }
  return { clock, engine: createSamplingEngine(options, { clock, timers: clock, random: seededRandom(1), diag }) }
}
const letters = 'ghijklmnopqrstuvwxyz'
const wordOf = (n: number) =>
  Array.from({ length: 6 }, (_, i) => letters[Math.floor(n / letters.length ** i) % letters.length]).join('')

function heapUsed(): number {
  const { gc } = globalThis
  if (gc === undefined) throw new Error('start with node --expose-gc')
  gc()
  gc()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

{
  // Code and feedback of the engine are no part of what one holds.
  const { engine } = start()
  for (let i = 0; i < 100_000; i++) engine.pipeline.sample({ severityNumber: 9, body: `warm up ${wordOf(i % 100)}` })
}
// WebAssembly starts asynchronously.
await new Promise((resolve) => setTimeout(resolve, 100))

const before = heapUsed()
const { clock, engine } = start()
for (let i = 0; i < MESSAGES; i++) {
  const body =
    i % 10 === 0
      ? `steady ${wordOf((i / 10) % STEADY_PATTERNS)} of ${wordOf(((i / 10) % STEADY_PATTERNS) * 31)} took ${i % 83} ms`
      : `unique ${wordOf(i)} message with ${wordOf(i * 7_919)} and some more words in it, as usual ${wordOf(i * 31)}`
  engine.pipeline.sample({ severityNumber: 9, body })
  if (i % 1_000 === 999) clock.advance(100)
}
const held = heapUsed() - before
const { patterns, kept, patternsEvicted } = engine.stats()
const steady = patterns.filter(({ template }) => template.startsWith('steady '))
const countsKept = steady.reduce((sum, { seen }) => sum + seen, 0) / (MESSAGES / 10)
const budget = (MESSAGES / 10_000) * RECORDS_PER_SECOND
console.log(`\n${MESSAGES.toLocaleString('en')} messages, nine of ten unique`)
console.log(`  memory held                                ${(held / MIB).toFixed(1)} MiB`)
console.log(`  patterns evicted                           ${patternsEvicted.toLocaleString('en')}`)
console.log(
  `  counts of the ${STEADY_PATTERNS} steady patterns            ${(100 * countsKept).toFixed(2)} % in the table`,
)
console.log(`  kept / budget                              ${(kept / budget).toFixed(3)}`)

const plan = start()
for (let k = 0; k < 40; k++) {
  for (let i = 0; i < 10_000; i++)
    plan.engine.pipeline.sample({ severityNumber: 9, body: `steady ${wordOf(i % 1_000)} ${wordOf((i % 1_000) * 31)}` })
  plan.clock.advance(5_000)
}
const rounds: number[] = []
const record = { severityNumber: 17, body: 'tick' }
for (let k = 0; k < 200; k++) {
  plan.clock.advance(10_000)
  for (let i = 0; i < 10; i++)
    for (let p = 0; p < 1_000; p++)
      plan.engine.pipeline.sample({ severityNumber: 9, body: `steady ${wordOf(p)} ${wordOf(p * 31)}` })
  plan.clock.advance(10_000)
  const from = process.hrtime.bigint()
  plan.engine.pipeline.sample(record)
  rounds.push(Number(process.hrtime.bigint() - from) / 1e6)
}
console.log(`\nthe budget divided anew among 1,000 patterns   ${median(rounds).toFixed(3)} ms`)
