import type { Result } from './result.ts'
import type { Family } from './scenario.ts'

interface Column {
  readonly title: string
  readonly cell: (result: Result) => string
  /** Absent = in all families. */
  readonly families?: readonly Family[]
}

const signedPercent = (value: number) => orDash(value, `${value < 0 ? '−' : '+'}${Math.abs(value * 100).toFixed(1)} %`)
const percent = (value: number) => orDash(value, `${(value * 100).toFixed(1)} %`)
const orDash = (value: number, text: string) => (Number.isNaN(value) ? '–' : text)

const COLUMNS: readonly Column[] = [
  { title: 'budget', cell: ({ budgetError }) => signedPercent(budgetError.mean) },
  { title: 'worst 60 s', cell: ({ budgetError }) => signedPercent(budgetError.worstWindow) },
  { title: 'most in 10 s', cell: ({ budgetError }) => signedPercent(budgetError.worstInterval) },
  { title: 'meanwhile', cell: ({ episodeError }) => signedPercent(episodeError), families: ['burst', 'flood'] },
  { title: 'total RSE', cell: ({ totalError }) => totalError.standard.toFixed(4) },
  { title: 'bias', cell: ({ totalError }) => signedPercent(totalError.mean) },
  { title: 'pattern RSE', cell: ({ patternError: { median } }) => orDash(median, median.toFixed(3)) },
  { title: 'p90', cell: ({ patternError: { p90 } }) => orDash(p90, p90.toFixed(3)) },
  { title: 'missed', cell: ({ missedShare }) => percent(missedShare) },
  { title: 'longest', cell: ({ longestMissingMinutes }) => `${longestMissingMinutes} min` },
  { title: 'changes/day', cell: ({ rateChangesPerDay }) => orDash(rateChangesPerDay, rateChangesPerDay.toFixed(0)) },
  { title: 'errors', cell: ({ errorsKept }) => percent(errorsKept), families: ['errors'] },
]

export const LEGEND = `budget, worst 60 s, most in 10 s: kept volume against the budget, over the run, in its worst window of 60 s, in its fullest 10 s; meanwhile: while something unusual happens
total RSE, bias: estimated totals of windows of 60 s against what was seen, relative standard error and mean; pattern RSE, p90: the same error of each pattern's count, median and 90 % quantile of the patterns
missed: patterns of a window of which no record was kept; longest: how long one that came in each window was missing; changes/day: changes of a pattern's probability by more than 1 %`

const NAME_WIDTH = 24
const CELL_GAP = 2

/** The samplers of one scenario, a line each. */
export function printTable(results: readonly Result[]): void {
  const { family, scenario } = results[0]!
  const columns = COLUMNS.filter(({ families }) => families === undefined || families.includes(family))
  const line = (name: string, cells: readonly string[]) => {
    const padded = cells.map((cell, i) => cell.padStart(Math.max(columns[i]!.title.length, 7) + CELL_GAP))
    console.log(`  ${name.padEnd(NAME_WIDTH)}${padded.join('')}`)
  }
  console.log(`\n${family}: ${scenario}`)
  line(
    '',
    columns.map(({ title }) => title),
  )
  for (const result of results) {
    line(
      result.sampler,
      columns.map(({ cell }) => cell(result)),
    )
  }
  for (const { sampler, keptByReason } of results) if (keptByReason !== undefined) printReasons(sampler, keptByReason)
}

function printReasons(sampler: string, keptByReason: Readonly<Record<string, number>>): void {
  const kept = Object.values(keptByReason).reduce((sum, count) => sum + count, 0)
  const parts = Object.entries(keptByReason)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => `${reason} ${percent(count / kept)}`)
  console.log(`  ${sampler} kept ${parts.join(', ')}`)
}
