import { afterEach, beforeEach, expect, it } from 'vitest'
import { loginLink, makeLoginCode } from '../../../server/src/sessions/login-codes.js'
import { madeOnce } from '../../../test/support/made-once.js'
import { LONG } from '../../../test/support/tier.js'
import { type AcmePage, serveAcme } from '../support/acme-page.js'
import { describeInBrowser } from '../support/browser.js'
import { expectToast } from '../support/dialogs.js'
import { openTab } from '../support/tab.js'

describeInBrowser.runIf(LONG)('a session', (browser) => {
  let server: AcmePage
  beforeEach(async () => {
    server = await serveAcme(await madeOnce('acme'))
  })
  afterEach(() => server.close())

  const teamOf = () => server.api.store.keys.ensureTeam('default', server.fleet.now)

  it('begins by a link that works once, and leaves no code in the address', async () => {
    const { store, clock } = server.api
    const made = await makeLoginCode(store, await teamOf(), 'server', () => clock.millis)
    const link = loginLink(server.url, made!.code)
    const tab = await openTab(browser(), server)
    await tab.page.goto(link)
    await tab.page.waitForURL(`${server.url}/`)
    await tab.settled()
    expect(tab.requests.join(' ')).not.toContain(made!.code)
    const again = await openTab(browser(), server)
    await again.page.goto(link)
    await again.page.locator('[role=alert]').waitFor()
    expect(again.page.url()).not.toContain(made!.code)
    await Promise.all([tab.close(), again.close()])
  })

  it('leaves the key nowhere in the browser', async () => {
    const { admin } = server.fleet.keys
    const tab = await openTab(browser(), server)
    await tab.go('/')
    await tab.page.fill('input[name=key]', admin)
    await tab.page.keyboard.press('Enter')
    await tab.page.waitForSelector('nav')
    await tab.settled()
    const kept = await tab.page.evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
    )
    expect(kept).not.toContain('lsk_')
    expect(await tab.page.content()).not.toContain(admin)
    const cookies = await tab.context.cookies()
    expect(cookies).toMatchObject([{ httpOnly: true, sameSite: 'Strict' }])
    await tab.close()
  })

  it('that is over asks for the key, and goes on where one was', async () => {
    const tab = await openTab(browser(), server, { key: server.fleet.keys.admin })
    await tab.go('/settings/keys')
    server.api.clock.millis += 13 * 3_600_000
    await tab.page.getByRole('button', { name: 'New key' }).click()
    const dialog = tab.page.locator('dialog[open]')
    await dialog.locator('[name=name]').fill('too late')
    await dialog.locator('input[value=read]').check()
    await dialog.getByRole('button', { name: 'Make key' }).click()
    await tab.page.fill('input[name=key]', server.fleet.keys.admin)
    await tab.page.keyboard.press('Enter')
    await tab.page.locator('h1', { hasText: 'Settings' }).waitFor()
    expect(new URL(tab.page.url()).pathname).toBe('/settings/keys')
    const { keys } = (await server.fleet.act('GET', '/api/v1/keys')).json
    expect(keys.map(({ name }: { name: string }) => name)).not.toContain('too late')
    // The dialog is there again, as it was filled in, and can be sent.
    expect(await dialog.locator('[name=name]').inputValue()).toBe('too late')
    expect(await dialog.locator('input[value=read]').isChecked()).toBe(true)
    await dialog.getByRole('button', { name: 'Make key' }).click()
    await dialog.waitFor({ state: 'detached' })
    const after = (await server.fleet.act('GET', '/api/v1/keys')).json.keys
    expect(after.map(({ name }: { name: string }) => name)).toContain('too late')
    await tab.close()
  })

  it('ends with its key, and with log out', async () => {
    const { keys } = server.api
    const { text, key } = await keys.create(await teamOf(), 'for an hour', ['read'], 'test')
    const tab = await openTab(browser(), server, { key: text })
    await tab.go('/')
    await keys.revoke(await teamOf(), key.id, 'test')
    await tab.page.reload()
    await tab.page.locator('input[name=key]').waitFor()
    const other = await openTab(browser(), server, { key: server.fleet.keys.operate })
    await other.go('/')
    await other.page.getByRole('button', { name: 'Log out' }).click()
    await other.page.locator('input[name=key]').waitFor()
    await other.page.goto('/settings')
    await other.page.locator('input[name=key]').waitFor()
    await Promise.all([tab.close(), other.close()])
  })

  it('goes on, and says so, where the server does not hear that somebody logs out', async () => {
    const tab = await openTab(browser(), server, { key: server.fleet.keys.operate })
    await tab.go('/')
    await tab.page.route('**/session', (route) => route.abort())
    await tab.page.getByRole('button', { name: 'Log out' }).click()
    await expectToast(tab, 'You are still logged in: the server does not answer.')
    expect(await tab.page.locator('nav').count()).toBe(1)
    await tab.close()
  })
})
