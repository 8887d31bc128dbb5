import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { madeOnce } from '../../../test/support/made-once.js'
import { LONG } from '../../../test/support/tier.js'
import { type AcmePage, serveAcme } from '../support/acme-page.js'
import { describeInBrowser } from '../support/browser.js'
import { overflowing } from '../support/look-at.js'
import { type Place, placesOf } from '../support/places.js'
import { openTab, type Tab } from '../support/tab.js'

/** Pixels of a sheet of A4. */
const PAPER = 794
const LONG_MILLIS = 180_000

describeInBrowser.runIf(LONG)('what one takes out of the page', (browser) => {
  let server: AcmePage
  let places: Place[]
  let tab: Tab
  beforeAll(async () => {
    server = await serveAcme(await madeOnce('acme'))
    const { admin } = server.fleet.keys
    places = await placesOf(server, admin, 'checkout-api')
    tab = await openTab(browser(), server, { key: admin, theme: 'dark' })
  })
  afterAll(() => Promise.all([tab?.close(), server?.close()]))

  it.each([
    ['the overview', '/', /export/i],
    ['savings', '/savings', /csv/i],
    ['patterns', '/patterns', /csv/i],
    ['patterns of a service, as narrowed', '/services/checkout-api?q=payment', /csv/i],
  ])('is the table of %s as a file, as the API has it', async (_, path, name) => {
    await tab.go(path)
    const link = tab.page.locator('a[download]').and(tab.page.getByRole('link', { name })).first()
    const [download] = await Promise.all([tab.page.waitForEvent('download'), link.click()])
    expect(download.suggestedFilename()).toMatch(/\.csv$/)
    const text = await readFile(await download.path(), 'utf8')
    const asked = await link.getAttribute('href')
    const answer = await fetch(server.url + asked, {
      headers: { authorization: `Bearer ${server.fleet.keys.admin}` },
    })
    expect(text).toBe(await answer.text())
    const [head, ...rows] = text.trim().split('\n')
    expect(head).toContain(',')
    expect(rows.length).toBeGreaterThan(0)
    if (path.includes('q=')) for (const row of rows) expect(row).toContain('payment')
  })

  it(
    'is any screen on paper: light, without what one clicks, and not wider than the sheet',
    async () => {
      await tab.page.setViewportSize({ width: PAPER, height: 1_123 })
      for (const { name, path } of places) {
        await tab.goThrough(path)
        await tab.page.emulateMedia({ media: 'print' })
        expect(await overflowing(tab.page), name).toEqual([])
        const seen = await tab.page.evaluate(() => ({
          side: document.querySelector('.side')!.checkVisibility(),
          heading: document.querySelector('h1')!.checkVisibility(),
          buttons: [...document.querySelectorAll('.card .btn, .top .btn')].filter((one) => one.checkVisibility())
            .length,
          text: getComputedStyle(document.querySelector('h1')!).color,
        }))
        expect(seen, name).toEqual({ side: false, heading: true, buttons: 0, text: 'rgb(24, 25, 27)' })
        await tab.page.emulateMedia({ media: 'screen' })
      }
    },
    LONG_MILLIS,
  )
})
