import { afterAll, beforeAll, expect, it } from 'vitest'
import { madeOnce } from '../../../test/support/made-once.js'
import { LONG } from '../../../test/support/tier.js'
import { type AcmePage, serveAcme } from '../support/acme-page.js'
import { describeInBrowser } from '../support/browser.js'
import { overflowing } from '../support/look-at.js'
import { type Place, placesOf } from '../support/places.js'
import { openTab, type Tab } from '../support/tab.js'

/** Pixels: phones, tablets both ways round, where the layout changes, and large screens. */
const WIDTHS = [390, 600, 820, 960, 961, 1_024, 1_060, 1_180, 1_181, 1_440, 1_561, 1_920]
/** Of a template, pixels: two lines of it tell what it is. */
const TEMPLATE = 170
const LONG_MILLIS = 300_000

describeInBrowser.runIf(LONG)('the page at any width', (browser) => {
  let server: AcmePage
  let places: Place[]
  let tab: Tab
  beforeAll(async () => {
    server = await serveAcme(await madeOnce('acme'))
    places = await placesOf(server, server.fleet.keys.admin, 'checkout-api')
    tab = await openTab(browser(), server, { key: server.fleet.keys.admin })
  })
  afterAll(() => Promise.all([tab?.close(), server?.close()]))

  it(
    'is never wider than the window, and leaves room for templates',
    async () => {
      for (const { name, path } of places) {
        await tab.goThrough(path)
        for (const width of WIDTHS) {
          await tab.page.setViewportSize({ width, height: 900 })
          await tab.settled()
          expect(await overflowing(tab.page), `${name}, ${width}`).toEqual([])
          const tables = await tab.page.locator('table.win').evaluateAll((all) =>
            all.map((table) => {
              const { left, right } = table.getBoundingClientRect()
              const cells = [...table.querySelectorAll('tbody tr.hit td')].map((one) => one.getBoundingClientRect())
              return {
                template: table.querySelector('tbody tr.hit .c-tpl')!.getBoundingClientRect().width,
                unused: Math.round(right - left - (Math.max(...cells.map((one) => one.right)) - left)),
              }
            }),
          )
          for (const { template, unused } of tables) {
            expect(template, `template on ${name}, ${width}`).toBeGreaterThan(TEMPLATE)
            expect(unused, `${name}, ${width}`).toBeLessThan(16)
          }
        }
      }
    },
    LONG_MILLIS,
  )
})
