import { afterAll, beforeAll, expect, it } from 'vitest'
import { madeOnce } from '../../../test/support/made-once.js'
import { LONG } from '../../../test/support/tier.js'
import { type AcmePage, serveAcme } from '../support/acme-page.js'
import { describeInBrowser } from '../support/browser.js'
import { placesOf } from '../support/places.js'
import { openTab } from '../support/tab.js'

const LONG_MILLIS = 300_000
const ROLES = ['read', 'operate', 'admin'] as const
type Role = (typeof ROLES)[number]

/** What a button says, and the least role that has it. Each opens a dialog that changes something. */
const ACTIONS: readonly (readonly [RegExp, Role])[] = [
  [
    /^(Keep everything|End keep-all|Longer|Keep all of it|Exempt already: change|Lock the rate|Say what it is)…$/,
    'operate',
  ],
  [/^(Undo: the (exemption|lock|label))$/, 'operate'],
  [/^(Reject|Promote now|Roll back to this|Accept|Refuse)…$/, 'operate'],
  [
    /^(Set budget|Change|Remove|Own budget|Budget of the team|New draft|Revoke|Take the text out|Delete this service|Connect|Disconnect|Do just this|Take the exam|Import history|Have it made again|Remove from PostHog)…$/,
    'admin',
  ],
  [/^(New key|Make key|Save|Send a test|Try the key|What would it do\?|Show it|Ask the model)…?$/, 'admin'],
]

describeInBrowser.runIf(LONG)('who may what', (browser) => {
  let server: AcmePage
  beforeAll(async () => {
    server = await serveAcme(await madeOnce('acme'))
  })
  afterAll(() => server?.close())

  const mayDo = (role: Role, least: Role) => ROLES.indexOf(role) >= ROLES.indexOf(least)

  it('sees the actions of its role on every screen, and no others', { timeout: LONG_MILLIS }, async () => {
    const seen = new Map<Role, Set<string>>(ROLES.map((role) => [role, new Set()]))
    for (const role of ROLES) {
      const tab = await openTab(browser(), server, { key: server.fleet.keys[role] })
      for (const { name, path } of await placesOf(server, server.fleet.keys.read, 'checkout-api')) {
        await tab.goThrough(path)
        const names = await tab.page
          .locator('main button')
          .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? one.textContent?.trim() ?? ''))
        for (const button of names) {
          const least = ACTIONS.find(([expression]) => expression.test(button))?.[1]
          // A button that opens something is in the table.
          if (/…$/.test(button)) expect(least, `${button} on ${name}`).toBeDefined()
          if (least === undefined) continue
          expect(mayDo(role, least), `${button} on ${name}, for ${role}`).toBe(true)
          seen.get(role)!.add(button)
        }
      }
      expect(tab.errors).toEqual([])
      await tab.close()
    }
    expect(seen.get('read')).toEqual(new Set())
    expect(seen.get('operate')!.size).toBeGreaterThan(4)
    expect(seen.get('admin')!.size).toBeGreaterThan(seen.get('operate')!.size + 4)
  })

  it('is refused what it has no button for, also by a request of the page itself', {
    timeout: LONG_MILLIS,
  }, async () => {
    const [{ signature }] = (await server.fleet.act('GET', '/api/v1/patterns?service=checkout-api&limit=1')).json
      .patterns
    const reason = 'by hand'
    const tries: readonly (readonly [Role, string, string, unknown])[] = [
      ['operate', 'PUT', `/api/v1/services/checkout-api/overrides/${signature}/exemption`, { reason }],
      ['operate', 'POST', '/api/v1/services/checkout-api/incident-switch', { minutes: 5, reason }],
      ['operate', 'POST', '/api/v1/policies/search-api/reject', { version: 999, reason }],
      ['operate', 'POST', '/api/v1/policies/search-api/promote', { version: 999, reason }],
      ['operate', 'POST', '/api/v1/policies/search-api/rollback', { version: 999, reason }],
      ['admin', 'PUT', '/api/v1/budget', { unit: 'gb_per_day', amount: 140, reason }],
      ['admin', 'POST', '/api/v1/policies/search-api/drafts', { global_rate: 0.5, reasoning: reason }],
      ['admin', 'POST', '/api/v1/keys', { name: 'mine', scopes: ['read'] }],
      ['admin', 'GET', '/api/v1/webhook', undefined],
      ['admin', 'GET', '/api/v1/posthog/connection', undefined],
      ['admin', 'PUT', '/api/v1/posthog/board', {}],
      ['admin', 'DELETE', '/api/v1/posthog/board', undefined],
      ['admin', 'POST', '/api/v1/wishes', { text: 'less of health checks' }],
      ['admin', 'PUT', '/api/v1/model', { mode: 'off', reason }],
      ['admin', 'GET', '/api/v1/model/preview', undefined],
      ['admin', 'GET', '/api/v1/model/calls', undefined],
      ['operate', 'POST', `/api/v1/model/verdicts/checkout-api/${signature}/refuse`, { reason }],
      ['admin', 'POST', '/api/v1/incidents/1/explanation', {}],
      ['admin', 'PUT', '/api/v1/webhook', { url: 'https://hooks.acme.dev/x' }],
    ]
    for (const role of ROLES) {
      const tab = await openTab(browser(), server, { key: server.fleet.keys[role] })
      await tab.go('/')
      for (const [least, method, path, body] of tries) {
        const status = await tab.page.evaluate(
          async ([method, path, body]) => {
            const init =
              body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
            return (await fetch(path as string, { method: method as string, ...init })).status
          },
          [method, path, body] as const,
        )
        const name = `${role} ${method} ${path}`
        if (mayDo(role, least)) expect(status, name).not.toBe(403)
        else expect(status, name).toBe(403)
      }
      await tab.close()
    }
  })

  it('is refused what another site asks for in its name', async () => {
    const tab = await openTab(browser(), server, { key: server.fleet.keys.admin })
    // The same machine by another name: another site to the browser.
    const elsewhere = server.url.replace('127.0.0.1', 'localhost')
    await tab.page.goto(`${elsewhere}/login`)
    const before = (await server.fleet.act('GET', '/api/v1/budgets')).json
    const outcome = await tab.page.evaluate(async (url) => {
      const init = { method: 'PUT', credentials: 'include', body: '{"unit":"gb_per_day","amount":1}' } as const
      const headers = { 'content-type': 'application/json' }
      return fetch(`${url}/api/v1/budget`, { ...init, headers }).then(
        ({ status }) => status,
        () => 'blocked',
      )
    }, server.url)
    expect(outcome === 'blocked' || Number(outcome) >= 400).toBe(true)
    expect((await server.fleet.act('GET', '/api/v1/budgets')).json).toEqual(before)
    await tab.close()
  })
})
