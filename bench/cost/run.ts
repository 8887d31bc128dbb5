/**
 * What logging costs a whole process at a pace, beside other ways to send logs: `npm run bench:cost`. `--rounds`, `--seconds` and `--only a,b` make it
 * shorter, `--warm` is how many seconds go before; with `--gate` it fails where a ratio is beyond its bound.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { startSink } from '../sink.ts'
import { type Cost, costOf, medianCost, type Pace } from './measure-child.ts'
import { costPlot } from './plot.ts'
import { prepare, versionOf } from './prepare.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '5' },
    warm: { type: 'string', default: '3' },
    only: { type: 'string', default: '' },
    gate: { type: 'boolean', default: false },
  },
})
const seconds = Number(values.seconds)
const warmSeconds = Number(values.warm)
const ALONE = 'nothing'
const BASE = 'otel-protobuf'
const CONTESTANTS = [
  ALONE,
  BASE,
  'otel-json',
  'lipservice',
  'lipservice-all',
  'pino-instrumentation',
  'pino-transport',
  'pino-lipservice',
  'winston-transport',
  'winston-lipservice',
  'logtape',
  'evlog',
  'posthog-node',
]
const names = values.only === '' ? CONTESTANTS : [ALONE, BASE, ...values.only.split(',')]
const PACES: readonly (Pace & { name: string })[] = [
  { name: 'cold: the first 2 s, 1,000/s', rate: 1_000, warmSeconds: 0, seconds: 2 },
  { name: '1,000/s', rate: 1_000, warmSeconds, seconds },
  { name: '10,000/s', rate: 10_000, warmSeconds, seconds },
  { name: '50,000/s', rate: 50_000, warmSeconds, seconds },
]

const folder = prepare()
const sink = await startSink()
const costs = new Map<string, Cost[]>()
for (let round = 0; round < Number(values.rounds); round++) {
  for (const pace of PACES) {
    for (const name of names) {
      const key = `${pace.name} ${name}`
      costs.set(key, [...(costs.get(key) ?? []), await costOf(folder, name, pace, sink)])
    }
  }
}
sink.close()

const cost = (pace: string, name: string): Cost => medianCost(costs.get(`${pace} ${name}`)!)
/** Beyond what the app takes alone, its end included: what waits at the end has to be sent, too. */
const micros = (pace: string, name: string): number =>
  ((cost(pace, name).withEndMillis - cost(pace, ALONE).withEndMillis) * 1000) / cost(pace, name).records

for (const { name: about } of PACES) {
  console.log(`\n${about}`)
  console.log(
    `  ${''.padEnd(22)} ${['µs a record', 'ratio', 'CPU ms', 'of it GC', 'RSS MiB', 'delay p99', 'KB sent'].map((title) => title.padStart(11)).join(' ')}`,
  )
  for (const name of names) {
    const { withEndMillis, gcMillis, rssMiB, delayP99Millis, wireBytes } = cost(about, name)
    const own = micros(about, name)
    const figures = [
      own.toFixed(2),
      `${(own / micros(about, BASE)).toFixed(2)}×`,
      withEndMillis.toFixed(0),
      gcMillis.toFixed(0),
      rssMiB.toFixed(0),
      delayP99Millis.toFixed(1),
      (wireBytes / 1024).toFixed(0),
    ]
    console.log(`  ${name.padEnd(22)} ${figures.map((figure) => figure.padStart(11)).join(' ')}`)
  }
}

console.log('')
for (const name of names) {
  const file = pathToFileURL(join(folder, 'contestants', `${name}.mjs`)).href
  const { about } = (await import(file)) as { about: { packages: string[]; note: string } }
  const versions = about.packages.map((each) => `${each} ${versionOf(join(folder, 'node_modules'), each)}`)
  console.log(`  ${name.padEnd(22)} ${[...versions, about.note].join('; ')}`)
}

const plots = fileURLToPath(new URL('plots', import.meta.url))
mkdirSync(plots, { recursive: true })
const warm = PACES.slice(1).map(({ name }) => name)
const bars = names
  .filter((name) => name !== ALONE)
  .map((name) => ({ name, micros: warm.map((pace) => micros(pace, name)) }))
if (values.only === '') writeFileSync(join(plots, 'cost.svg'), costPlot(warm, bars))

const [cold, , usual, busy] = PACES.map(({ name }) => name) as [string, string, string, string]
const ratio = (pace: string, name: string) => micros(pace, name) / micros(pace, BASE)
const GATES: readonly [about: string, of: string, value: () => number, goal: number, bound: number][] = [
  ['90 % dropped at 10,000/s', 'lipservice', () => ratio(usual, 'lipservice'), 0.4, 0.55],
  ['90 % dropped at 50,000/s', 'lipservice', () => ratio(busy, 'lipservice'), 0.25, 0.35],
  ['all kept at 10,000/s', 'lipservice-all', () => ratio(usual, 'lipservice-all'), 1.2, 1.5],
  ['cold', 'lipservice', () => ratio(cold, 'lipservice'), 1, 1.3],
  ['resident, MiB more', 'lipservice', () => cost(usual, 'lipservice').rssMiB - cost(usual, BASE).rssMiB, 20, 25],
]
console.log('')
let isBeyond = false
for (const [about, of, value, goal, bound] of GATES) {
  if (!names.includes(of)) continue
  const reached = value()
  if (reached > bound) isBeyond = true
  console.log(
    `  ${reached <= goal ? 'met   ' : 'MISSED'} ${about} / OpenTelemetry protobuf: ${reached.toFixed(2)} (goal ${goal}, gate ${bound})`,
  )
}
if (values.gate && isBeyond) process.exitCode = 1
