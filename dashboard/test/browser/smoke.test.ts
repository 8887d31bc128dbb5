import { beforeAll, expect, it } from 'vitest'
import { madeOnce } from '../../../test/support/made-once.js'
import { type AcmeFiles, serveAcme } from '../support/acme-page.js'
import { describeInBrowser } from '../support/browser.js'
import { overflowing, strangeElements } from '../support/look-at.js'
import { placesOf } from '../support/places.js'
import { openTab } from '../support/tab.js'

describeInBrowser('the page', (browser) => {
  let acme: AcmeFiles
  beforeAll(async () => {
    acme = await madeOnce('acme')
  })

  it('shows every screen to who logs in, and does nothing else', async () => {
    const server = await serveAcme(acme)
    const tab = await openTab(browser(), server)
    await tab.go('/')
    await tab.page.fill('input[name=key]', server.fleet.keys.admin)
    await tab.page.keyboard.press('Enter')
    await tab.page.waitForSelector('nav')
    for (const { name, path } of await placesOf(server, server.fleet.keys.admin, 'checkout-api')) {
      await tab.go(path)
      await tab.lookThrough()
      expect(await tab.page.locator('h1').count(), name).toBe(1)
      expect(await overflowing(tab.page), name).toEqual([])
      expect(await strangeElements(tab.page), name).toEqual([])
      expect(await tab.cspReports(), name).toEqual([])
      expect(tab.errors, name).toEqual([])
    }
    expect(tab.foreign).toEqual([])
    expect(tab.dialogs).toEqual([])
    await tab.close()
    await server.close()
  })
})
