import { afterEach, beforeEach, expect, it } from 'vitest'
import { madeOnce } from '../../../test/support/made-once.js'
import { LONG } from '../../../test/support/tier.js'
import { type AcmePage, serveAcme } from '../support/acme-page.js'
import { describeInBrowser } from '../support/browser.js'
import { expectToast, submitDialog } from '../support/dialogs.js'
import { openTab, type Tab } from '../support/tab.js'

const SERVICE = 'edge-gateway'
const PATTERN = 'slow request'
const DAY = 86_400

describeInBrowser.runIf(LONG)('a person and a service', (browser) => {
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
  const overrides = async () => (await get(`/api/v1/services/${SERVICE}/overrides`)).overrides
  const patternOf = async () => (await get(`/api/v1/patterns?service=${SERVICE}&search=slow&limit=1`)).patterns[0]
  const standing = async (name: string) =>
    (await get('/api/v1/services')).services.find((one: { name: string }) => one.name === name)
  const row = () => tab.page.locator('table.win tbody tr', { hasText: PATTERN }).first()
  const budget = async () =>
    (await get('/api/v1/budgets')).budgets.find((one: { service: string | null }) => one.service === SERVICE)

  /** The fleet reports for some minutes, and the page asks again. */
  async function goOn(minutes: number): Promise<void> {
    for (let i = 0; i < minutes; i++) {
      await server.fleet.step(60)
      await server.fleet.lead()
    }
    await tab.followClock()
    await tab.page.reload()
    await tab.settled()
  }

  it('exempts a pattern; it is pending until a policy holds it; and takes that back', async () => {
    await tab.go(`/services/${SERVICE}?q=slow`)
    await row().getByRole('button', { name: 'Keep all of it…' }).click()
    const preview = tab.page.locator('dialog[open] .preview')
    expect(await preview.innerText()).toMatch(/^\+\$\d+\.\d\d a day .*of the budget taken/)
    await submitDialog(tab, 'Keep all', { reason: 'the fraud team reads every one' })
    await expectToast(tab, 'All of it is kept')
    await row().getByText('pending').waitFor()
    await goOn(4)
    expect(await patternOf()).toMatchObject({ why: 'exempt' })
    const { policy } = await standing(SERVICE)
    const { policy: document } = await get(`/api/v1/policies/${SERVICE}/versions/${policy.version}`)
    expect(JSON.stringify(document)).toContain((await patternOf()).signature)
    expect(await row().innerText()).toContain('Exempt: the fraud team reads every one')
    expect(await row().getByText('pending').count()).toBe(0)
    await row().getByRole('button', { name: 'Undo: the exemption' }).click()
    await expectToast(tab, 'Undone: the exemption')
    expect((await patternOf()).overrides).toEqual([])
    const [entry] = (await get('/api/v1/audit?limit=1')).entries
    expect(entry).toMatchObject({ action: 'exemption.removed', service: SERVICE, reason: 'undone' })
  })

  it.runIf(LONG)('undoes an exemption by the toast, at once', async () => {
    await tab.go(`/services/${SERVICE}?q=slow`)
    await row().getByRole('button', { name: 'Keep all of it…' }).click()
    await submitDialog(tab, 'Keep all', { reason: 'a mistake' })
    await tab.page.locator('#toasts').getByRole('button', { name: 'Undo' }).click()
    await expectToast(tab, 'Undone: the exemption')
    expect((await patternOf()).overrides).toEqual([])
  })

  it.runIf(LONG)('locks a rate until tomorrow: then it is free again', async () => {
    await tab.go(`/services/${SERVICE}?q=slow`)
    await row().getByRole('button', { name: 'Lock the rate…' }).click()
    await submitDialog(tab, 'Lock rate', { rate: '25', reason: 'support counts these', until: 'day' })
    await expectToast(tab, 'Its rate is locked')
    const [lock] = (await patternOf()).overrides
    expect(lock).toMatchObject({ kind: 'lock', rate: 0.25, expires_at: server.fleet.now + DAY })
    await goOn(4)
    expect(await row().innerText()).toMatch(/Locked at 25\s?%: support counts these/)
    server.api.clock.millis += (DAY + 60) * 1000
    expect(await overrides()).not.toContainEqual(expect.objectContaining({ reason: 'support counts these' }))
  })

  it.runIf(LONG)('says what a pattern is', async () => {
    await tab.go(`/services/${SERVICE}?q=slow`)
    await row().getByRole('button', { expanded: false }).click()
    await tab.page.getByRole('button', { name: 'Say what it is…' }).click()
    await submitDialog(tab, 'Label it', { class: 'audit', reason: 'auditors want them' })
    await expectToast(tab, 'It is labelled')
    expect((await patternOf()).overrides).toMatchObject([
      { kind: 'label', class: 'audit', reason: 'auditors want them' },
    ])
  })

  it.runIf(LONG)('keeps everything for a while, and ends that', async () => {
    const name = 'storefront-web'
    await tab.go(`/services/${name}`)
    await tab.page.getByRole('button', { name: 'Keep everything…' }).first().click()
    expect(await tab.page.locator('dialog[open] .preview').innerText()).toMatch(/\$\d/)
    await submitDialog(tab, 'Keep everything', { minutes: '20', reason: 'who pays twice?' })
    await expectToast(tab, 'Everything is kept for 20 minutes')
    expect((await standing(name)).switch_until).toBe(server.fleet.now + 20 * 60)
    await tab.page
      .getByText(/^Everything of storefront-web is kept until/)
      .first()
      .waitFor()
    await tab.page.getByRole('button', { name: 'End keep-all…' }).first().click()
    await submitDialog(tab, 'End it', { reason: 'the incident is over' })
    await expectToast(tab, 'The policy goes on as before')
    expect((await standing(name)).switch_until).toBeNull()
  })

  it.runIf(LONG)('sets a budget after a look at the past week under it, and takes it back', async () => {
    await tab.go(`/services/${SERVICE}`)
    await tab.page.getByRole('button', { name: 'Set budget…' }).click()
    await tab.page.locator('dialog[open] [name=amount]').fill('30')
    await tab.page.locator('dialog[open] .preview', { hasText: /it would have kept/ }).waitFor()
    await submitDialog(tab, 'Set budget', { reason: 'the bill of November' })
    await expectToast(tab, 'Budget set: 30 GB a day')
    expect(await budget()).toMatchObject({ unit: 'gb_per_day', amount: 30 })
    await tab.page.locator('#toasts').getByRole('button', { name: 'Undo' }).click()
    await expectToast(tab, 'Undone: the budget')
    expect(await budget()).toMatchObject({ unit: 'gb_per_day', amount: 60 })
  })

  it.runIf(LONG)('hears who set another budget meanwhile, and replaces it by the second try alone', async () => {
    await tab.go(`/services/${SERVICE}`)
    await tab.page.getByRole('button', { name: 'Set budget…' }).click()
    await tab.page.locator('dialog[open] input[name=amount]').waitFor()
    const set = { unit: 'gb_per_day', amount: 77, reason: 'from elsewhere' }
    await server.fleet.act('PUT', `/api/v1/services/${SERVICE}/budget`, set)
    await submitDialog(tab, 'Set budget', { amount: '30', reason: 'the bill of November' })
    const problem = tab.page.locator('dialog[open] [role=alert]')
    await problem.waitFor()
    expect(await problem.innerText()).toMatch(/maya@acme\.dev set 77 GB a day/)
    expect(await budget()).toMatchObject({ amount: 77 })
    await submitDialog(tab, 'Set budget', {})
    await expectToast(tab, 'Budget set: 30 GB a day')
    expect(await budget()).toMatchObject({ amount: 30 })
  })
})
