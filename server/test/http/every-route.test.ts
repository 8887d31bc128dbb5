import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Endpoint } from '../../src/http/endpoint.js'
import { READERS, SCOPES, type Scope } from '../../src/scope.js'
import { type ApiUnderTest, reportOf, startApi } from '../support/api-under-test.js'
import { OWN_PAGE } from '../support/browser.js'
import { TEN } from '../support/reports.js'
import { CALLS, OWN_SERVICE, ROUTE_CONFIG, SECRET_TEMPLATE, SIGNATURE, verdictOf } from '../support/route-calls.js'

type Whose = `own ${Scope}` | `other ${Scope}`
type Caller =
  | 'nobody'
  | 'garbage'
  | 'revoked'
  | 'unknown key'
  | 'ended cookie'
  | 'garbage cookie'
  | Whose
  | `${Whose} cookie`

/** Names of fields, and what maps are keyed by: signatures, reasons, severities. */
const SNAKE_CASE = /^(?:[a-z0-9_]+|[A-Z]+)$/

function namesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap(namesIn)
  return Object.entries(value).flatMap(([name, inner]) => [name, ...namesIn(inner)])
}

describe('every route', () => {
  let api: ApiUnderTest
  const keys = new Map<Caller, string | undefined>([['nobody', undefined]])

  beforeAll(async () => {
    api = await startApi(ROUTE_CONFIG)
    for (const scope of SCOPES) {
      keys.set(`own ${scope}`, await api.keyOf('own', scope))
      keys.set(`other ${scope}`, await api.keyOf('other', scope))
    }
    const revoked = await api.keyOf('own', ...SCOPES)
    const [, id] = revoked.split('_')
    await api.keys.revoke(await api.store.keys.ensureTeam('own', TEN), id!, 'test')
    keys.set('revoked', revoked)
    keys.set('garbage', 'Bearer of tidings')
    keys.set('unknown key', `lsk_${'0'.repeat(16)}_${'0'.repeat(64)}`)
    const first = reportOf({}, [{ signature: SIGNATURE, template: SECRET_TEMPLATE }])
    expect(
      (await api.call('post', '/api/v1/patterns/stats', { key: keys.get('own ingest')!, body: first })).status,
    ).toBe(202)
    const put = { key: keys.get('own admin')!, body: { reasoning: SECRET_TEMPLATE } }
    expect((await api.call('put', `/api/v1/policies/${OWN_SERVICE}`, put)).status).toBe(200)
    await api.pending.flush()
    const team = await api.store.keys.ensureTeam('own', TEN)
    const times = { openedAt: TEN, lastAt: TEN, resolvedAt: undefined }
    const finding = { kind: 'new_pattern', signature: SIGNATURE, check: '', template: SECRET_TEMPLATE } as const
    const findings = [{ ...finding, severity: 'INFO', expected: 0, observed: 1, since: TEN, last: TEN }]
    const serviceId = (await api.store.services.find(team, OWN_SERVICE))!
    const opened = [{ teamId: team, serviceId, release: '', ...times, findings }]
    await api.store.incidents.record({ from: undefined, until: 1, opened, changed: [] })
    await api.store.models.record([verdictOf(team)], [])
  })
  afterAll(() => api.close())

  async function newDraft(): Promise<number> {
    const version = { kind: 'operator', stage: 'draft', by: 'k', reason: SECRET_TEMPLATE } as const
    const answer = await api.policies.add(await api.store.keys.ensureTeam('own', TEN), OWN_SERVICE, {}, version)
    return answer.kind === 'put' ? answer.policy.version : 0
  }

  async function callAs(caller: Caller, endpoint: Endpoint, { isPrepared = false } = {}) {
    const { path, body, headers, before } = CALLS[`${endpoint.method} ${endpoint.path}`]!
    if (before !== undefined && !isPrepared) {
      const prepared = await api.call(before.method, before.path ?? path, {
        key: keys.get('own admin')!,
        body: before.body,
      })
      expect(prepared.status, `${before.method} ${path}: ${JSON.stringify(prepared.json)}`).toBe(200)
    }
    const spare = isPrepared ? 'of-another-team' : (await api.keyOf('own', 'read')).split('_')[1]!
    const key = keys.get(caller.replace(' cookie', '') as Caller)
    // Of logins there are ten a minute.
    if (endpoint.scopes === 'page') api.clock.millis += 60_000
    const made = {
      ...(caller.startsWith('own')
        ? { draft: body ? await newDraft() : 0, reason: SECRET_TEMPLATE }
        : { draft: 0, reason: 'of another team' }),
      key: key ?? '',
      session: '',
    }
    return api.call(endpoint.method, path.replace('{spare}', spare), {
      ...(key !== undefined && !caller.endsWith(' cookie') && { key }),
      ...(body && { body: body(made) }),
      headers: { ...(await cookieOf(caller, key)), ...OWN_PAGE, ...headers?.(made) },
    })
  }

  /** Of who is logged in with a key, just now. */
  async function cookieOf(caller: Caller, key: string | undefined): Promise<Record<string, string>> {
    if (!caller.endsWith(' cookie')) return {}
    if (caller === 'garbage cookie') return { cookie: `lipservice-80=${'x'.repeat(43)}` }
    const begun = await api.sessions.begin(caller === 'ended cookie' ? keys.get('own admin')! : key!)
    if (typeof begun === 'string') throw new Error(`${caller} cannot log in: ${begun}`)
    if (caller === 'ended cookie') await api.sessions.end(begun.id, 'a test')
    return { cookie: `lipservice-80=${begun.id}` }
  }
  const callers = [
    'nobody',
    'garbage',
    'revoked',
    'unknown key',
    'ended cookie',
    'garbage cookie',
    ...SCOPES.flatMap((scope) => [`own ${scope}`, `other ${scope}`]),
    ...READERS.flatMap((scope) => [`own ${scope} cookie`, `other ${scope} cookie`]),
  ]

  it('is declared with a scope, and has a call here', () => {
    const declared = api.endpoints.map(({ method, path }) => `${method} ${path}`)
    expect(Object.keys(CALLS).toSorted()).toEqual(declared.toSorted())
    for (const { scopes } of api.endpoints) expect(typeof scopes === 'string' || scopes.length > 0).toBe(true)
    const routes = api.app.routes.filter(({ method }) => method !== 'ALL')
    const served = routes.map(({ method, path }) => `${method.toLowerCase()} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
    expect(new Set(served)).toEqual(new Set([...declared, 'get /openapi.json']))
  })

  it('is public only where it gives nothing away', () => {
    const open = api.endpoints.filter(({ scopes }) => scopes === 'public').map(({ path }) => path)
    expect(open).toEqual(['/', '/healthz', '/readyz'])
  })

  it.each(callers)('answers %s what it may know', async (name) => {
    const caller = name as Caller
    for (const endpoint of api.endpoints) {
      const { status, json } = await callAs(caller, endpoint)
      const at = `${endpoint.method} ${endpoint.path} as ${caller}: ${status} ${JSON.stringify(json)}`
      const [whose, scope] = caller.split(' ') as [string, Scope]
      if (endpoint.scopes === 'public') expect(status, at).toBe(200)
      else if (endpoint.scopes === 'metrics') expect(status, at).toBe(403)
      else if (endpoint.method === 'delete' && endpoint.scopes === 'page') expect(status, at).toBe(204)
      else if (whose !== 'own' && whose !== 'other') expect(status, at).toBe(401)
      else if (endpoint.scopes === 'page') expect(status, at).toBe(scope === 'ingest' ? 403 : 200)
      else if (!endpoint.scopes.includes(scope)) expect(status, at).toBe(403)
      else if (whose === 'own') expect(status, at).toBeLessThan(300)
      // Another team's key writes to its own team, or finds nothing: nothing of ours is in any answer.
      if (whose === 'other') expect(JSON.stringify(json ?? ''), at).not.toContain(SECRET_TEMPLATE)
      for (const name of namesIn(json)) expect(name, at).toMatch(SNAKE_CASE)
      if (status >= 400) expect(json, at).toMatchObject({ type: 'about:blank', status, detail: expect.any(String) })
    }
  })

  it('is closed to a page of somebody else in the browser of who is logged in', async () => {
    const scoped = api.endpoints.filter(({ scopes }) => scopes !== 'public' && scopes !== 'metrics')
    for (const site of ['same-site', 'cross-site']) {
      for (const endpoint of scoped) {
        const page = { 'sec-fetch-site': site, origin: 'https://evil.example' }
        const { body: _, ...call } = CALLS[`${endpoint.method} ${endpoint.path}`]!
        const headers = { ...(await cookieOf('own admin cookie', keys.get('own admin'))), ...page }
        const { status } = await api.call(endpoint.method, call.path, { headers })
        expect(status, `${endpoint.method} ${endpoint.path} ${site}`).toBe(403)
      }
    }
  })

  it('of another team changes nothing of ours', async () => {
    const shown = async () => {
      await api.pending.flush()
      const key = keys.get('own admin')!
      const paths = [
        `/api/v1/policies/${OWN_SERVICE}/history`,
        `/api/v1/patterns?search=${encodeURIComponent(SECRET_TEMPLATE)}`,
        '/api/v1/budgets',
        `/api/v1/services/${OWN_SERVICE}/overrides`,
        '/api/v1/webhook',
        '/api/v1/audit?limit=1000',
      ]
      const answers: unknown[] = []
      for (const path of paths) answers.push((await api.call('get', path, { key })).json)
      return answers
    }
    // What is to be removed is set anew before every call: once before, so that those calls change nothing either.
    for (const { path, before } of Object.values(CALLS)) {
      if (before !== undefined)
        await api.call(before.method, before.path ?? path, { key: keys.get('own admin')!, body: before.body })
    }
    const at = api.clock.millis
    const before = await shown()
    for (const endpoint of api.endpoints) {
      for (const scope of SCOPES) await callAs(`other ${scope}`, endpoint, { isPrepared: true })
      await callAs('other admin cookie', endpoint, { isPrepared: true })
    }
    api.clock.millis = at
    expect(await shown()).toEqual(before)
  })

  it('takes the team from the key, whatever the request says', async () => {
    const own = await api.store.keys.ensureTeam('own', TEN)
    const key = keys.get('other ingest')!
    expect((await api.call('get', `/api/v1/policies/${OWN_SERVICE}?team_id=${own}`, { key })).status).toBe(403)
    const body = reportOf({ team_id: own, sequence: 999 })
    expect((await api.call('post', '/api/v1/patterns/stats', { key, body })).status).toBe(403)
  })

  it('keeps secrets out of its log', () => {
    const log = api.logged.join('')
    for (const key of keys.values()) if (key !== undefined) expect(log).not.toContain(key)
  })

  it('is in the OpenAPI document, with its scopes', async () => {
    const { json } = await api.call('get', '/openapi.json')
    for (const { method, path, scopes } of api.endpoints) {
      const operation = json.paths[path]?.[method]
      expect(operation, path).toBeDefined()
      const security = typeof scopes === 'string' ? 'public' : [{ key: [...scopes] }, { session: [...scopes] }]
      expect(operation.security ?? 'public').toEqual(security)
    }
    expect(json.components.securitySchemes.key).toEqual({ type: 'http', scheme: 'bearer' })
  })
})
