import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Response } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { madeOnce } from '../../../test/support/made-once.js'
import { LONG } from '../../../test/support/tier.js'
import { type AcmePage, serveAcme } from '../support/acme-page.js'
import { describeInBrowser } from '../support/browser.js'
import { PAGE_FOLDER } from '../support/built-page.js'
import { builtScripts } from '../support/built-scripts.js'
import { type Place, placesOf } from '../support/places.js'
import { openTab } from '../support/tab.js'
import { serveWide, WIDE_PATTERNS, WIDE_SERVICE, type WidePage } from '../support/wide-page.js'

const KB = 1_000
const MOST = {
  firstScripts: 45 * KB,
  scripts: 70 * KB,
  firstStyles: 9 * KB,
  styles: 12 * KB,
  requests: 6,
  answers: 100 * KB,
}
/** Asked once a visit, and every ten seconds: not for a screen. */
const OF_THE_FRAME = /^\/api\/v1\/(settings|pulse)$/

describe('what the page is made of', () => {
  const zipped = async (name: string) => (await readFile(join(PAGE_FOLDER, `${name}.gz`))).length
  const sum = async (names: readonly string[]) =>
    (await Promise.all(names.map(zipped))).reduce((all, bytes) => all + bytes, 0)

  it('is small, compressed: the first screen, and whichever other one a visit begins with', async () => {
    const graph = await builtScripts()
    expect(await sum(graph.first)).toBeLessThanOrEqual(MOST.firstScripts)
    expect(graph.screens.size).toBeGreaterThan(10)
    for (const [screen, scripts] of graph.screens)
      expect(await sum([...new Set([...graph.first, ...scripts])]), screen).toBeLessThanOrEqual(MOST.scripts)
    const styles = (await readdir(PAGE_FOLDER)).filter((name) => name.endsWith('.css'))
    const first = styles.filter((name) => name.startsWith('style-'))
    expect(first).toHaveLength(1)
    expect(await sum(first)).toBeLessThanOrEqual(MOST.firstStyles)
    expect(await sum(styles)).toBeLessThanOrEqual(MOST.styles)
  })
})

describeInBrowser('what a screen asks for', (browser) => {
  let acme: AcmePage
  let wide: WidePage | undefined
  beforeAll(async () => {
    if (!LONG) return
    acme = await serveAcme(await madeOnce('acme'))
    wide = await serveWide()
  })
  afterAll(() => Promise.all([acme?.close(), wide?.close()]))

  /** Loads addresses anew, one after the other, and checks what each asks for. */
  async function weigh(server: AcmePage | WidePage, key: string, places: readonly Place[]): Promise<void> {
    const tab = await openTab(browser(), server, { key })
    for (const { name, path } of places) {
      const answers: { readonly path: string; readonly bytes: number }[] = []
      const reading: Promise<void>[] = []
      const read = (response: Response): void => {
        const { pathname } = new URL(response.url())
        if (!pathname.startsWith('/api/') || OF_THE_FRAME.test(pathname)) return
        reading.push(response.body().then((body) => void answers.push({ path: pathname, bytes: body.length })))
      }
      tab.page.on('response', read)
      await tab.go(path)
      await Promise.all(reading)
      tab.page.off('response', read)
      const bytes = answers.reduce((all, one) => all + one.bytes, 0)
      expect(answers.length, `${name}: ${answers.map((one) => one.path).join(' ')}`).toBeLessThanOrEqual(MOST.requests)
      expect(bytes, `${name}: ${answers.map((one) => `${one.path} ${one.bytes}`).join(' ')}`).toBeLessThanOrEqual(
        MOST.answers,
      )
    }
    await tab.close()
  }

  it.runIf(LONG)('is at most six requests and 100 kB', async () => {
    const key = acme.fleet.keys.admin
    const places = await placesOf(acme, key, 'checkout-api')
    await weigh(acme, key, places)
  })

  it.runIf(LONG)('is as little for a service of ten thousand patterns', async () => {
    const { services } = (await wide!.api.call('GET', '/api/v1/services', { key: wide!.key })).json
    expect(services[0].patterns).toBe(WIDE_PATTERNS)
    const paths = ['/', '/patterns', `/services/${WIDE_SERVICE}`]
    await weigh(
      wide!,
      wide!.key,
      paths.map((path) => ({ name: path, path })),
    )
  })

  it.runIf(LONG)(
    'is nothing but a pulse while nothing happens: one answer without a body every ten seconds',
    async () => {
      const tab = await openTab(browser(), acme, { key: acme.fleet.keys.admin, ownClock: true })
      await tab.page.clock.install({ time: acme.api.clock.millis })
      await tab.go('/')
      await tab.stopClock()
      const pulse = async () => {
        const answered = tab.page.waitForResponse(/pulse/)
        const seconds = await tab.untilAsked('/api/v1/pulse')
        await answered
        await tab.answered()
        return seconds
      }
      await pulse()
      const statuses: number[] = []
      tab.page.on('response', (response) => statuses.push(response.status()))
      const before = tab.requests.length
      for (let beat = 0; beat < 3; beat++) {
        const seconds = await pulse()
        // It may be told of a question some steps after it was asked.
        expect(seconds).toBeGreaterThanOrEqual(9)
        expect(seconds).toBeLessThanOrEqual(15)
      }
      expect(tab.requests.slice(before)).toEqual(['/api/v1/pulse', '/api/v1/pulse', '/api/v1/pulse'])
      expect(statuses).toEqual([304, 304, 304])
      await tab.close()
    },
  )
})
