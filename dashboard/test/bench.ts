/**
 * How fast the page is, in Debian's Chromium: `npm run bench:dashboard`. First contentful paint, from one screen to the next, and
 * frames while 10,000 rows are scrolled, each also with a processor of a quarter of the speed. Beside the frames stand those of rows of
 * plain text, scrolled in turn: where these are late too, the machine is not quiet. What the main thread computes for a frame holds on
 * any machine. With `--gate` it fails where something is over its budget. Needs a quiet machine.
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
import { openTab } from './support/tab.js'
import { serveWide, WIDE_PATTERNS, WIDE_SERVICE, type WidePage } from './support/wide-page.js'

const ROUNDS = 7
/** Of each, in turn. */
const SCROLLS = 3
const FRAMES = 150
const PIXELS = 900
const ROW_PIXELS = 42
/** Milliseconds: at full speed, and at a quarter. */
const BUDGETS = { first_paint: [400, 1_000], next_screen: [100, 400], frame_p95: [17, 50], frame_cpu: [16] } as const
const SPEEDS = [1, 4] as const
/** Of all scripts together, gzip. */
const SCRIPT_BYTES = 70_000

const found = await findChromium()
if ('missing' in found) throw new Error(found.missing)
const made = await mkdtemp(join(tmpdir(), 'lipservice-acme-'))
const acme = await serveAcme(await makeAcme(made))
const wide = await serveWide()
const browser = await launch(found.path)
const { all: scripts } = await builtScripts()
const sizes = await Promise.all(scripts.map(async (name) => (await stat(join(PAGE_FOLDER, `${name}.gz`))).size))
const scriptBytes = sizes.reduce((sum, bytes) => sum + bytes, 0)
console.log(JSON.stringify({ measure: 'all_scripts', gzip_bytes: scriptBytes, budget_bytes: SCRIPT_BYTES }))
let isOver = scriptBytes > SCRIPT_BYTES
try {
  for (const [i, times] of SPEEDS.entries()) {
    const key = acme.fleet.keys.admin
    report('first_paint', i, await paints(browser, acme, key, times))
    report('next_screen', i, await steps(browser, acme, key, times))
    const { ours, plain, cpu } = await frames(browser, wide, times)
    report('frame_p95', i, ours, { plain_rows_ms: rounded(quantile(plain, 0.5)) })
    // A processor that is slowed down is one that is kept busy.
    if (times === 1) report('frame_cpu', i, cpu)
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

/** The slowest of a hundred frames but five, of our rows and of plain ones; and what ours take of the processor. */
async function frames(browser: Browser, server: WidePage, times: number) {
  const [ours, plain, cpu]: [number[], number[], number[]] = [[], [], []]
  for (let round = 0; round < SCROLLS; round++) {
    const bare = await openTab(browser, server, { ownClock: true })
    await showPlainRows(bare.page, WIDE_PATTERNS, ROW_PIXELS)
    await slowDown(bare.page, times)
    plain.push(quantile(await scrollFrames(bare.page, PIXELS, FRAMES), 0.95))
    await bare.close()
    const tab = await openTab(browser, server, { key: server.key, ownClock: true })
    await tab.go(`/services/${WIDE_SERVICE}`)
    await slowDown(tab.page, times)
    ours.push(quantile(await scrollFrames(tab.page, PIXELS, FRAMES), 0.95))
    cpu.push(await cpuOfFrames(tab.page, PIXELS, FRAMES))
    await tab.close()
  }
  return { ours, plain, cpu }
}

function rounded(millis: number): number {
  return Math.round(millis * 10) / 10
}
