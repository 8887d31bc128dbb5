import { afterAll, beforeAll, expect, it } from 'vitest'
import { madeOnce } from '../../../test/support/made-once.js'
import { LONG } from '../../../test/support/tier.js'
import { type AcmePage, serveAcme } from '../support/acme-page.js'
import { describeInBrowser } from '../support/browser.js'
import { openTab, type Tab } from '../support/tab.js'

interface Sums {
  readonly bytes: number
  readonly billed_bytes: number
}
interface Savings extends Sums {
  readonly service: string
  readonly billed_usd: number
  readonly saved_usd: number
  readonly sent: readonly { readonly reason: string; readonly records: number; readonly usd: number }[]
}
interface Service extends Sums {
  readonly name: string
  readonly kept_usd: number
  readonly usd: number
  readonly errors: number
}

/** As the page writes it: to the cent, and from a thousand on to the dollar. */
const dollars = (usd: number) =>
  usd > 0 && usd < 0.005
    ? '<$0.01'
    : `$${usd.toLocaleString('en-GB', usd < 1_000 ? { minimumFractionDigits: 2, maximumFractionDigits: 2 } : { maximumFractionDigits: 0 })}`
const sum = <T>(all: readonly T[], of: (one: T) => number) => all.reduce((total, one) => total + of(one), 0)

describeInBrowser.runIf(LONG)('figures on screens', (browser) => {
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

  /** Asks the API what a screen has asked. */
  async function answerOf<T>(path: string): Promise<T> {
    const asked = tab.requests.findLast((one) => one.split('?')[0] === path)
    expect(asked, `the screen asks for ${path}`).toBeDefined()
    return (await server.fleet.act('GET', asked!)).json as T
  }
  const text = async (selector: string) =>
    (await tab.page.locator(selector).allInnerTexts()).map((one) => one.replaceAll(/[\s\u202f\u00a0]+/g, ' ').trim())

  it('of the overview are those of the API, to the cent, and their parts add up', async () => {
    await tab.goThrough('/')
    const { services } = await answerOf<{ services: Service[] }>('/api/v1/services')
    const { services: savings } = await answerOf<{ services: Savings[] }>('/api/v1/savings')
    const [saved] = await tab.page
      .locator('.kpi .v')
      .evaluateAll((all) => all.map((one) => one.firstChild?.textContent))
    expect(saved).toBe(dollars(sum(savings, (one) => one.saved_usd)))
    const [, sent] = await tab.page
      .locator('.kpi .v')
      .evaluateAll((all) => all.map((one) => one.lastChild?.textContent))
    expect(sent).toBe(dollars(sum(savings, (one) => one.billed_usd)))
    expect(sum(savings, (one) => sum(one.sent, ({ usd }) => usd))).toBeCloseTo(
      sum(savings, (one) => one.billed_usd),
      6,
    )
    const rows = await text('table.services tbody tr')
    expect(rows).toHaveLength(services.length)
    for (const { name, kept_usd: kept, usd, errors } of services) {
      const row = rows.find((one) => one.startsWith(name))
      expect(row, name).toContain(` ${dollars(kept)} `)
      expect(row, name).toContain(` ${dollars(usd - kept)} `)
      if (errors > 0) expect(row, name).toContain('100 %')
    }
    const reasons = new Map<string, number>()
    for (const { reason, usd } of savings.flatMap((one) => one.sent))
      reasons.set(reason, (reasons.get(reason) ?? 0) + usd)
    const card = (await text('section[aria-label="What was sent, and why"]')).join(' ')
    for (const usd of reasons.values()) if (usd > 0) expect(card).toContain(dollars(usd))
    expect(card).toContain(`All that was sent`)
    expect(card).toContain(dollars(sum(savings, (one) => one.billed_usd)))
  })

  it.runIf(LONG)('of savings are those of the API, to the cent, row by row and together', async () => {
    await tab.goThrough('/savings')
    const { services: savings } = await answerOf<{ services: Savings[] }>('/api/v1/savings')
    const rows = await text('table.savings tbody tr')
    for (const { service, billed_usd: billed, saved_usd: saved } of savings) {
      const row = rows.find((one) => one.startsWith(service))
      expect(row, service).toContain(` ${dollars(billed)} `)
      expect(row, service).toContain(` ${dollars(saved)} `)
    }
    const [all] = await text('table.savings tfoot tr')
    expect(all).toContain(` ${dollars(sum(savings, (one) => one.billed_usd))} `)
    expect(all).toContain(` ${dollars(sum(savings, (one) => one.saved_usd))} `)
  })

  it.runIf(LONG)('of a service and its patterns are those of the API, to the cent', async () => {
    await tab.goThrough('/services/checkout-api')
    const { savings } = await answerOf<{ savings: Savings & { usd: number } }>('/api/v1/services/checkout-api')
    const facts = (await text('main dl.facts')).join(' ')
    for (const usd of [savings.billed_usd, savings.usd, savings.saved_usd]) expect(facts).toContain(dollars(usd))
    const { patterns } = await answerOf<{ patterns: { template: string; kept_usd: number; usd: number }[] }>(
      '/api/v1/patterns',
    )
    const rows = await text('table.win tbody tr.hit')
    expect(rows.length).toBeGreaterThan(10)
    // The service has lived for a day: what it cost in this time is what it costs a day.
    for (const [i, row] of rows.entries()) expect(row, patterns[i]!.template).toContain(dollars(patterns[i]!.kept_usd))
  })

  it('of budgets are those of the API', async () => {
    await tab.go('/settings/budgets')
    const { budgets } = await answerOf<{ budgets: { service: string | null; amount: number; unit: string }[] }>(
      '/api/v1/budgets',
    )
    const rows = await text('main tbody tr')
    for (const { service, amount, unit } of budgets) {
      const row = rows.find((one) => one.startsWith(service ?? 'The team'))
      const shown = { gb_per_day: `${amount} GB a day`, usd_per_month: `$${amount} a month` }
      expect(row, String(service)).toContain(shown[unit as keyof typeof shown] ?? `${amount} records/s`)
    }
  })
})
