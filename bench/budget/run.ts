/**
 * How well samplers hold a budget, and what their weights are worth, on the same simulated traffic: `npm run bench:budget`, with `-- --gate` to fail where
 * the limits are missed. Writes plots/*.svg.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { gates, passes } from './gates.ts'
import { plotErrors, plotSpending } from './plot.ts'
import type { CreateSampler } from './sampler.ts'
import { createEmaThroughput } from './samplers/ema-throughput.ts'
import { loadOurs } from './samplers/ours.ts'
import { createUniform } from './samplers/uniform.ts'
import { createZap } from './samplers/zap.ts'
import { BURSTS, DIURNAL, STEADY_SCENARIOS } from './scenarios.ts'
import { type Result, simulate } from './simulate.ts'
import type { TrafficOptions } from './traffic.ts'

const samplers: readonly CreateSampler[] = [await loadOurs(), createUniform, createZap, createEmaThroughput]
const plots = new URL('plots/', import.meta.url)
mkdirSync(plots, { recursive: true })

const percent = (share: number) => `${(100 * share).toFixed(1)} %`
const HEADER = ['', 'spend', 'worst window', 'error of totals', 'error of patterns', 'missed', 'rate changes']

function run(options: TrafficOptions): Result[] {
  const results = samplers.map((create) => simulate(options, create(options.budget)))
  console.log(`\n${options.name}`)
  console.log(HEADER.map((name, i) => (i === 0 ? name.padEnd(26) : name.padStart(18))).join(''))
  for (const { sampler, spend, windows, totalError, patternError, missed, rateChanges } of results) {
    const worst = windows.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a))
    const cells = [percent(spend), percent(worst), percent(totalError), percent(patternError), percent(missed)]
    console.log(`  ${sampler.padEnd(24)}${[...cells, rateChanges.toFixed(0)].map((cell) => cell.padStart(18)).join('')}`)
  }
  return results
}

function plot(name: string, svg: string): void {
  writeFileSync(new URL(`${name}.svg`, plots), svg)
}

const steady = STEADY_SCENARIOS.map((options) => ({ options, results: run(options) }))
const diurnal = run(DIURNAL)
const bursts = BURSTS.map((options) => ({ options, results: run(options) }))

for (const { options, results } of steady) plot(`errors ${slug(options.name)}`, plotErrors(options.name, results))
plot('spending under diurnal load', plotSpending(DIURNAL.name, diurnal))
for (const { options, results } of bursts) plot(`spending ${slug(options.name)}`, plotSpending(options.name, results))

function slug(name: string): string {
  return name.replaceAll(/[^a-z0-9.]+/g, '-')
}

console.log('\ngates')
const checked = gates(steady, diurnal)
for (const gate of checked) {
  const { name, value, limit } = gate
  console.log(`  ${passes(gate) ? 'passes' : 'FAILS '}  ${name.padEnd(62)} ${value.toFixed(3).padStart(7)}, at most ${limit}`)
}
if (process.argv.includes('--gate') && !checked.every(passes)) process.exitCode = 1
