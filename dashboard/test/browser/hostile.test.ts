import { afterAll, beforeAll, expect, it } from 'vitest'
import { LONG } from '../../../test/support/tier.js'
import { describeInBrowser } from '../support/browser.js'
import { HOSTILE_SERVICE, type HostilePage, serveHostile } from '../support/hostile-page.js'
import { HOSTILE_NAMES, HOSTILE_TEXTS } from '../support/hostile-texts.js'
import { overflowing, strangeElements } from '../support/look-at.js'
import { type Place, placesOf } from '../support/places.js'
import { openTab, type Tab } from '../support/tab.js'

/** Of a screen; those of more rows are the same. */
const MAX_BUTTONS = 30
const LONG_MILLIS = 300_000
const WIDTHS = LONG ? [1_440, 390] : [1_440]

describeInBrowser('a page about apps that log hostile texts', (browser) => {
  let server: HostilePage
  let places: Place[]
  beforeAll(async () => {
    server = await serveHostile()
    places = await placesOf(server, server.keys.admin, HOSTILE_SERVICE)
    if (!LONG) places = places.filter(({ name }) => /^(overview|patterns|pattern|audit|incident)$/.test(name))
    const more = LONG ? HOSTILE_NAMES : []
    for (let id = 1; id <= more.length; id++) places.push({ name: `incident ${id}`, path: `/incidents/${id}` })
    for (const name of more.map(encodeURIComponent)) {
      places.push({ name: `service ${name}`, path: `/services/${name}` })
      places.push({ name: `policy ${name}`, path: `/policies/${name}` })
    }
  })
  afterAll(() => server?.close())

  async function expectTame(tab: Tab, name: string): Promise<void> {
    expect(await strangeElements(tab.page), name).toEqual([])
    expect(await overflowing(tab.page), name).toEqual([])
    expect(await tab.cspReports(), name).toEqual([])
    expect(tab.errors, name).toEqual([])
    expect(tab.foreign, name).toEqual([])
    expect(tab.dialogs, name).toEqual([])
  }

  async function closeDialogs({ page }: Tab): Promise<void> {
    while (await page.locator('dialog[open]').count()) await page.keyboard.press('Escape')
  }

  it.runIf(LONG)('is about a team whose names are hostile', async () => {
    const get = async (path: string) => (await server.api.call('GET', path, { key: server.keys.read })).json
    expect((await get('/api/v1/services')).services).toHaveLength(HOSTILE_NAMES.length)
    const { patterns } = await get(`/api/v1/patterns?service=${encodeURIComponent(HOSTILE_SERVICE)}&limit=200`)
    expect(patterns).toHaveLength(Object.keys(HOSTILE_TEXTS).length)
    expect((await get('/api/v1/incidents')).incidents).toHaveLength(HOSTILE_NAMES.length)
  })

  it.each(WIDTHS)(
    'shows them as text on every screen, %i pixels wide',
    async (width) => {
      const tab = await openTab(browser(), server, { key: server.keys.admin, width })
      await tab.go('/')
      for (const { name, path } of places) {
        // An address that one comes by, and one that a link leads to.
        if (width === WIDTHS[0]) await tab.go(path)
        else await tab.follow(path)
        await tab.lookThrough()
        await expectTame(tab, name)
        // What the browser made of the address is still that service.
        if (path.startsWith('/services/')) expect(await tab.page.locator('h1').innerText(), name).not.toBe('')
      }
      await tab.close()
    },
    LONG_MILLIS,
  )

  it.runIf(LONG)(
    'shows them as text in dialogs, opened rows and the palette',
    async () => {
      const tab = await openTab(browser(), server, { key: server.keys.admin })
      for (const { name, path } of places.filter(({ name }) => /^[a-z-]+$/.test(name))) {
        await tab.goThrough(path)
        const buttons = tab.page.locator('main button:visible:not([disabled])')
        for (let i = 0, many = Math.min(MAX_BUTTONS, await buttons.count()); i < many; i++) {
          const button = buttons.nth(i)
          if (!(await button.isVisible().catch(() => false))) continue
          await closeDialogs(tab)
          await button.click()
          await tab.settled()
          await expectTame(tab, `${name}, button ${i}`)
          await closeDialogs(tab)
        }
      }
      await tab.go('/')
      await tab.page.keyboard.press('Control+k')
      await tab.settled()
      await expectTame(tab, 'the palette')
      await tab.close()
    },
    LONG_MILLIS,
  )
})
