/**
 * What samplers make of the same traffic and budget, on a clock of its own: nothing here depends on the machine, so that two runs
 * print the same. `node bench/budget/run.ts [--json] [--gate] [--only=<part of a scenario's name>]`, after a build.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gatesOf, passes, printGates } from './gates.ts'
import { loadOurs } from './ours.ts'
import { type Drawn, plotOf } from './plot.ts'
import { courseOf, type Result, resultOf } from './result.ts'
import { FAMILIES, type Family, type Scenario } from './scenario.ts'
import { allScenarios } from './scenarios.ts'
import { simulate } from './simulate.ts'
import { LEGEND, printTable } from './tables.ts'

/** Of many steady scenarios, the few that show what the number of patterns does. */
const PLOTTED_STEADY = ['20 patterns, Zipf 1.1', '1,000 patterns, Zipf 1.1', '5,000 patterns, Zipf 1.1']

const asJson = process.argv.includes('--json')
const isGate = process.argv.includes('--gate')
const only = process.argv.find((argument) => argument.startsWith('--only='))?.slice('--only='.length)
const isChosen = ({ family, name }: Scenario) => only === undefined || `${family}: ${name}`.includes(only)
const isPlotted = ({ family, name }: Scenario) => family !== 'steady' || PLOTTED_STEADY.includes(name)

const results: Result[] = []
const drawn = new Map<Family, Drawn[]>(FAMILIES.map((family) => [family, []]))
if (!asJson) console.log(LEGEND)
for (const scenario of allScenarios().filter(isChosen)) {
  // Loaded anew: what our instances of one process share must not make a scenario depend on those before it.
  const runs = simulate(scenario, await loadOurs())
  const ofScenario = runs.map((run) => resultOf(scenario, run))
  results.push(...ofScenario)
  if (!asJson) printTable(ofScenario)
  if (!isPlotted(scenario)) continue
  for (const run of runs) {
    drawn.get(scenario.family)!.push({ scenario: scenario.name, sampler: run.sampler.name, ...courseOf(scenario, run) })
  }
}

// A plot of some of a family's scenarios would replace one of all.
if (only === undefined) {
  const directory = fileURLToPath(new URL('plots/', import.meta.url))
  mkdirSync(directory, { recursive: true })
  for (const [family, ofFamily] of drawn) writeFileSync(`${directory}${family}.svg`, plotOf(ofFamily))
}

const gates = gatesOf(results)
if (asJson) {
  console.log(JSON.stringify({ results, gates: gates.map((gate) => ({ ...gate, passes: passes(gate) })) }, null, 2))
} else printGates(gates)
if (isGate && !gates.every(passes)) process.exitCode = 1
