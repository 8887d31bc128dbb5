import { afterAll, beforeAll, expect, it } from 'vitest'
import { madeOnce } from '../../../test/support/made-once.js'
import { LONG } from '../../../test/support/tier.js'
import { type AcmePage, serveAcme } from '../support/acme-page.js'
import { describeInBrowser } from '../support/browser.js'
import { expectToast, submitDialog } from '../support/dialogs.js'
import { openTab, type Tab } from '../support/tab.js'

const SERVICE = 'checkout-api'

describeInBrowser.runIf(LONG)('a person and an incident', (browser) => {
  let server: AcmePage
  let tab: Tab
  beforeAll(async () => {
    server = await serveAcme(await madeOnce('acme'))
    tab = await openTab(browser(), server, { key: server.fleet.keys.operate })
  })
  afterAll(() => Promise.all([tab?.close(), server?.close()]))

  const get = async (path: string) => (await server.fleet.act('GET', path)).json
  const standing = async () =>
    (await get('/api/v1/services')).services.find((one: { name: string }) => one.name === SERVICE)
  const note = () => tab.page.locator('.note', { hasText: `Everything of ${SERVICE} is kept until` })

  it('keeps everything for longer, and ends that before its time', async () => {
    const before = await standing()
    expect(before.switch_until).toBeGreaterThan(server.fleet.now)
    await tab.go(`/incidents/${before.open_incident}`)
    await note().getByRole('button', { name: 'Longer…' }).click()
    await submitDialog(tab, 'Keep everything', { minutes: '50', reason: 'the cause is not found yet' })
    await expectToast(tab, 'Everything is kept for 50 minutes')
    expect((await standing()).switch_until).toBe(server.fleet.now + 50 * 60)
    await note().getByText('the cause is not found yet').waitFor()
    await tab.page.locator('main').getByRole('button', { name: 'End keep-all…' }).click()
    await submitDialog(tab, 'End it', { reason: 'found: a bad release' })
    await expectToast(tab, 'The policy goes on as before')
    expect((await standing()).switch_until).toBeNull()
    await note().waitFor({ state: 'detached' })
    expect(tab.errors).toEqual([])
  })
})
