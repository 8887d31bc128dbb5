import { afterAll, beforeAll, expect, it } from 'vitest'
import { madeOnce } from '../../../test/support/made-once.js'
import { LONG } from '../../../test/support/tier.js'
import { type AcmePage, serveAcme } from '../support/acme-page.js'
import { describeInBrowser } from '../support/browser.js'
import { openTab, type Tab } from '../support/tab.js'

/** A machine may be busy. */
const PATIENT = { timeout: 15_000 }

describeInBrowser.runIf(LONG)('the frame of the page', (browser) => {
  let server: AcmePage
  let tab: Tab
  beforeAll(async () => {
    server = await serveAcme(await madeOnce('acme'))
    tab = await openTab(browser(), server, { key: server.fleet.keys.read })
  })
  afterAll(async () => {
    await tab?.close()
    await server?.close()
  })
  const focused = () => tab.page.evaluate(() => document.activeElement?.textContent ?? '')

  it('goes to anything by some letters of it, by keys alone, and gives the focus back', async () => {
    await tab.go('/')
    await tab.page.focus('a[href="/savings"]')
    await tab.page.keyboard.press('Control+k')
    await tab.page.waitForSelector('[role=combobox]')
    await tab.page.keyboard.press('Escape')
    await tab.page.waitForSelector('[role=combobox]', { state: 'detached' })
    expect(await focused()).toBe('Savings')
    await tab.page.keyboard.press('Control+k')
    await tab.page.waitForSelector('[role=combobox]')
    await tab.page.keyboard.type('policies of search')
    await tab.page.locator('[role=option][aria-selected=true]', { hasText: 'search-api' }).waitFor()
    await tab.page.keyboard.press('Enter')
    await tab.page.waitForURL('**/policies/search-api')
    expect(await tab.page.locator('dialog').count()).toBe(0)
  })

  it('finds patterns by asking the server, a step down from what the page knows', async () => {
    await tab.go('/')
    await tab.page.keyboard.press('Control+k')
    await tab.page.waitForSelector('[role=combobox]')
    await tab.page.keyboard.type('card vault')
    const option = tab.page.locator('[role=option]').first()
    await option.filter({ hasText: 'card vault answered' }).waitFor()
    expect(await option.innerText()).toContain('payments-worker')
    await tab.page.keyboard.press('Enter')
    await tab.page.waitForURL(/\/services\/payments-worker\?pattern=[0-9a-f]{16}/)
  })

  it('says what keys do, and lets single ones be switched off', async () => {
    await tab.go('/')
    await tab.page.keyboard.press('g')
    await tab.page.keyboard.press('i')
    await tab.page.waitForURL('**/incidents')
    await tab.page.keyboard.press('?')
    await tab.page.getByRole('dialog', { name: 'Keys' }).waitFor()
    await tab.page.getByRole('checkbox').uncheck()
    await tab.page.keyboard.press('Escape')
    await tab.page.getByRole('dialog').waitFor({ state: 'detached' })
    await tab.page.keyboard.press('g')
    await tab.page.keyboard.press('o')
    await tab.page.keyboard.press('?')
    await tab.page.keyboard.press('Control+k')
    await tab.page.waitForSelector('[role=combobox]')
    expect(await tab.page.getByRole('dialog').count()).toBe(1)
    expect(new URL(tab.page.url()).pathname).toBe('/incidents')
    await tab.page.evaluate(() => localStorage.clear())
  })

  it('reads a chart out point by point, and shows the same as a table', async () => {
    await tab.go('/')
    const chart = tab.page.getByRole('img', { name: /^Logged and sent by all services/ })
    await chart.focus()
    await tab.page.keyboard.press('Home')
    const said = tab.page.locator('.tc [aria-live]')
    await expect.poll(() => said.innerText(), PATIENT).toMatch(/: Logged [\d.]+\s[kMG]B\/h, Sent [\d.]+\s[kMG]B\/h/)
    const first = await said.innerText()
    await tab.page.keyboard.press('ArrowRight')
    await expect.poll(() => said.innerText(), PATIENT).not.toBe(first)
    await tab.page.keyboard.press('Escape')
    await tab.page.getByRole('button', { name: 'As table' }).click()
    const oldest = await tab.page.locator('.tc-table tbody tr').last().innerText()
    const [, logged] = /Logged (\S+\s\S+\/h)/.exec(first)!
    expect(oldest.replaceAll(/\s/g, ' ')).toContain(logged!.replaceAll(/\s/g, ' '))
  })

  it('keeps the choice of services and their order in the address', async () => {
    await tab.go('/services')
    await tab.page.getByRole('button', { name: 'Service', exact: true }).click()
    const names = () => tab.page.locator('table.services tbody a.name').allInnerTexts()
    await expect.poll(async () => (await names()).join(), PATIENT).toBe((await names()).toSorted().join())
    await tab.page.keyboard.press('/')
    await tab.page.keyboard.type('api')
    await expect.poll(names, PATIENT).toEqual(['checkout-api', 'search-api'])
    expect(new URL(tab.page.url()).searchParams.toString()).toBe('sort=name&order=asc&q=api')
    await tab.page.reload()
    await tab.settled()
    expect(await names()).toEqual(['checkout-api', 'search-api'])
  })

  it('begins at the head of the screen that was gone to', async () => {
    await tab.go('/')
    expect(await focused()).not.toBe('Overview')
    for (const [link, head] of [
      ['/savings', 'Savings'],
      ['/', 'Overview'],
    ]) {
      await tab.page.focus(`nav a.nav[href="${link}"]`)
      await tab.page.keyboard.press('Enter')
      await expect.poll(focused, PATIENT).toBe(head)
    }
    await tab.page.goBack()
    await expect.poll(focused, PATIENT).toBe('Savings')
  })

  it('asks for what two screens share once, and follows it on', async () => {
    // Of its own accord it asks again by the clock.
    const own = await openTab(browser(), server, { key: server.fleet.keys.read, ownClock: true })
    await own.page.clock.install({ time: server.api.clock.millis })
    await own.go('/services')
    await own.stopClock()
    const before = own.requests.length
    await own.page.getByRole('link', { name: 'Savings' }).click()
    await own.page.waitForURL('**/savings')
    // To be drawn it takes some moments, and far less than until the page asks by itself.
    const head = async () => {
      await own.page.clock.runFor(20)
      return own.page.getByRole('heading', { name: 'Savings', exact: true }).count()
    }
    await expect.poll(head, PATIENT).toBe(1)
    await own.answered()
    expect(own.requests.slice(before).filter((path) => /^\/api\/v1\/(services|savings)(\?|$)/.test(path))).toEqual([])
    await server.fleet.act('PUT', '/api/v1/budget', { unit: 'gb_per_day', amount: 141, reason: 'to be seen' })
    await own.page.evaluate(() => dispatchEvent(new Event('online')))
    await expect.poll(() => own.requests.slice(before), PATIENT).toContain('/api/v1/services')
    await own.close()
  })

  it('lets who is on a phone look another way, and log out', async () => {
    const phone = await openTab(browser(), server, {
      key: server.fleet.keys.read,
      width: 390,
      height: 844,
      touch: true,
    })
    await phone.go('/')
    await phone.page.getByRole('button', { name: 'Menu' }).click()
    const menu = phone.page.getByRole('dialog', { name: 'Menu' })
    await menu.getByRole('button', { name: /^Times in/ }).click()
    expect(await menu.getByRole('button', { name: 'Times in UTC' }).count()).toBe(1)
    await menu.getByRole('link', { name: 'search-api' }).click()
    await phone.page.waitForURL('**/services/search-api')
    await menu.waitFor({ state: 'detached' })
    await phone.page.getByRole('button', { name: 'Menu' }).click()
    await phone.page.getByRole('button', { name: 'Log out' }).click()
    await phone.page.getByRole('heading', { name: 'Log in' }).waitFor()
    await phone.page.goBack()
    await phone.page.getByRole('heading', { name: 'Log in' }).waitFor()
    await phone.close()
  })
})
