import { OURS } from './ours.ts'
import type { Result } from './result.ts'

/** What we hold ourselves to. All figures are reproducible, so that a limit is either met or not. */
export interface Gate {
  readonly name: string
  readonly value: number
  readonly limit: number
}

const PEER = 'dynsampler'
const BUDGET_ERROR = 0.05
/** A window of 3,000 keeps has noise of its own. */
const WORST_WINDOW = 0.1
const DAY_ERROR = 0.02
const TOTAL_ERROR = 0.03
const TOTAL_ERROR_AGAINST_PEER = 0.4
const TYPICAL_PATTERNS = 1_000

export function gatesOf(results: readonly Result[]): Gate[] {
  return results.filter(({ sampler }) => sampler === OURS).flatMap((ours) => gatesOfScenario(ours, results))
}

function gatesOfScenario(ours: Result, results: readonly Result[]): Gate[] {
  const { family, scenario, budgetError, episodeError, totalError, errorsKept, patterns } = ours
  const gate = (what: string, value: number, limit: number) => ({ name: `${scenario}: ${what}`, value, limit })
  const gates: Gate[] = []
  if (family === 'diurnal') gates.push(gate('spent in the day', Math.abs(budgetError.mean), DAY_ERROR))
  if (family === 'flood') {
    gates.push(gate('spent', Math.abs(budgetError.mean), BUDGET_ERROR))
    gates.push(gate('spent meanwhile', Math.abs(episodeError), BUDGET_ERROR))
  }
  if (family === 'errors') gates.push(gate('errors lost', 1 - errorsKept, 0))
  if (family === 'steady' || family === 'bytes' || family === 'errors') {
    gates.push(gate('spent', Math.abs(budgetError.mean), BUDGET_ERROR))
    gates.push(gate('spent in the worst window', Math.abs(budgetError.worstWindow), WORST_WINDOW))
  }
  if (family === 'steady' && patterns === TYPICAL_PATTERNS) {
    const peer = results.find((other) => other.scenario === scenario && other.sampler === PEER)!
    gates.push(gate('RSE of totals', totalError.standard, TOTAL_ERROR))
    gates.push(
      gate(`RSE of totals / ${PEER}`, totalError.standard / peer.totalError.standard, TOTAL_ERROR_AGAINST_PEER),
    )
  }
  return gates
}

export function passes({ value, limit }: Gate): boolean {
  return value <= limit
}

export function printGates(gates: readonly Gate[]): void {
  console.log('\ngates')
  for (const gate of gates) {
    const { name, value, limit } = gate
    console.log(`  ${passes(gate) ? 'passes' : 'FAILS '}  ${name.padEnd(72)} ${value.toFixed(4)}, at most ${limit}`)
  }
}
