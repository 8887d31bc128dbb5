import type { PageColumn, PageRow } from '../../output/page/page-data.js'
import { boundedPage } from '../../output/page/whole-page.js'
import { cleanText } from '../../terminal/clean-text.js'
import { bytes, count, percent, usd } from '../../terminal/numbers.js'
import { freeSavingOf, monthUsd, partUsd, type ShownSavings, sayingsOf } from './shown-savings.js'

const MAX_TEMPLATE_CHARACTERS = 300
const BUDGET_COLUMNS = ['budget', 'records kept', 'volume', '$/month', 'saved a month', 'errors kept']
const COLUMNS: readonly PageColumn[] = [
  { title: 'pattern', kind: 'text' },
  { title: 'service', kind: 'text' },
  { title: 'level', kind: 'level' },
  { title: 'saved a month', kind: 'usd' },
  { title: '$/month now', kind: 'usd' },
  { title: 'seen', kind: 'count' },
  { title: '± (95 %)', kind: 'count' },
  { title: 'kept', kind: 'count' },
  { title: 'errors', kind: 'count' },
]
const HOUR_MILLIS = 3_600_000

/** Returns a page for a browser, whole in itself, as that of `simulate`. */
export function savingsPage(shown: ShownSavings): string {
  const { project, hours, from, trend, budgets } = shown
  const { savings, name } = budgets[0]!
  const free = freeSavingOf(shown)
  const less =
    free === undefined
      ? usd(monthUsd(shown, savings.bytesNow) - monthUsd(shown, Math.min(savings.bytesKept, savings.bytesNow)))
      : bytes(free.bytesLess)
  const then = Math.min(savings.bytesKept, savings.bytesNow)
  const rows = savings.patterns.map(
    ({ template, service, severity, bytesNow, bytesKept, seen, kept, errors, standardError }): PageRow => [
      cleanText(template, MAX_TEMPLATE_CHARACTERS) || '(no message)',
      cleanText(service, 60),
      severity,
      partUsd(shown, Math.max(0, bytesNow - bytesKept)),
      partUsd(shown, bytesNow),
      Math.round(seen),
      Math.round(1.96 * standardError),
      Math.round(kept),
      Math.round(errors),
    ],
  )
  return boundedPage(rows, BUDGET_COLUMNS, (patterns, left) => ({
    title: `PostHog project ${project}: ${less} a month less`,
    notes: [
      `${count(savings.seen)} records and ${bytes(savings.bytesNow)} as billed in ${count(hours)} hours; ${name} keeps ${bytes(then)} of them, ${usd(monthUsd(shown, then))} a month instead of ${usd(monthUsd(shown, savings.bytesNow))}.`,
      'Every error is kept, whatever the budget; of every pattern some records are.',
      ...sayingsOf(shown),
      ...(shown.problem === undefined ? [] : [shown.problem]),
      ...(left > 0 ? [`${count(left)} patterns with the least volume are left out of the table.`] : []),
    ],
    budgets: budgets.map((one) => {
      const kept = Math.min(one.savings.bytesKept, one.savings.bytesNow)
      return {
        name: one.name,
        cells: [
          percent(one.savings.kept / Math.max(1, one.savings.seen)),
          bytes(kept),
          usd(monthUsd(shown, kept)),
          usd(monthUsd(shown, one.savings.bytesNow) - monthUsd(shown, kept)),
          `${count(one.savings.errorsKept)} of ${count(one.savings.errors)}`,
        ],
      }
    }),
    start: (trend[0]?.hour ?? from) * 1_000,
    columnMillis: HOUR_MILLIS,
    logged: trend.map((point) => Math.round(point.bytes)),
    kept: trend.map((point) => Math.round(point.kept)),
    allowed: undefined,
    unit: 'bytes',
    columns: COLUMNS,
    patterns,
  }))
}
