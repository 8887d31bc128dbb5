/**
 * How fast the page is, in Debian's Chromium: `npm run bench:dashboard`. First contentful paint, from one screen to the next, and
 * frames while 10,000 rows are scrolled that are all loaded, each also with a processor of a quarter of the speed. Beside the frames
 * stand those of rows of plain text, scrolled in turn: where these are late too, the machine is not quiet. How many times as long as
 * for those the main thread computes for a frame holds on any machine. With `--gate` it fails where something is over its budget.
 * Needs a quiet machine.
 */
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { serveAcme } from './support/acme-page.js'
import { PAGE_FOLDER } from './support/built-page.js'
import { builtScripts } from './support/built-scripts.js'
import { findChromium } from './support/chromium.js'
import { launch } from './support/launch.js'
import { makeAcme } from './support/make-acme.js'
import { cpuOfFrames, firstPaint, quantile, scrollFrames, showPlainRows, slowDown } from './support/measure.js'
import type { PageServer } from './support/page-server.js'
import { openTab, type Tab } from './support/tab.js'
import { serveWide, WIDE_PATTERNS, WIDE_SERVICE, type WidePage } from './support/wide-page.js'

const ROUNDS = 7
/** Of each, in turn. */
const SCROLLS = 3
const FRAMES = 150
const PIXELS = 900
const ROW_PIXELS = 42
/** Rows of a page that comes when it is scrolled to. */
const PAGE_ROWS = 200
/** Milliseconds: at full speed, and at a quarter. */
const BUDGETS = { first_paint: [400, 1_000], next_screen: [100, 400], frame_p95: [17, 50] } as const
/** Of the main thread for a frame, times what plain rows take. */
const FRAME_TIMES = 2
const SPEEDS = [1, 4] as const
/** Of scripts, gzip: of the first screen, and of the largest visit that begins with another one. */
const SCRIPT_BYTES = { first: 45_000, visit: 70_000 } as const

const found = await findChromium()
if ('missing' in found) throw new Error(found.missing)
const made = await mkdtemp(join(tmpdir(), 'lipservice-acme-'))
const acme = await serveAcme(await makeAcme(made))
const wide = await serveWide()
const browser = await launch(found.path)
const { first, screens, all } = await builtScripts()
const visits = await Promise.all([...screens.values()].map((names) => zipped([...new Set([...first, ...names])])))
const bytes = { first: await zipped(first), visit: Math.max(...visits) }
// Nobody loads all of it at once: it has no bound.
console.log(
  JSON.stringify({ measure: 'scripts', gzip_bytes: { ...bytes, all: await zipped(all) }, budget_bytes: SCRIPT_BYTES }),
)
let isOver = bytes.first > SCRIPT_BYTES.first || bytes.visit > SCRIPT_BYTES.visit
try {
  for (const [i, times] of SPEEDS.entries()) {
    const key = acme.fleet.keys.admin
    report('first_paint', i, await paints(browser, acme, key, times))
    report('next_screen', i, await steps(browser, acme, key, times))
    const { ours, plain, cpu, plainCpu } = await frames(browser, wide, times)
    report('frame_p95', i, ours, { plain_rows_ms: rounded(quantile(plain, 0.5)) })
    // A processor that is slowed down is one that is kept busy.
    if (times > 1) continue
    const [cpuMs, plainMs] = [quantile(cpu, 0.5), quantile(plainCpu, 0.5)]
    const sizes = { cpu_ms: rounded(cpuMs), plain_rows_ms: rounded(plainMs) }
    console.log(
      JSON.stringify({ measure: 'frame_cpu', times: rounded(cpuMs / plainMs), budget_times: FRAME_TIMES, ...sizes }),
    )
    isOver ||= cpuMs / plainMs > FRAME_TIMES
  }
} finally {
  await browser.close()
  await Promise.all([acme.close(), wide.close()])
  await rm(made, { recursive: true, force: true })
}
if (isOver && process.argv.includes('--gate')) process.exitCode = 1

function report(name: keyof typeof BUDGETS, speed: number, millis: readonly number[], beside: object = {}): void {
  const median = rounded(quantile(millis, 0.5))
  const budget: number = BUDGETS[name][speed]!
  isOver ||= median > budget
  console.log(
    JSON.stringify({ measure: name, cpu: `1/${SPEEDS[speed]}`, median_ms: median, budget_ms: budget, ...beside }),
  )
}

/** From nothing to something, each in a browser that has nothing in its cache. */
async function paints(browser: Browser, server: PageServer, key: string, times: number): Promise<number[]> {
  const all: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const tab = await openTab(browser, server, { key, ownClock: true })
    await slowDown(tab.page, times)
    await tab.page.goto('/')
    all.push(await firstPaint(tab.page))
    await tab.close()
  }
  return all
}

/** From a click to the frame with the next screen's heading. */
async function steps(browser: Browser, server: PageServer, key: string, times: number): Promise<number[]> {
  const tab = await openTab(browser, server, { key, ownClock: true })
  await tab.go('/')
  // Their code is there from the first visit on.
  for (const path of ['/incidents', '/policies']) {
    await tab.page.locator(`nav a[href="${path}"]`).click()
    await tab.settled()
  }
  await slowDown(tab.page, times)
  const all: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    for (const path of ['/incidents', '/policies']) {
      all.push(
        await tab.page.evaluate(async (href) => {
          const before = document.querySelector('h1')!.textContent
          const started = performance.now()
          document.querySelector<HTMLElement>(`nav a[href="${href}"]`)!.click()
          do await new Promise((resolve) => requestAnimationFrame(resolve))
          while (document.querySelector('h1')!.textContent === before)
          return performance.now() - started
        }, path),
      )
      await tab.settled()
    }
  }
  await tab.close()
  return all
}

/** The slowest of a hundred frames but five, of our rows and of plain ones; and what both take of the processor. */
async function frames(browser: Browser, server: WidePage, times: number) {
  const [ours, plain, cpu, plainCpu]: [number[], number[], number[], number[]] = [[], [], [], []]
  for (let round = 0; round < SCROLLS; round++) {
    const bare = await openTab(browser, server, { ownClock: true })
    await showPlainRows(bare.page, WIDE_PATTERNS, ROW_PIXELS)
    await slowDown(bare.page, times)
    plain.push(quantile(await scrollFrames(bare.page, PIXELS, FRAMES), 0.95))
    plainCpu.push(await cpuOfFrames(bare.page, PIXELS, FRAMES))
    await bare.close()
    const tab = await openTab(browser, server, { key: server.key, ownClock: true })
    await tab.go(`/services/${WIDE_SERVICE}`)
    await loadRows(tab)
    await slowDown(tab.page, times)
    ours.push(quantile(await scrollFrames(tab.page, PIXELS, FRAMES), 0.95))
    cpu.push(await cpuOfFrames(tab.page, PIXELS, FRAMES))
    await tab.close()
  }
  return { ours, plain, cpu, plainCpu }
}

/** Scrolls to each page of rows, and back. */
async function loadRows(tab: Tab): Promise<void> {
  for (let row = 0; row < WIDE_PATTERNS; row += PAGE_ROWS) {
    await tab.page.evaluate((top) => scrollTo(0, top), row * ROW_PIXELS)
    await tab.settled()
  }
  await tab.page.evaluate(() => scrollTo(0, 0))
  await tab.settled()
}

function rounded(millis: number): number {
  return Math.round(millis * 10) / 10
}

async function zipped(names: readonly string[]): Promise<number> {
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(PAGE_FOLDER, `${name}.gz`))).size))
  return sizes.reduce((sum, size) => sum + size, 0)
}
