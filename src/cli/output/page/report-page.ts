import { redactTemplate } from '../../../redaction/redact-template.js'
import { redactText } from '../../../redaction/redact-text.js'
import { missedOf, weightError } from '../../simulation/simulation-result.js'
import { cleanText } from '../../terminal/clean-text.js'
import { bytes, count, counted, percent, usd } from '../../terminal/numbers.js'
import { BANDS } from '../shown-analysis.js'
import type { ShownSimulation } from '../shown-simulation.js'
import type { PageColumn, PageData, PageRow } from './page-data.js'
import { boundedPage } from './whole-page.js'

const MAX_TEMPLATE_CHARACTERS = 300
const COLUMNS: readonly PageColumn[] = [
  { title: 'pattern', kind: 'text' },
  { title: 'level', kind: 'level' },
  { title: 'seen', kind: 'count' },
  { title: 'kept', kind: 'count' },
  { title: 'estimated', kind: 'count' },
  { title: 'sent', kind: 'size' },
  { title: 'errors', kind: 'count' },
]
const BUDGET_COLUMNS = [
  'budget',
  'kept',
  'share',
  'volume',
  '$/month',
  'errors kept',
  'estimates off',
  'patterns missed',
]

/**
 * Returns a page for a browser that is whole in itself: nothing is loaded, and its policy lets nothing be. No larger than a megabyte;
 * it says what it leaves out.
 */
export function reportPage(shown: ShownSimulation): string {
  return boundedPage(rowsOf(shown), BUDGET_COLUMNS, (rows, left) => dataOf(shown, rows, left))
}

function rowsOf({ results }: ShownSimulation): PageRow[] {
  return results[0]!.patterns.map(({ outcome }) => [
    cleanText(redactTemplate(outcome.template) || redactText(outcome.example), MAX_TEMPLATE_CHARACTERS) ||
      '(no message)',
    BANDS[outcome.band]!,
    outcome.seen,
    outcome.kept,
    Math.round(outcome.weight),
    outcome.bytesKept,
    outcome.errors,
  ])
}

function dataOf(shown: ShownSimulation, patterns: PageRow[], left: number): PageData {
  const { results, files, assumedTimes, perSecond, counts } = shown
  const { scale, budget, seenTrend, keptTrend, seen, bytesSeen } = results[0]!
  return {
    title: cleanText(files.length === 1 ? files[0]! : `${files.length} files`, 200),
    notes: [
      `${count(seen)} records, ${bytes(bytesSeen)} as billed. Every error is kept, whatever the budget.`,
      ...(assumedTimes > 0
        ? [
            `${counted(assumedTimes, 'record does not say when it was', 'records do not say when they were')}: ${perSecond} a second are assumed.`,
          ]
        : []),
      ...(counts.interrupted ? ['It was stopped before the end: this is what was read until then.'] : []),
      ...(left > 0 ? [`${count(left)} patterns with the least volume are left out of the table.`] : []),
    ],
    budgets: results.map((result) => ({ name: result.name, cells: budgetCells(result, shown.usdPerGb) })),
    start: scale.span > 0 ? scale.base * scale.columnMillis : 0,
    columnMillis: scale.columnMillis,
    logged: seenTrend.map(Math.round),
    kept: keptTrend,
    allowed: budget === undefined ? undefined : budget.perSecond * (scale.columnMillis / 1_000),
    unit: budget?.unit ?? 'bytes',
    columns: COLUMNS,
    patterns,
  }
}

function budgetCells(result: ShownSimulation['results'][number], usdPerGb: number): string[] {
  const { kept, seen, bytesKept, errors, errorsKept, scale } = result
  const perMonth = scale.span >= 1_000 ? (bytesKept / scale.span) * 30 * 86_400_000 : undefined
  return [
    count(kept),
    percent(kept / Math.max(1, seen)),
    bytes(bytesKept),
    perMonth === undefined ? '–' : usd((perMonth / 1e9) * usdPerGb),
    `${count(errorsKept)} of ${count(errors)}`,
    percent(Math.abs(weightError(result))),
    count(missedOf(result).length),
  ]
}
