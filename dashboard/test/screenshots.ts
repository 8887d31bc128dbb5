/**
 * Pictures of all screens, in both themes, wide and narrow: `npm run screenshots` (into `screenshots/`, or a folder that is named). With
 * `--docs` only those that the documents show, into `docs/`.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { serveAcme } from './support/acme-page.js'
import { findChromium } from './support/chromium.js'
import { launch } from './support/launch.js'
import { makeAcme } from './support/make-acme.js'
import { placesOf } from './support/places.js'
import { openTab, type Tab } from './support/tab.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const SERVICE = 'checkout-api'
const THEMES = ['light', 'dark'] as const
const WIDTHS = [1_440, 390] as const
/** What the documents show: one picture a row. */
const DOCS = [
  { place: 'overview', theme: 'light', width: 1_440 },
  { place: 'service', theme: 'light', width: 1_440 },
  { place: 'incident', theme: 'dark', width: 1_440 },
  { place: 'policy', theme: 'light', width: 1_440 },
] as const

const args = process.argv.slice(2)
const forDocs = args.includes('--docs')
const folder = args.find((arg) => !arg.startsWith('--')) ?? join(root, forDocs ? 'docs/dashboard' : 'screenshots')
const found = await findChromium()
if ('missing' in found) throw new Error(found.missing)
await mkdir(folder, { recursive: true })
const made = await mkdtemp(join(tmpdir(), 'lipservice-acme-'))
const server = await serveAcme(await makeAcme(made))
const browser = await launch(found.path)
try {
  const key = server.fleet.keys.admin
  const places = [...(await placesOf(server, key, SERVICE)), { name: 'login', path: '/login' }]
  for (const theme of THEMES) {
    for (const width of WIDTHS) {
      const wanted = places.filter(
        ({ name }) => !forDocs || DOCS.some((one) => one.place === name && one.theme === theme && one.width === width),
      )
      if (wanted.length > 0) await takeAll(browser, wanted, theme, width, key)
    }
  }
} finally {
  await browser.close()
  await server.close()
  await rm(made, { recursive: true, force: true })
}

async function takeAll(
  browser: Browser,
  places: readonly { readonly name: string; readonly path: string }[],
  theme: 'light' | 'dark',
  width: number,
  key: string,
): Promise<void> {
  const height = width < 800 ? 844 : 1_000
  const tab = await openTab(browser, server, { key, theme, width, height })
  const stranger = await openTab(browser, server, { theme, width, height })
  for (const { name, path } of places) {
    const shown: Tab = name === 'login' ? stranger : tab
    await shown.goThrough(path)
    const file = forDocs ? `${name}.png` : `${name}-${theme}-${width}.png`
    // As high as all of it: the side bar is as high as the window.
    if (!forDocs) await shown.page.setViewportSize({ width, height: await heightOf(shown.page) })
    await shown.page.screenshot({ path: join(folder, file), animations: 'disabled' })
    if (!forDocs) await shown.page.setViewportSize({ width, height })
    console.log(file)
  }
  await Promise.all([tab.close(), stranger.close()])
}

const heightOf = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollHeight)
