import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { madeOnce } from '../../../test/support/made-once.js'
import { LONG } from '../../../test/support/tier.js'
import { type AcmePage, serveAcme } from '../support/acme-page.js'
import { describeInBrowser } from '../support/browser.js'
import { type Place, placesOf } from '../support/places.js'
import { openTab, type Tab } from '../support/tab.js'

const NOT_SHOWN = 'This part cannot be shown'
const LONG_MILLIS = 300_000

/** Answers that are none of the API's document. */
const STRANGE: Readonly<Record<string, (json: unknown) => unknown>> = {
  'has nothing in it': () => ({}),
  'has null in every list': (json) =>
    JSON.parse(JSON.stringify(json), (_, value: unknown) => (Array.isArray(value) ? [null] : value)),
}

describeInBrowser.runIf(LONG)('a page of which a part fails', (browser) => {
  let server: AcmePage
  let places: Place[]
  let tab: Tab
  beforeAll(async () => {
    server = await serveAcme(await madeOnce('acme'))
    places = await placesOf(server, server.fleet.keys.admin, 'checkout-api')
  })
  afterEach(() => tab.close())
  afterAll(() => server?.close())

  const open = async () => {
    tab = await openTab(browser(), server, { key: server.fleet.keys.admin })
  }
  /** Has the answers of a path changed until the tab is closed. */
  const change = (path: RegExp, to: (json: unknown) => unknown) =>
    tab.page.route(path, async (route) => {
      const response = await route.fetch()
      await route.fulfill({ response, json: await to(await response.json()) })
    })

  it('shows the other cards, says so in its own, and is whole when the answers are', async () => {
    await open()
    let isStrange = true
    let held = 0
    await change(/\/api\/v1\/audit\?/, async (json) => {
      if (isStrange) return { entries: [null] }
      // They are the last: no other answer has anything drawn again.
      held++
      await vi.waitUntil(() => tab.waiting() <= held, { timeout: LONG_MILLIS })
      return json
    })
    await tab.goThrough('/')
    await tab.page.getByText(NOT_SHOWN).first().waitFor()
    expect(await tab.page.locator('table.services tbody tr').count()).toBe(7)
    expect(tab.errors.length).toBeGreaterThan(0)
    isStrange = false
    await tab.page.locator('[role=alert]', { hasText: NOT_SHOWN }).getByRole('button').first().click()
    await tab.page.getByText(NOT_SHOWN).first().waitFor({ state: 'detached' })
    await tab.settled()
    expect(await tab.page.getByText(NOT_SHOWN).count()).toBe(0)
  })

  it('leaves the other screens whole', async () => {
    await open()
    await change(/\/api\/v1\/savings\?|\/api\/v1\/savings$/, () => ({ services: [null] }))
    await tab.go('/savings')
    await tab.page.getByText(NOT_SHOWN).first().waitFor()
    await tab.page.locator('nav a[href="/incidents"]').click()
    await tab.page.locator('h1', { hasText: 'Incidents' }).waitFor()
    await tab.settled()
    expect(await tab.page.getByText(NOT_SHOWN).count()).toBe(0)
  })

  it.each(Object.keys(STRANGE))(
    'is never blank where an answer %s, whatever the screen',
    async (name) => {
      await open()
      await change(/\/api\/v1\/(?!settings$|pulse$)/, STRANGE[name]!)
      for (const { name: screen, path } of places) {
        await tab.go(path)
        expect(await tab.page.locator('nav a[href="/audit"]').count(), screen).toBe(1)
        expect(await tab.page.locator('h1').count(), screen).toBe(1)
        expect((await tab.page.locator('main').innerText()).length, screen).toBeGreaterThan(20)
      }
    },
    LONG_MILLIS,
  )
})
