import { keptPerSecond, missedOf, type SimulationResult, weightError } from '../simulation/simulation-result.js'
import { bytes, count, percent, usd } from '../terminal/numbers.js'
import type { Screen } from '../terminal/screen.js'
import { type Column, fits, tableOf } from '../terminal/table.js'
import type { ShownSimulation } from './shown-simulation.js'

const DAY_SECONDS = 86_400
const COMPARED = [
  'budget',
  'kept',
  'share',
  'a day',
  '$/month',
  'of budget',
  'errors kept',
  'estimates off',
  'patterns missed',
] as const

/** Returns a table of several budgets. */
export function comparisonText({ results, usdPerGb }: ShownSimulation, screen: Screen): string[] {
  const rows = results.map((result) => {
    const { kept, seen, bytesKept, errors, errorsKept, scale } = result
    const perDay = scale.span >= 1_000 ? (bytesKept / scale.span) * 1_000 * DAY_SECONDS : undefined
    return [
      result.name,
      count(kept),
      percent(kept / seen),
      perDay === undefined ? '–' : bytes(perDay),
      perDay === undefined ? '–' : usd((perDay * 30 * usdPerGb) / 1e9),
      shareOfBudget(result),
      `${count(errorsKept)} of ${count(errors)}`,
      percent(Math.abs(weightError(result))),
      count(missedOf(result).length),
    ]
  })
  const columnsOf = (titles: readonly string[]) =>
    titles.map((title, i): Column => (i === 0 ? { title } : { title, align: 'right' }))
  const columns = columnsOf(COMPARED)
  if (fits(screen, columns, rows)) return tableOf(screen, columns, rows)
  // A budget a column: narrower, while there are few.
  const [titles, ...facts] = COMPARED.map((title, i) => [title, ...rows.map((row) => row[i]!)])
  return tableOf(screen, columnsOf(titles!), facts)
}

/** Returns how much of a budget was used. */
export function shareOfBudget(result: SimulationResult): string {
  const used = keptPerSecond(result)
  return result.budget === undefined || used === undefined ? '–' : percent(used / result.budget.perSecond)
}
