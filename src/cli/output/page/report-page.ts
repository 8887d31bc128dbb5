import { createHash } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import { redactTemplate } from '../../../redaction/redact-template.js'
import { redactText } from '../../../redaction/redact-text.js'
import { missedOf, weightError } from '../../simulation/simulation-result.js'
import { cleanText } from '../../terminal/clean-text.js'
import { bytes, count, percent, usd } from '../../terminal/numbers.js'
import { BANDS } from '../shown-analysis.js'
import type { ShownSimulation } from '../shown-simulation.js'
import type { PageData, PageRow } from './page-data.js'
import { drawPage } from './page-script.js'
import { PAGE_STYLE } from './page-style.js'

/** It is made for sending to a colleague: beyond, patterns that say least are left out. */
const MAX_PAGE_CHARACTERS = 1_000_000
/** Of the page: by it a file is known to be a report. */
export const REPORT_TITLE = 'LipService: what budgets would keep'
const MAX_TEMPLATE_CHARACTERS = 300
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
  const all = rowsOf(shown)
  for (let rows = all.length; ; rows = Math.floor(rows / 2)) {
    const page = pageOf(dataOf(shown, all.slice(0, rows), all.length - rows))
    if (page.length <= MAX_PAGE_CHARACTERS || rows === 0) return page
  }
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
        ? [`${count(assumedTimes)} records do not say when they were: ${perSecond} a second are assumed.`]
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

const sha256 = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

function pageOf(data: PageData): string {
  const packed = deflateRawSync(JSON.stringify(data), { level: 9 }).toString('base64')
  const script = `(${drawPage.toString()})(document,document.getElementById('data').textContent)`
  const policy = `default-src 'none'; script-src ${sha256(script)}; style-src ${sha256(PAGE_STYLE)}; base-uri 'none'; form-action 'none'`
  const heads = BUDGET_COLUMNS.map((name) => `<th scope="col">${name}</th>`).join('')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${REPORT_TITLE}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<main>
<h1 id="title"></h1>
<ul id="notes"></ul>
<section><h2 id="h-budgets">Budgets</h2><div class="scroll" tabindex="0" role="region" aria-labelledby="h-budgets"><table><thead><tr>${heads}</tr></thead><tbody id="budgets"></tbody></table></div></section>
<section><h2 id="h-time">Logged and kept over time</h2><svg id="plot" role="img" preserveAspectRatio="none"></svg><p id="said"></p></section>
<section><h2 id="h-patterns">Patterns</h2><label for="filter">Only patterns with </label><input id="filter" type="search" autocomplete="off"><p id="count" role="status"></p><div class="scroll" tabindex="0" role="region" aria-labelledby="h-patterns"><table><thead><tr id="heads"></tr></thead><tbody id="rows"></tbody></table></div><button id="more" type="button">Show more</button></section>
</main>
<script id="data" type="text/plain">${packed}</script>
<script>${script}</script>
</body>
</html>
`
}
