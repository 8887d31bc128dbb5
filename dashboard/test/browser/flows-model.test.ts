import { afterEach, beforeEach, expect, it } from 'vitest'
import { type FakeLlm, startFakeLlm } from '../../../server/test/support/fake-llm.js'
import { madeOnce } from '../../../test/support/made-once.js'
import { LONG } from '../../../test/support/tier.js'
import { type AcmePage, serveAcme } from '../support/acme-page.js'
import { describeInBrowser } from '../support/browser.js'
import { eventually, expectToast, submitDialog } from '../support/dialogs.js'
import { openTab, type Tab } from '../support/tab.js'

describeInBrowser.runIf(LONG)('a person and a language model', (browser) => {
  let llm: FakeLlm
  let server: AcmePage
  let tab: Tab
  beforeEach(async () => {
    llm = await startFakeLlm()
    server = await serveAcme(await madeOnce('acme'), { 'llm-url': llm.url, 'llm-api-key': llm.key })
    tab = await openTab(browser(), server, { key: server.fleet.keys.admin })
  })
  afterEach(async () => {
    expect(tab.errors).toEqual([])
    expect(await tab.cspReports()).toEqual([])
    expect(llm.refused).toEqual([])
    await tab.close()
    await server.close()
    await llm.close()
  })
  const get = async (path: string) => (await server.fleet.act('GET', path)).json
  const allow = (mode: string) => server.fleet.act('PUT', '/api/v1/model', { mode, reason: 'a test' })

  it('allows it to suggest, within caps, and not to raise before its exam', async () => {
    await tab.go('/settings/model')
    const main = tab.page.locator('main')
    await main.getByText('nobody has allowed it anything yet').waitFor()
    await main.getByRole('button', { name: 'Change…' }).click()
    const dialog = tab.page.locator('dialog[open]')
    expect(await dialog.locator('input[value=raise]').isDisabled()).toBe(true)
    await dialog.locator('input[value=suggest]').check()
    await submitDialog(tab, 'Set', { tokens_per_day: '5000', reason: 'try it on what is loud' })
    await expectToast(tab, 'What the model may do is set')
    expect(await get('/api/v1/model')).toMatchObject({ mode: 'suggest', caps: { tokens_per_day: 5_000 } })
    await main.getByText('suggest', { exact: true }).waitFor()
    expect(llm.requests).toEqual([])
  })

  it('sees what would be sent, byte for byte, and sends nothing by that', async () => {
    await tab.go('/settings/model')
    await tab.page.getByRole('button', { name: 'Show it' }).click()
    const { requests } = await get('/api/v1/model/preview')
    expect(requests.length).toBeGreaterThan(0)
    await tab.page.locator('main pre').first().waitFor()
    expect(await tab.page.locator('main pre').allTextContents()).toEqual(requests)
    expect(llm.bodies).toEqual([])
  })

  it('accepts what it says of a pattern, which labels it, and takes that back', async () => {
    await tab.go('/verdicts')
    const { verdicts } = await get('/api/v1/model/verdicts?state=suggested')
    const [first] = verdicts
    const row = tab.page.locator('main tbody tr').first()
    await row.getByRole('button', { name: 'Accept…' }).click()
    await submitDialog(tab, 'Accept', { reason: 'it is who changed what' })
    await expectToast(tab, /^It counts as/)
    const labels = async () =>
      (await get(`/api/v1/services/${first.service}/overrides`)).overrides.filter(
        (one: { kind: string; signature: string }) => one.kind === 'label' && one.signature === first.signature,
      )
    expect(await labels()).toMatchObject([{ class: first.class, reason: 'it is who changed what' }])
    await eventually(async () => {
      expect(await tab.page.locator('main tbody tr').count()).toBe(verdicts.length - 1)
    })
    await tab.page.locator('#toasts').getByRole('button', { name: 'Undo' }).click()
    await expectToast(tab, 'Undone')
    expect(await labels()).toEqual([])
  })

  it('refuses what it says, and nothing of the pattern changes', async () => {
    await tab.go('/verdicts')
    const [first] = (await get('/api/v1/model/verdicts?state=suggested')).verdicts
    await tab.page.locator('main tbody tr').first().getByRole('button', { name: 'Refuse…' }).click()
    await submitDialog(tab, 'Refuse', { reason: 'it is a health check' })
    await expectToast(tab, 'Refused')
    const refused = (await get('/api/v1/model/verdicts?state=refused')).verdicts
    expect(refused).toMatchObject([{ signature: first.signature }])
  })

  it('reads a version in the words of a model, which are text and told apart from ours', async () => {
    await allow('suggest')
    const [{ version }] = (await get('/api/v1/policies/checkout-api/history?limit=1')).versions
    await tab.goThrough(`/policies/checkout-api/${version}`)
    const card = tab.page.getByRole('region', { name: 'In words' })
    llm.script({ kind: 'say', text: JSON.stringify({ text: 'It is calmer than it was, & **that** is all.' }) })
    await card.getByRole('button', { name: 'Ask the model' }).click()
    await card.getByText('It is calmer than it was, & **that** is all.').waitFor()
    await card.getByText(/^In the words of a-model/).waitFor()
  })

  it('reads a version and an incident in words, and none of a model that says what is not so', async () => {
    await allow('suggest')
    const [{ version }] = (await get('/api/v1/policies/checkout-api/history?limit=1')).versions
    const [{ id }] = (await get('/api/v1/incidents?limit=1')).incidents
    for (const [path, own] of [
      [`/policies/checkout-api/${version}`, `/api/v1/policies/checkout-api/versions/${version}/explanation`],
      [`/incidents/${id}`, `/api/v1/incidents/${id}/explanation`],
    ] as const) {
      await tab.goThrough(path)
      const card = tab.page.getByRole('region', { name: 'In words' })
      const { text } = await get(own)
      await card.getByText(text.replaceAll('<*>', '∗').slice(0, 60)).waitFor()
      expect(await card.innerText()).not.toContain('<*>')
      llm.script({ kind: 'say', text: JSON.stringify({ text: '<img src=x> 987654321 were lost' }) })
      await card.getByRole('button', { name: 'Ask the model' }).click()
      await card.getByText(/^There are no words of a model/).waitFor()
      expect(await card.locator('img').count()).toBe(0)
    }
  })
})
