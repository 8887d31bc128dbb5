import { afterEach, beforeEach, expect, it } from 'vitest'
import { madeOnce } from '../../../test/support/made-once.js'
import { LONG } from '../../../test/support/tier.js'
import { type AcmePage, SWITCHED_OFF, serveAcme } from '../support/acme-page.js'
import { describeInBrowser } from '../support/browser.js'
import { expectToast, submitDialog } from '../support/dialogs.js'
import { openTab, type Tab } from '../support/tab.js'

describeInBrowser.runIf(LONG)('an admin in the settings', (browser) => {
  let server: AcmePage
  let tab: Tab
  beforeEach(async () => {
    server = await serveAcme(await madeOnce('acme'))
    tab = await openTab(browser(), server, { key: server.fleet.keys.admin })
  })
  afterEach(async () => {
    expect(tab.errors).toEqual([])
    expect(await tab.cspReports()).toEqual([])
    await tab.close()
    await server.close()
  })

  const get = async (path: string) => (await server.fleet.act('GET', path)).json
  const budgetOf = async (service: string | null) =>
    (await get('/api/v1/budgets')).budgets.find((one: { service: string | null }) => one.service === service)
  const rowOf = (text: string) => tab.page.locator('tbody tr', { hasText: text })

  it('changes a budget', async () => {
    await tab.go('/settings/budgets')
    await rowOf('edge-gateway').getByRole('button', { name: 'Change…' }).click()
    await submitDialog(tab, 'Set budget', { amount: '45', unit: 'gb_per_day', reason: 'the bill of November' })
    await expectToast(tab, 'Budget set: 45 GB a day')
    expect(await budgetOf('edge-gateway')).toMatchObject({ unit: 'gb_per_day', amount: 45 })
    await rowOf('edge-gateway').getByText('45 GB a day').waitFor()
  })

  it('removes a budget, and sets it again at once', async () => {
    await tab.go('/settings/budgets')
    await rowOf('search-api').getByRole('button', { name: 'Remove…' }).click()
    await submitDialog(tab, 'Remove', { reason: 'it was for the launch only' })
    await expectToast(tab, 'Budget removed')
    expect(await budgetOf('search-api')).toBeUndefined()
    await tab.page.locator('#toasts').getByRole('button', { name: 'Undo' }).click()
    await expectToast(tab, 'Undone')
    expect(await budgetOf('search-api')).toMatchObject({ unit: 'gb_per_day', amount: 10 })
  })

  it('makes a key that is shown once, and revokes it', async () => {
    await tab.go('/settings/keys')
    await tab.page.getByRole('button', { name: 'New key' }).click()
    await tab.page.locator('dialog[open] input[value=read]').check()
    await submitDialog(tab, 'Make key', { name: 'a wall of screens' })
    const shown = tab.page.getByText(/lsk_[0-9a-f]{16}_[0-9a-f]{64}/).first()
    await shown.waitFor()
    const [key] = /lsk_[0-9a-f]{16}_[0-9a-f]{64}/.exec((await shown.textContent())!)!
    const asks = () => server.api.call('GET', '/api/v1/services', { key })
    expect((await asks()).status).toBe(200)
    await tab.go('/settings/keys')
    expect(await tab.page.content()).not.toContain(key)
    await rowOf('a wall of screens').getByRole('button', { name: 'Revoke…' }).click()
    await submitDialog(tab, 'Revoke', {})
    await expectToast(tab, 'Key a wall of screens is revoked')
    expect((await asks()).status).toBe(401)
  })

  it('sets a webhook of an allowed host, hears why another is refused, and removes it', async () => {
    await tab.go('/settings/webhook')
    await tab.page.fill('[name=url]', 'https://elsewhere.example/hook')
    await tab.page.getByRole('button', { name: 'Save' }).click()
    await tab.page.locator('main form [role=status]', { hasText: /elsewhere\.example|host/ }).waitFor()
    expect(await get('/api/v1/webhook')).toBeNull()
    await tab.page.fill('[name=url]', 'https://hooks.acme.dev/lipservice')
    await tab.page.getByRole('button', { name: 'Save' }).click()
    await expectToast(tab, 'Webhook saved')
    expect(await get('/api/v1/webhook')).toEqual({ url: 'https://hooks.acme.dev/lipservice', format: 'json' })
    await tab.page.getByRole('button', { name: 'Send a test' }).click()
    await tab.page.getByText(/^The test was not taken/).waitFor()
    await tab.page.locator('main').getByRole('button', { name: 'Remove…' }).click()
    await submitDialog(tab, 'Remove', {})
    await expectToast(tab, 'Webhook removed')
    expect(await get('/api/v1/webhook')).toBeNull()
  })

  it('sees how the dashboard in PostHog is kept, what the switch there says, and each import', async () => {
    await tab.go('/settings/posthog')
    const main = tab.page.locator('main')
    const found = await get('/api/v1/posthog/connection')
    const { problem, counts } = found.jobs.find(({ name }: { name: string }) => name === 'board')
    const board = main.getByRole('region', { name: 'Dashboard in PostHog' })
    await board.getByText(problem).waitFor()
    await board.getByText(`${counts.writes} written, ${counts.marks} marks set; ${counts.edited} that`).waitFor()
    await board.getByRole('button', { name: 'Remove from PostHog…' }).click()
    await tab.page.locator('dialog[open]').getByText(`Of ${found.made} things`).waitFor()
    await tab.page.keyboard.press('Escape')
    const named = await main.getByRole('region', { name: 'Switch in PostHog' }).locator('li').allInnerTexts()
    expect(named.map((text) => text.split(/\s/)[0]).toSorted()).toEqual(Object.keys(found.toggle.services).toSorted())
    for (const text of ['17 of 48 h', '48 of 48 h', 'stopped']) await main.getByText(text).first().waitFor()
    await tab.go(`/services/${SWITCHED_OFF}`)
    await main.getByText('Off, by PostHog').waitFor()
    await main.getByText(/^All is kept since .* says off/).waitFor()
    await tab.go('/services/checkout-api')
    expect(await main.getByText('by PostHog').count()).toBe(0)
  })

  it('connects PostHog with keys that nobody sees again, and ends it', async () => {
    await server.fleet.act('DELETE', '/api/v1/posthog/connection?keep=yes')
    const [personal, project] = ['phx_0123456789abcdefSECRET', 'phc_0123456789abcdefPUBLIC']
    await tab.go('/settings/posthog')
    await tab.page.getByRole('button', { name: 'Connect…' }).click()
    const keys = { personal_api_key: personal, project_api_key: project }
    await submitDialog(tab, 'Connect', { region: 'eu', project: '17', ...keys })
    await expectToast(tab, 'PostHog is connected')
    const found = await get('/api/v1/posthog/connection')
    expect(found).toMatchObject({ host: 'eu', project: '17', keys: 'stored', state: 'unproved' })
    const main = tab.page.locator('main')
    await main.getByText(found.personal_api_key).waitFor()
    await main.getByText('not tried yet').waitFor()
    expect(await main.locator('a', { hasText: 'PostHog' }).last().getAttribute('href')).toBe(found.project_url)
    expect(await tab.page.content()).not.toContain(personal)
    expect(await tab.page.content()).not.toContain(project)
    const board = main.getByRole('region', { name: 'Dashboard in PostHog' })
    await board.getByText('not asked for').waitFor()
    await board.getByRole('button', { name: 'Have it made…' }).click()
    await submitDialog(tab, 'Have it made', {})
    await board.getByText('asked for', { exact: true }).waitFor()
    expect((await get('/api/v1/posthog/connection')).jobs).toContainEqual(expect.objectContaining({ name: 'board' }))
    await board.getByRole('button', { name: 'Remove from PostHog…' }).click()
    await submitDialog(tab, 'Remove from PostHog', {})
    await expectToast(tab, 'Removed from PostHog: 0')
    await board.getByText('not asked for').waitFor()
    await main.getByRole('button', { name: 'Import history…' }).click()
    await submitDialog(tab, 'Import history', { hours: '3', reason: 'budgets from the first day' })
    await main.getByText('0 of 3 h').waitFor()
    await main.getByRole('button', { name: 'Stop', exact: true }).click()
    await main.getByText('stopped', { exact: true }).waitFor()
    expect((await get('/api/v1/posthog/imports')).imports).toMatchObject([{ state: 'cancelled', hours_all: 3 }])
    await main.getByRole('button', { name: 'Disconnect…' }).click()
    await submitDialog(tab, 'Disconnect', {})
    await expectToast(tab, 'PostHog is disconnected')
    expect(await get('/api/v1/posthog/connection')).toBeNull()
    await main.getByRole('button', { name: 'Connect…' }).waitFor()
  })
})
