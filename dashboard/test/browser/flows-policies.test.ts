import { afterEach, beforeEach, expect, it } from 'vitest'
import { madeOnce } from '../../../test/support/made-once.js'
import { LONG } from '../../../test/support/tier.js'
import { type AcmePage, serveAcme } from '../support/acme-page.js'
import { describeInBrowser } from '../support/browser.js'
import { eventually, expectToast, submitDialog } from '../support/dialogs.js'
import { openTab, type Tab } from '../support/tab.js'

const SERVICE = 'search-api'

describeInBrowser.runIf(LONG)('a person and a policy', (browser) => {
  let server: AcmePage
  let tab: Tab
  let candidate: number
  beforeEach(async () => {
    server = await serveAcme(await madeOnce('acme'))
    tab = await openTab(browser(), server, { key: server.fleet.keys.operate })
    candidate = (await standing()).candidate.version
    await tab.go(`/policies/${SERVICE}/${candidate}`)
  })
  afterEach(async () => {
    expect(tab.errors).toEqual([])
    expect(await tab.cspReports()).toEqual([])
    await tab.close()
    await server.close()
  })

  const get = async (path: string) => (await server.fleet.act('GET', path)).json
  const standing = async () => {
    const { services } = await get('/api/v1/services')
    return services.find(({ name }: { name: string }) => name === SERVICE)
  }
  const reasons = async () =>
    (await get('/api/v1/audit?limit=3')).entries.map(({ reason }: { reason: string }) => reason)
  const button = (name: string) => tab.page.locator('main').getByRole('button', { name })

  it('rejects what is in its canary, with a reason that the audit has', async () => {
    await button('Reject…').click()
    await submitDialog(tab, 'Reject', { reason: 'too little of the basket' })
    await expectToast(tab, `v${candidate} is rejected`)
    const { stage } = await get(`/api/v1/policies/${SERVICE}/versions/${candidate}`)
    expect(stage).toBe('rejected')
    expect(await reasons()).toContain('too little of the basket')
    await tab.settled()
    expect(await button('Reject…').count()).toBe(0)
  })

  it('promotes what is in its canary, and takes that back', async () => {
    const before = (await standing()).policy.version
    await button('Promote now…').click()
    await submitDialog(tab, 'Promote now', { reason: 'the canary looks fine' })
    await expectToast(tab, `v${candidate} is in force`)
    expect((await standing()).policy).toMatchObject({ version: candidate, stage: 'active' })
    await tab.page.locator('#toasts').getByRole('button', { name: 'Undo' }).click()
    await expectToast(tab, `Undone: v${before} is in force again`)
    expect((await standing()).policy).toMatchObject({ kind: 'rollback', stage: 'active' })
    expect((await standing()).policy.version).toBeGreaterThan(candidate)
  })

  it('brings back what was in force before', async () => {
    const { versions } = await get(`/api/v1/policies/${SERVICE}/history?limit=100`)
    const older = versions.filter(({ stage }: { stage: string }) => stage === 'active')[2].version
    await tab.go(`/policies/${SERVICE}/${older}`)
    await button('Roll back to this…').click()
    await submitDialog(tab, 'Roll back to this', { reason: 'the one before was better' })
    await expectToast(tab, `v${older} is in force again`)
    expect((await standing()).policy).toMatchObject({ kind: 'rollback' })
    expect(await reasons()).toContain('the one before was better')
  })

  it('changes nothing without a reason, and nothing on Escape', async () => {
    await button('Reject…').click()
    await tab.page.locator('dialog[open]').getByRole('button', { name: 'Reject', exact: true }).click()
    expect(await tab.page.locator('dialog[open]').count()).toBe(1)
    await tab.page.keyboard.press('Escape')
    await tab.page.locator('dialog[open]').waitFor({ state: 'detached' })
    await eventually(async () => {
      expect(await tab.page.evaluate(() => document.activeElement?.textContent)).toBe('Reject…')
    })
    expect((await standing()).candidate.version).toBe(candidate)
  })

  it('says in the dialog that somebody was faster', async () => {
    await button('Reject…').click()
    await server.fleet.act('POST', `/api/v1/policies/${SERVICE}/reject`, { version: candidate, reason: 'mine' })
    await submitDialog(tab, 'Reject', { reason: 'too late' })
    const problem = tab.page.locator('dialog[open] [role=alert]')
    await problem.waitFor()
    expect(await problem.textContent()).toContain('rejected')
  })

  it('wishes in words, sees what it would do, and has just that done', async () => {
    const admin = await openTab(browser(), server, { key: server.fleet.keys.admin })
    await admin.go('/policies')
    const main = admin.page.locator('main')
    await main.getByLabel('What is wanted').fill('keep everything about "3ds challenge"')
    await main.getByLabel('For which service').selectOption('payments-worker')
    await main.getByRole('button', { name: 'What would it do?' }).click()
    const row = main.locator('.wish tbody tr', { hasText: '3ds challenge' })
    await row.getByText('kept whole').waitFor()
    await main.getByText(/^payments-worker: .+ kept a day → /).waitFor()
    const overrides = () => get('/api/v1/services/payments-worker/overrides')
    const before = (await overrides()).overrides.length
    await main.getByRole('button', { name: 'Do just this…' }).click()
    await submitDialog(admin, 'Do just this', { reason: 'a dispute with the issuer' })
    await expectToast(admin, 'Done: 1 pattern')
    expect((await overrides()).overrides).toHaveLength(before + 1)
    expect(await main.locator('.wish').count()).toBe(0)
    expect(admin.errors).toEqual([])
    expect(await admin.cspReports()).toEqual([])
    await admin.close()
  })
})
