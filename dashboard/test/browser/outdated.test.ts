import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { madeOnce } from '../../../test/support/made-once.js'
import { LONG } from '../../../test/support/tier.js'
import { type AcmePage, serveAcme } from '../support/acme-page.js'
import { describeInBrowser } from '../support/browser.js'
import { expectToast } from '../support/dialogs.js'
import { openTab, type Tab } from '../support/tab.js'

const AUDIT = /\/assets\/audit-[^/]*\.js$/
const OUTDATED = 'The server has another version of this page by now.'

describeInBrowser.runIf(LONG)('code of the page that does not come', (browser) => {
  let server: AcmePage
  let tab: Tab
  beforeAll(async () => {
    server = await serveAcme(await madeOnce('acme'))
  })
  beforeEach(async () => {
    tab = await openTab(browser(), server, { key: server.fleet.keys.read })
    await tab.go('/')
  })
  afterEach(() => tab.close())
  afterAll(() => server?.close())

  const goToAudit = () => tab.page.locator('nav a[href="/audit"]').click()
  const isThere = () => tab.page.locator('table.audit').waitFor()

  it('is of an older build than the server has: the page says so and offers to come anew', async () => {
    await tab.page.route(AUDIT, (route) => route.fulfill({ status: 404 }))
    await tab.page.route(`${server.url}/`, async (route) => {
      const response = await route.fetch()
      await route.fulfill({ response, body: (await response.text()).replaceAll(/app-\w+\.js/g, 'app-NEWER.js') })
    })
    await goToAudit()
    const note = tab.page.locator('.note', { hasText: OUTDATED })
    await note.waitFor()
    await tab.page.unrouteAll()
    await note.getByRole('button', { name: 'Reload' }).click()
    await isThere()
    expect(await note.count()).toBe(0)
  })

  it('is only late: it is asked for again', async () => {
    await tab.page.route(AUDIT, (route) => route.abort())
    await goToAudit()
    const again = tab.page.locator('main').getByRole('button', { name: 'Try again' })
    await again.waitFor()
    expect(await tab.page.getByText(OUTDATED).count()).toBe(0)
    await tab.page.unrouteAll()
    await again.click()
    await isThere()
  })

  it('is said of what opens over a screen, too', async () => {
    await tab.page.route(/\/assets\/palette-[^/]*\.js$/, (route) => route.abort())
    await tab.page.keyboard.press('Control+k')
    await expectToast(tab, 'It cannot be loaded.')
  })
})
