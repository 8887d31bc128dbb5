import { afterEach, beforeEach, expect, it } from 'vitest'
import { madeOnce } from '../../../test/support/made-once.js'
import { LONG } from '../../../test/support/tier.js'
import { type AcmePage, serveAcme } from '../support/acme-page.js'
import { describeInBrowser } from '../support/browser.js'
import { expectToast, submitDialog } from '../support/dialogs.js'
import { openTab, type Tab, type TabOptions } from '../support/tab.js'

const HOUR_MILLIS = 3_600_000
const PULSE = '/api/v1/pulse'

describeInBrowser.runIf(LONG)('the page in bad weather', (browser) => {
  let server: AcmePage
  let tab: Tab
  beforeEach(async () => {
    server = await serveAcme(await madeOnce('acme'))
  })
  afterEach(async () => {
    await tab.close()
    await server.close()
  })

  /** A tab whose timers are in hand. */
  async function open(options: TabOptions = {}): Promise<void> {
    tab = await openTab(browser(), server, { key: server.fleet.keys.admin, ownClock: true, ...options })
    await tab.page.clock.install({ time: server.api.clock.millis })
  }
  const live = () => tab.page.locator('.live').first()

  it('keeps what it shows while the server is gone, lets nothing be changed, and goes on when it is back', async () => {
    await open()
    await tab.go('/settings/budgets')
    const rows = await tab.page.locator('tbody tr').count()
    await tab.stopClock()
    await server.goDown()
    await tab.untilAsked(PULSE)
    await live()
      .filter({ hasText: /^As of/ })
      .waitFor()
    expect(await tab.page.locator('tbody tr').count()).toBe(rows)
    const change = tab.page.getByRole('button', { name: 'Change…' }).first()
    expect(await change.isDisabled()).toBe(true)
    await server.comeUp()
    await tab.untilAsked(PULSE)
    await live().filter({ hasText: /^Live/ }).waitFor()
    expect(await change.isEnabled()).toBe(true)
    expect(tab.errors).toEqual([])
  })

  it('says in its part that an answer failed, shows the others, and asks again', async () => {
    await open()
    let failing = true
    await tab.page.route('**/api/v1/timeline?*', (route) =>
      failing
        ? route.fulfill({
            status: 500,
            contentType: 'application/problem+json',
            body: JSON.stringify({ title: 'Internal Server Error', status: 500, detail: 'the disk is full' }),
          })
        : route.continue(),
    )
    await tab.go('/')
    const alert = tab.page.locator('main [role=alert]').first()
    await alert.waitFor()
    expect(await alert.innerText()).toContain('The disk is full.')
    expect(await tab.page.locator('table.services tbody tr').count()).toBe(7)
    failing = false
    await alert.getByRole('button', { name: 'Try again' }).click()
    await alert.waitFor({ state: 'detached' })
    await tab.settled()
    expect(await tab.page.locator('main [role=alert]').count()).toBe(0)
  })

  it('takes a server that says nothing for one that is gone', async () => {
    await open()
    await tab.go('/')
    await tab.stopClock()
    const hanging: (() => Promise<void>)[] = []
    await tab.page.route('**/api/v1/pulse', (route) => void hanging.push(() => route.abort()))
    await tab.untilAsked(PULSE)
    await expect.poll(() => hanging.length).toBe(1)
    await tab.page.clock.runFor(21_000)
    await live()
      .filter({ hasText: /^As of/ })
      .waitFor()
    await tab.page.unroute('**/api/v1/pulse')
    await tab.untilAsked(PULSE)
    await live().filter({ hasText: /^Live/ }).waitFor()
    await Promise.all(hanging.map((abort) => abort().catch(() => {})))
  })

  it('waits as long as it is told where it asks too often', async () => {
    await open()
    await tab.go('/')
    await tab.stopClock()
    let asked = 0
    await tab.page.route('**/api/v1/pulse', (route) => {
      asked++
      return route.fulfill({
        status: 429,
        headers: { 'retry-after': '30' },
        contentType: 'application/json',
        body: '{}',
      })
    })
    await tab.untilAsked(PULSE)
    await live()
      .filter({ hasText: /^As of/ })
      .waitFor()
    expect(asked).toBe(1)
    await tab.page.clock.runFor(28_000)
    expect(asked).toBe(1)
    await tab.page.clock.runFor(3_000)
    await expect.poll(() => asked).toBe(2)
  })

  it.each([
    ['the overview', '/'],
    ['a service of which two things are out of the ordinary', '/services/checkout-api'],
  ])('draws the room of %s first where answers are slow, and moves nothing when they come', async (_, path) => {
    await open()
    await tab.page.addInitScript(() => {
      const shifts: number[] = []
      Object.assign(window, { shifts })
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
          if (!entry.hadRecentInput) shifts.push(entry.value)
      }).observe({ type: 'layout-shift', buffered: true })
    })
    // Nothing of the screen is answered before its room is drawn.
    let isDrawn = false
    const held: (() => void)[] = []
    await tab.page.route('**/api/v1/**', async (route) => {
      if (!isDrawn && !/\/(settings|pulse)$/.test(route.request().url()))
        await new Promise<void>((resolve) => held.push(resolve))
      await route.continue()
    })
    await tab.page.goto(path)
    await expect.poll(() => held.length).toBeGreaterThan(0)
    await tab.page.locator('main .skeleton').first().waitFor({ state: 'attached' })
    await tab.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
    isDrawn = true
    for (const answer of held) answer()
    await tab.settled()
    const shifted = await tab.page.evaluate(() =>
      (window as unknown as { shifts: number[] }).shifts.reduce((all, one) => all + one, 0),
    )
    // What Web Vitals call good.
    expect(shifted).toBeLessThan(0.1)
  })

  it.each([-3, 3])('tells times by the server where its own clock is %i hours off', async (hours) => {
    await open()
    await tab.go('/settings/budgets')
    const right = await tab.page.locator('main').innerText()
    await tab.close()
    tab = await openTab(browser(), server, { key: server.fleet.keys.admin, skew: hours * HOUR_MILLIS })
    await tab.go('/settings/budgets')
    expect(await tab.page.locator('main').innerText()).toBe(right)
  })

  it('shows in one tab what was done in another', async () => {
    await open()
    await tab.go('/settings/budgets')
    const other = await openTab(browser(), server, { key: server.fleet.keys.admin })
    await other.go('/settings/budgets')
    await other.page.locator('tbody tr', { hasText: 'edge-gateway' }).getByRole('button', { name: 'Change…' }).click()
    await submitDialog(other, 'Set budget', { amount: '33', unit: 'gb_per_day', reason: 'from elsewhere' })
    await expectToast(other, 'Budget set')
    await tab.page.clock.runFor(11_000)
    await tab.page.locator('tbody tr', { hasText: 'edge-gateway' }).getByText('33 GB a day').waitFor()
    await other.close()
  })

  it('follows what a screen shows that one went to from another, which showed some of it', async () => {
    await open()
    await tab.go('/')
    await tab.page.locator('nav a[href="/policies"]').click()
    await tab.settled()
    const row = tab.page.locator('tbody tr', { hasText: 'search-api' })
    const path = new URL(
      (await row.locator('a[href^="/policies/search-api/"]').last().getAttribute('href'))!,
      server.url,
    )
    const version = Number(path.pathname.split('/').at(-1))
    await row.getByText('canary').waitFor()
    await tab.page.clock.runFor(5_000)
    await server.fleet.act('POST', '/api/v1/policies/search-api/reject', { version, reason: 'from elsewhere' })
    await tab.page.clock.runFor(11_000)
    await row.getByText('canary').waitFor({ state: 'detached' })
  })

  it('asks nothing while nobody looks at it', async () => {
    await open()
    await tab.go('/')
    await tab.page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { value: true, configurable: true })
      document.dispatchEvent(new Event('visibilitychange'))
    })
    const before = tab.requests.length
    await tab.page.clock.runFor(120_000)
    expect(tab.requests.slice(before)).toEqual([])
  })
})
