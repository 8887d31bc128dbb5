import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { madeOnce } from '../../../test/support/made-once.js'
import { LONG } from '../../../test/support/tier.js'
import { type AcmePage, serveAcme } from '../support/acme-page.js'
import { describeInBrowser } from '../support/browser.js'
import { expectToast } from '../support/dialogs.js'
import { placesOf } from '../support/places.js'
import { openTab, type Tab } from '../support/tab.js'

const MAX_STOPS = 400

/** It goes through every screen, control by control. */
const MAX_MILLIS = 240_000

describeInBrowser.runIf(LONG)('who has a keyboard alone', (browser) => {
  let server: AcmePage
  let tab: Tab
  // What one of them changes it takes back.
  beforeAll(async () => {
    server = await serveAcme(await madeOnce('acme'))
  })
  beforeEach(async () => {
    tab = await openTab(browser(), server)
  })
  afterEach(async () => {
    expect(tab.errors).toEqual([])
    await tab.close()
  })
  afterAll(() => server?.close())

  const press = async (...keys: string[]) => {
    for (const key of keys) await tab.page.keyboard.press(key)
  }
  const type = (text: string) => tab.page.keyboard.type(text)
  const focused = () =>
    tab.page.evaluate(() => {
      const one = document.activeElement
      return one?.getAttribute('aria-label') ?? one?.getAttribute('name') ?? one?.textContent?.trim() ?? ''
    })
  /** Tabs on until something that is named so has the focus. */
  async function tabTo(name: RegExp): Promise<void> {
    for (let i = 0; i < MAX_STOPS; i++) {
      await press('Tab')
      if (name.test(await focused())) return
    }
    throw new Error(`no ${name} in ${MAX_STOPS} stops`)
  }
  async function logIn(): Promise<void> {
    await tab.go('/')
    await tabTo(/^key$/)
    await type(server.fleet.keys.admin)
    await press('Enter')
    await tab.page.waitForSelector('nav')
    await tab.settled()
  }

  it('logs in, goes to a service, finds a pattern, keeps all of it, and takes that back', async () => {
    await logIn()
    await press('g', 's')
    await tab.page.waitForURL(/\/services$/)
    await tab.settled()
    await tabTo(/^Skip to content$|^edge-gateway$/)
    if ((await focused()) !== 'edge-gateway') await tabTo(/^edge-gateway$/)
    await press('Enter')
    await tab.page.waitForURL(/\/services\/edge-gateway/)
    await tab.settled()
    await press('/')
    await type('slow')
    await tab.page.waitForURL(/q=slow/)
    await tab.settled()
    await tabTo(/^slow request/)
    await press('Enter')
    await tab.page.locator('.rowbtn[aria-expanded=true]').waitFor()
    await press('e')
    await tab.page.locator('dialog[open]').waitFor()
    await type('by keys alone')
    await press('Enter')
    await expectToast(tab, 'All of it is kept')
    await tabTo(/^Undo: the exemption$/)
    await press('Enter')
    await expectToast(tab, 'Undone: the exemption')
    expect((await server.fleet.act('GET', '/api/v1/services/edge-gateway/overrides')).json.overrides).toHaveLength(1)
  })

  it('finds everything by the palette', async () => {
    await logIn()
    await press('Control+k')
    await tab.page.locator('dialog[open]').waitFor()
    await type('payments')
    await tab.page.locator('dialog[open] [role=option][aria-selected=true]', { hasText: 'payments-worker' }).waitFor()
    await press('Enter')
    await tab.page.waitForURL(/payments-worker/)
    await tab.settled()
    expect(await tab.page.locator('dialog[open]').count()).toBe(0)
  })

  it(
    'sees where it is, reaches every control of every screen, and leaves every dialog where it began',
    async () => {
      const keys = server.fleet.keys.admin
      await logIn()
      for (const { name, path } of await placesOf(server, keys, 'checkout-api')) {
        await tab.go(path)
        const wanted = await tab.page.evaluate(() => {
          const all = document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, [tabindex="0"]')
          const stops = [...all].filter((one) => {
            // Of a group of radio buttons the one that is chosen is the stop.
            if (one instanceof HTMLInputElement && one.type === 'radio' && !one.checked) return false
            return one.checkVisibility({ visibilityProperty: true }) && !one.matches(':disabled, [tabindex="-1"]')
          })
          for (const [i, one] of stops.entries()) one.setAttribute('data-stop', String(i))
          return stops.length
        })
        await tab.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
        // The page itself notes where the focus comes to: to be asked after each key takes as long as the key.
        await tab.page.evaluate(() => {
          const stops = new Map<string, boolean>()
          Object.assign(window, { stops })
          document.addEventListener('focusin', ({ target }) => {
            const one = target as Element
            const stop = one.getAttribute('data-stop')
            if (stop === null) return
            // What it stands in may be marked in its place: a field with its icon, a row.
            const around = [one, one.parentElement, one.closest('label'), ...(one.closest('tr')?.cells ?? [])]
            const isMarked = around.some((marked) => {
              const { outlineStyle, boxShadow } =
                marked === null ? { outlineStyle: 'none', boxShadow: 'none' } : getComputedStyle(marked)
              return outlineStyle !== 'none' || boxShadow !== 'none'
            })
            stops.set(stop, isMarked && stops.get(stop) !== false)
          })
        })
        for (let i = 0; i < wanted + 12; i++) await press('Tab')
        const reached = await tab.page.evaluate(() => [...(window as unknown as { stops: Map<string, boolean> }).stops])
        expect(reached.filter(([, isMarked]) => !isMarked).map(([stop]) => `${name}, stop ${stop}`)).toEqual([])
        expect(reached.length, name).toBeGreaterThanOrEqual(Math.min(wanted, MAX_STOPS))
      }
    },
    MAX_MILLIS,
  )

  it('can switch single keys off', async () => {
    await logIn()
    await tab.page.evaluate(() => localStorage.setItem('keys', 'off'))
    await tab.go('/')
    await press('g', 's')
    await tab.settled()
    expect(new URL(tab.page.url()).pathname).toBe('/')
  })
})
