import { afterAll, beforeAll, expect, it } from 'vitest'
import { madeOnce } from '../../../test/support/made-once.js'
import { LONG } from '../../../test/support/tier.js'
import { type AcmePage, SWITCHED_OFF, serveAcme } from '../support/acme-page.js'
import { describeInBrowser } from '../support/browser.js'
import { type EmptyPage, serveEmpty } from '../support/empty-page.js'
import { axeProblems, overflowing, shapesOf, showIn } from '../support/look-at.js'
import { placesOf } from '../support/places.js'
import { openTab, type Tab } from '../support/tab.js'

const WIDTHS = [1_440, 390]
const LONG_MILLIS = 300_000

describeInBrowser.runIf(LONG)('who reads the page by other means', (browser) => {
  let server: AcmePage
  let empty: EmptyPage
  beforeAll(async () => {
    server = await serveAcme(await madeOnce('acme'))
    empty = await serveEmpty()
  })
  afterAll(() => Promise.all([server?.close(), empty?.close()]))

  /** Nothing is in the way: by all rules in one theme, and by those about colours in the other, which changes nothing else. */
  async function expectOpen({ page }: Tab, name: string): Promise<void> {
    expect(await axeProblems(page), name).toEqual([])
    expect(await overflowing(page), name).toEqual([])
    const shapes = await shapesOf(page)
    await showIn(page, 'dark')
    expect(await axeProblems(page, 'colours'), `${name}, dark`).toEqual([])
    expect(await shapesOf(page), `${name}, dark`).toEqual(shapes)
    await showIn(page, 'light')
  }

  it.each(WIDTHS)(
    'finds nothing in the way on any screen, light and dark, %i pixels wide',
    { timeout: LONG_MILLIS },
    async (width) => {
      const key = server.fleet.keys.admin
      const tab = await openTab(browser(), server, { key, width })
      const places = [
        ...(await placesOf(server, key, 'checkout-api')),
        { name: 'switched', path: `/services/${SWITCHED_OFF}` },
      ]
      for (const { name, path } of places) {
        await tab.goThrough(path)
        await expectOpen(tab, name)
      }
      await tab.close()
    },
  )

  it.each(WIDTHS)(
    'finds nothing in the way where there is nothing yet, light and dark, %i pixels wide',
    { timeout: LONG_MILLIS },
    async (width) => {
      const tab = await openTab(browser(), empty, { key: empty.key, width })
      for (const { name, path } of await placesOf(empty, empty.key)) {
        await tab.goThrough(path)
        await expectOpen(tab, name)
      }
      await tab.close()
      const stranger = await openTab(browser(), empty, { width })
      await stranger.go('/login')
      await expectOpen(stranger, 'login')
      await stranger.close()
    },
  )

  it('can make it twice as large, and see it in colours of the system', { timeout: LONG_MILLIS }, async () => {
    const key = server.fleet.keys.admin
    // A window of 1,280 at 200 %.
    const large = await openTab(browser(), server, { key, width: 640, height: 400 })
    const forced = await openTab(browser(), server, { key, forcedColors: true, reducedMotion: true })
    for (const { name, path } of await placesOf(server, key, 'checkout-api')) {
      await large.goThrough(path)
      expect(await overflowing(large.page), name).toEqual([])
      await forced.goThrough(path)
      expect(await axeProblems(forced.page), name).toEqual([])
      const moving = await forced.page.evaluate(() => document.getAnimations().length)
      expect(moving, name).toBe(0)
    }
    await Promise.all([large.close(), forced.close()])
  })
})
