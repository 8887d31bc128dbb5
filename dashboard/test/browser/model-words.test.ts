import { afterAll, beforeAll, expect, it } from 'vitest'
import { questionText } from '../../../server/src/meanings/question.js'
import { reportOf, startApi } from '../../../server/test/support/api-under-test.js'
import { type AskedTeam, canaryOf, startAskedTeam } from '../../../server/test/support/asked-team.js'
import { type FakeLlm, startFakeLlm } from '../../../server/test/support/fake-llm.js'
import { MARKUP_PAYLOADS } from '../../../server/test/support/markup-payloads.js'
import { LONG } from '../../../test/support/tier.js'
import { plainText } from '../../src/format/plain-text.js'
import { describeInBrowser } from '../support/browser.js'
import { builtPage } from '../support/built-page.js'
import { overflowing, strangeElements } from '../support/look-at.js'
import { type PageServer, servePage } from '../support/page-server.js'
import { openTab } from '../support/tab.js'

/** About so many patterns of a service a model is asked on one day; the rest make up for what is small. */
const OF_A_SERVICE = 47
const SERVICES = Math.ceil(MARKUP_PAYLOADS.length / OF_A_SERVICE)
const REST = 6
const TURNS = 3 * SERVICES
const MILLIS = 240_000

const letters = (i: number): string => [i / 676, (i / 26) % 26, i % 26].map((n) => String.fromCharCode(97 + n)).join('')
const templateOf = (i: number): string => `step ${letters(i)}x of a job`
const payloads = new Map(MARKUP_PAYLOADS.map((text, i) => [templateOf(i), text]))

describeInBrowser.runIf(LONG)('the page about a model whose reasons are markup', (browser) => {
  let llm: FakeLlm
  let team: AskedTeam
  let server: PageServer
  beforeAll(async () => {
    llm = await startFakeLlm()
    const config = { 'max-services': 100, 'requests-per-second': 10_000 }
    team = await startAskedTeam(llm, config)
    for (let service = 0; service < SERVICES; service++) await report(service)
    await team.api.pending.flush()
    team.api.clock.millis += 11 * 60_000
    expect(await team.setMode('suggest')).toBe(200)
    llm.classify((item) => ({
      class: canaryOf(item) ?? 'debug',
      sure: true,
      why: payloads.get(item.template) ?? 'no payload',
    }))
    await team.turn(TURNS)
    const settings = { 'llm-url': llm.url, 'llm-model': 'fake', ...config }
    const api = await startApi(settings, team.api.store, builtPage())
    api.clock.millis = team.api.clock.millis
    server = await servePage(api)
  }, MILLIS)
  afterAll(async () => {
    await server?.close()
    await llm?.close()
  })

  async function report(service: number) {
    const own = Array.from({ length: OF_A_SERVICE }, (_, i) => templateOf(service * OF_A_SERVICE + i))
    const rest = Array.from({ length: REST }, (_, i) => `rest ${letters(i)}x of a job`)
    const patterns = [...own, ...rest].map((template, i) => ({
      template,
      bytes: i < OF_A_SERVICE ? 20_000 : 10_000,
      severity_distribution: { INFO: 100 },
    }))
    const body = reportOf({ service_name: `s${service}`, sequence: 0 }, patterns)
    expect((await team.api.call('post', '/api/v1/patterns/stats', { key: team.key, body })).status).toBe(202)
  }

  async function reasons(): Promise<string[]> {
    const found: string[] = []
    for (let after: string | null = ''; after !== null; ) {
      const query: string = after === '' ? '' : `&after=${after}`
      const page = (await team.api.call('get', `/api/v1/model/verdicts?limit=500${query}`, { key: team.key })).json
      found.push(...page.verdicts.map(({ why }: { why: string }) => why))
      after = page.next
    }
    return found
  }

  it(
    'shows each of 500 and more as the text that it is',
    async () => {
      expect(MARKUP_PAYLOADS.length).toBeGreaterThanOrEqual(500)
      expect(llm.refused).toEqual([])
      const told = await reasons()
      for (const text of MARKUP_PAYLOADS) expect(told).toContain(questionText(text))
      const tab = await openTab(browser(), server, { key: team.key })
      await tab.go('/verdicts')
      const rows = tab.page.locator('main tbody tr')
      const more = tab.page.getByRole('button', { name: 'Show more' })
      for (let shown = 100; await more.count(); shown += 100) {
        expect(await rows.count()).toBe(shown)
        await more.click()
        await tab.settled()
      }
      expect(await rows.count()).toBe(told.length)
      const texts = await tab.page.locator('main tbody .words').allTextContents()
      expect(texts.toSorted()).toEqual(told.map((why) => `“${plainText(why)}”`).toSorted())
      expect(await strangeElements(tab.page)).toEqual([])
      // A reason is text, within what turns no line around: it makes no element of any kind.
      expect(await tab.page.locator('main tbody .words > bdi *').count()).toBe(0)
      expect(await overflowing(tab.page)).toEqual([])
      await tab.goThrough('/settings/model')
      expect(await strangeElements(tab.page)).toEqual([])
      expect(await tab.cspReports()).toEqual([])
      expect([tab.errors, tab.foreign, tab.dialogs]).toEqual([[], [], []])
      await tab.close()
    },
    MILLIS,
  )
})
