import { expect, it } from 'vitest'
import { reportOf } from '../../../server/test/support/api-under-test.js'
import { LONG } from '../../../test/support/tier.js'
import { describeInBrowser } from '../support/browser.js'
import { expectToast } from '../support/dialogs.js'
import { serveEmpty } from '../support/empty-page.js'
import { openTab } from '../support/tab.js'

describeInBrowser.runIf(LONG)('a new user', (browser) => {
  it('comes from nothing to a key, the first report, patterns and a budget, without reading anything else', async () => {
    const server = await serveEmpty()
    const { api } = server
    const tab = await openTab(browser(), server, { key: server.key })
    await tab.go('/')
    await tab.page.locator('main a[href="/setup"]').first().click()
    await tab.page.waitForURL(/\/setup$/)
    await tab.settled()
    await tab.page.fill('[name=service]', 'shop')
    await tab.page.getByRole('button', { name: 'Make key' }).click()
    await tab.page.getByText('Waiting for the first report').waitFor()
    const snippets = (await tab.page.locator('main').innerText()).replaceAll(/\s+/g, ' ')
    const [key] = /lsk_[0-9a-f]{16}_[0-9a-f]{64}/.exec(snippets)!
    expect(snippets).toContain(server.url)

    const report = (sequence: number) => {
      const at = api.clock.millis / 1000
      const patterns = Array.from({ length: 12 }, (_, i) => ({
        count: 1_000 * (i + 1),
        template: `order <*> went through step ${'abcdefghijkl'[i]}`,
        first_seen: at - 60,
        last_seen: at,
        bytes: 300_000 * (i + 1),
      }))
      return { ...reportOf({ timestamp: at, sequence }, patterns), window_seconds: 60 }
    }
    const wrong = await api.call('POST', '/api/v1/patterns/stats', { key: `${key.slice(0, -1)}x`, body: report(0) })
    expect(wrong.status).toBe(401)
    for (let minute = 0; minute < 3; minute++) {
      api.clock.millis += 60_000
      const answer = await api.call('POST', '/api/v1/patterns/stats', { key, body: report(minute) })
      expect(answer.status).toBe(202)
      await api.pending.flush()
    }
    await tab.followClock()
    await tab.page.getByText('order').first().waitFor()
    await tab.page.locator('[name=amount]').waitFor()
    const suggested = Number(await tab.page.inputValue('[name=amount]'))
    expect(suggested).toBeGreaterThan(0)
    await tab.page.getByRole('button', { name: 'Set budget' }).click()
    await expectToast(tab, 'Budget set')
    const { budgets } = (await api.call('GET', '/api/v1/budgets', { key: server.key })).json
    expect(budgets).toMatchObject([{ service: 'shop', unit: 'usd_per_month', amount: suggested }])
    await tab.page.getByRole('link', { name: 'To shop' }).click()
    await tab.page.waitForURL(/\/services\/shop$/)
    expect(tab.errors).toEqual([])
    expect(await tab.cspReports()).toEqual([])
    await tab.close()
    await server.close()
  })
})
