import { createHash } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import type { PageData, PageRow } from './page-data.js'
import { drawPage } from './page-script.js'
import { PAGE_STYLE } from './page-style.js'

/** It is made for sending to a colleague: beyond, patterns that say least are left out. */
const MAX_PAGE_CHARACTERS = 1_000_000
/** Of the page: by it a file is known to be a report. */
export const REPORT_TITLE = 'LipService: what budgets would keep'

/**
 * Returns a page with as many rows as fit, the first ones.
 *
 * @param budgetColumns of the table of budgets
 * @param dataOf what it shows with these rows, and how many are left out
 */
export function boundedPage(
  all: readonly PageRow[],
  budgetColumns: readonly string[],
  dataOf: (rows: PageRow[], left: number) => PageData,
): string {
  for (let rows = all.length; ; rows = Math.floor(rows / 2)) {
    const page = pageOf(dataOf(all.slice(0, rows), all.length - rows), budgetColumns)
    if (page.length <= MAX_PAGE_CHARACTERS || rows === 0) return page
  }
}

const sha256 = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

function pageOf(data: PageData, budgetColumns: readonly string[]): string {
  const packed = deflateRawSync(JSON.stringify(data), { level: 9 }).toString('base64')
  const script = `(${drawPage.toString()})(document,document.getElementById('data').textContent)`
  const policy = `default-src 'none'; script-src ${sha256(script)}; style-src ${sha256(PAGE_STYLE)}; base-uri 'none'; form-action 'none'`
  const heads = budgetColumns.map((name) => `<th scope="col">${name}</th>`).join('')
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
