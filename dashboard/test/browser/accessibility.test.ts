import { afterAll, beforeAll, expect, it } from 'vitest'
import { madeOnce } from '../../../test/support/made-once.js'
import { LONG } from '../../../test/support/tier.js'
import { type AcmePage, SWITCHED_OFF, serveAcme } from '../support/acme-page.js'
import { describeInBrowser } from '../support/browser.js'
import { type EmptyPage, serveEmpty } from '../support/empty-page.js'
import { axeProblems, overflowing } from '../support/look-at.js'
import { placesOf } from '../support/places.js'
import { openTab, type TabOptions } from '../support/tab.js'

const ALL: readonly TabOptions[] = (['light', 'dark'] as const).flatMap((theme) =>
  [1_440, 390].map((width) => ({ theme, width })),
)
const SOME = ALL.slice(0, 1)
const LONG_MILLIS = 300_000

describeInBrowser('who reads the page by other means', (browser) => {
  let server: AcmePage
  let empty: EmptyPage
  beforeAll(async () => {
    server = await serveAcme(await madeOnce('acme'))
    empty = await serveEmpty()
  })
  afterAll(() => Promise.all([server?.close(), empty?.close()]))

  it.each(LONG ? ALL : SOME)(
    'finds nothing in the way on any screen, $theme, $width pixels wide',
    { timeout: LONG_MILLIS },
    async (options) => {
      const key = server.fleet.keys.admin
      const tab = await openTab(browser(), server, { key, ...options })
      const places = [
        ...(await placesOf(server, key, 'checkout-api')),
        { name: 'switched', path: `/services/${SWITCHED_OFF}` },
      ]
      for (const { name, path } of LONG ? places : places.filter(({ name }) => /^(overview|pattern)$/.test(name))) {
        await tab.goThrough(path)
        expect(await axeProblems(tab.page), name).toEqual([])
        expect(await overflowing(tab.page), name).toEqual([])
      }
      await tab.close()
    },
  )

  it.runIf(LONG).each(ALL)(
    'finds nothing in the way where there is nothing yet, $theme, $width',
    { timeout: LONG_MILLIS },
    async (options) => {
      const tab = await openTab(browser(), empty, { key: empty.key, ...options })
      for (const { name, path } of await placesOf(empty, empty.key)) {
        await tab.goThrough(path)
        expect(await axeProblems(tab.page), name).toEqual([])
        expect(await overflowing(tab.page), name).toEqual([])
      }
      await tab.close()
      const stranger = await openTab(browser(), empty, options)
      await stranger.go('/login')
      expect(await axeProblems(stranger.page)).toEqual([])
      await stranger.close()
    },
  )

  it.runIf(LONG)(
    'can make it twice as large, and see it in colours of the system',
    { timeout: LONG_MILLIS },
    async () => {
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
    },
  )
})
