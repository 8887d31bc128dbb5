import { afterAll, beforeAll, expect, it } from 'vitest'
import { startApi } from '../../../server/test/support/api-under-test.js'
import { configureAdaptiveLogging } from '../../../src/index.js'
import { startFakePostHog } from '../../../src/testing.js'
import { runCli } from '../../../test/cli/support/run-cli.js'
import { LONG } from '../../../test/support/tier.js'
import { describeInBrowser } from '../support/browser.js'
import { builtPage } from '../support/built-page.js'
import { type PageServer, servePage } from '../support/page-server.js'
import { openTab } from '../support/tab.js'

const LOUD = 400
const SITE = /^dashboard\/test\/browser\/call-sites\.test\.ts:\d+$/

describeInBrowser.runIf(LONG)('where an app logs what is dear', (browser) => {
  let server: PageServer
  let admin: string
  beforeAll(async () => {
    const api = await startApi({ 'usd-per-gb': 0.25 }, undefined, builtPage())
    api.clock.millis = Date.now()
    server = await servePage(api)
    admin = await api.keyOf('default', 'admin', 'ingest')
  })
  afterAll(() => server?.close())

  /** An app that logs, and ends. */
  async function runApp(serviceName: string, callSites: boolean | undefined) {
    const posthog = await startFakePostHog()
    const logging = configureAdaptiveLogging({
      serviceName,
      posthogApiKey: posthog.token,
      posthogHost: posthog.url,
      lipserviceUrl: server.url,
      lipserviceApiKey: admin,
      ...(callSites !== undefined && { callSites }),
    })
    const logger = logging.getLogger('app')
    for (let i = 0; i < LOUD; i++) logger.emit({ severityNumber: 9, body: `incoming request ${i}` })
    for (let i = 0; i < LOUD / 40; i++) logger.emit({ severityNumber: 9, body: `order ${i} shipped` })
    await logging.shutdown({ timeoutMillis: 5_000 })
    await posthog.close()
    await server.api.pending.flush()
  }
  const advised = async (service: string) =>
    (await server.api.call('get', `/api/v1/advice?service=${service}`, { key: admin })).json.advice

  it('is told by its SDK where that is wanted, and shown by the API, the page and the command line', async () => {
    await runApp('quiet', undefined)
    await runApp('shop', true)
    const [hidden] = await advised('quiet')
    expect(hidden).toMatchObject({ kind: 'debug', template: 'incoming request <*>', call_site: null })
    const [advice] = await advised('shop')
    expect(advice).toMatchObject({ kind: 'debug', template: 'incoming request <*>' })
    expect(advice.call_site).toMatch(SITE)

    const tab = await openTab(browser(), server, { key: admin })
    await tab.go('/advice?service=shop')
    await tab.page.locator('main').getByText(advice.call_site).first().waitFor()
    expect(tab.errors).toEqual([])
    await tab.close()

    const body = { pattern_rates: { [advice.signature]: 0.25 } }
    expect((await server.api.call('put', '/api/v1/policies/shop', { key: admin, body })).status).toBe(200)
    const env = { LIPSERVICE_URL: server.url, LIPSERVICE_API_KEY: admin }
    const { code, out, err } = await runCli(['policy', 'show', '--service', 'shop'], { env })
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain(advice.call_site)
  })
})
