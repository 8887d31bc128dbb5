import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Endpoint } from '../../src/http/endpoint.js'
import { SCOPES, type Scope } from '../../src/scope.js'
import { type ApiUnderTest, reportOf, startApi } from '../support/api-under-test.js'
import { TEN } from '../support/reports.js'

type Caller = 'nobody' | 'garbage' | 'revoked' | 'unknown key' | `own ${Scope}` | `other ${Scope}`

const OWN_SERVICE = 'shop'
const SECRET_TEMPLATE = 'only the own team may see this'
const SIGNATURE = '00000000000000aa'

/** Made for each call anew. */
interface Spare {
  /** Version of a draft. */
  readonly draft: number
  /** What only the caller's team may see. */
  readonly reason: string
}

interface Call {
  readonly path: string
  body?(spare: Spare): unknown
  /** Done by the own team's admin before, so that there is something to remove. */
  readonly before?: { readonly method: string; readonly body: unknown }
}

const SERVICE = `/api/v1/services/${OWN_SERVICE}`
const LOCK = `${SERVICE}/overrides/${SIGNATURE}/lock`
const BUDGET = { unit: 'gb_per_day', amount: 1, reason: SECRET_TEMPLATE }
const LOCKED = { rate: 0.5, reason: SECRET_TEMPLATE }
const WEBHOOK = { url: 'https://hooks.example.com/only-the-own-team' }
const PAST = {
  signature: 'a'.repeat(16),
  template: 'as it ever was',
  severity: 'INFO',
  per_minute: 1,
  bytes_per_minute: 100,
}
const SWITCHED = { minutes: 5, reason: SECRET_TEMPLATE }

/** A call that succeeds for the team whose things these are. A route without one fails below. */
const CALLS: Record<string, Call> = {
  'get /healthz': { path: '/healthz' },
  'get /readyz': { path: '/readyz' },
  'post /api/v1/patterns/stats': { path: '/api/v1/patterns/stats', body: () => reportOf({ sequence: sequence++ }) },
  'get /api/v1/policies/{service}': { path: `/api/v1/policies/${OWN_SERVICE}` },
  'put /api/v1/policies/{service}': { path: `/api/v1/policies/${OWN_SERVICE}`, body: () => ({ global_rate: 0.5 }) },
  'get /api/v1/policies/{service}/history': { path: `/api/v1/policies/${OWN_SERVICE}/history` },
  'post /api/v1/policies/{service}/rollback': {
    path: `/api/v1/policies/${OWN_SERVICE}/rollback`,
    body: () => ({ version: 1 }),
  },
  'get /api/v1/policies/{service}/diff': { path: `/api/v1/policies/${OWN_SERVICE}/diff?from=1&to=1` },
  'post /api/v1/policies/{service}/reject': {
    path: `/api/v1/policies/${OWN_SERVICE}/reject`,
    body: ({ draft }) => ({ version: draft, reason: 'not this one' }),
  },
  'post /api/v1/policies/{service}/drafts': {
    path: `/api/v1/policies/${OWN_SERVICE}/drafts`,
    body: ({ reason }) => ({ reasoning: reason }),
  },
  'get /api/v1/budgets': { path: '/api/v1/budgets' },
  'put /api/v1/budget': { path: '/api/v1/budget', body: ({ reason }) => ({ ...BUDGET, reason }) },
  'delete /api/v1/budget': { path: '/api/v1/budget', before: { method: 'put', body: BUDGET } },
  'put /api/v1/services/{service}/budget': { path: `${SERVICE}/budget`, body: ({ reason }) => ({ ...BUDGET, reason }) },
  'delete /api/v1/services/{service}/budget': { path: `${SERVICE}/budget`, before: { method: 'put', body: BUDGET } },
  'get /api/v1/services/{service}/overrides': { path: `${SERVICE}/overrides` },
  'put /api/v1/services/{service}/overrides/{signature}/{kind}': {
    path: LOCK,
    body: ({ reason }) => ({ rate: 0.5, reason }),
  },
  'delete /api/v1/services/{service}/overrides/{signature}/{kind}': {
    path: LOCK,
    before: { method: 'put', body: LOCKED },
  },
  'get /api/v1/incidents': { path: '/api/v1/incidents' },
  'post /api/v1/services/{service}/incident-switch': {
    path: `${SERVICE}/incident-switch`,
    body: ({ reason }) => ({ ...SWITCHED, reason }),
  },
  'delete /api/v1/services/{service}/incident-switch': {
    path: `${SERVICE}/incident-switch`,
    before: { method: 'post', body: SWITCHED },
  },
  'get /api/v1/savings': { path: '/api/v1/savings' },
  'get /api/v1/savings/patterns': { path: '/api/v1/savings/patterns' },
  'get /api/v1/savings/timeline': { path: `/api/v1/savings/timeline?service=${OWN_SERVICE}` },
  'get /api/v1/webhook': { path: '/api/v1/webhook', before: { method: 'put', body: WEBHOOK } },
  'put /api/v1/webhook': { path: '/api/v1/webhook', body: () => WEBHOOK },
  'delete /api/v1/webhook': { path: '/api/v1/webhook', before: { method: 'put', body: WEBHOOK } },
  'post /api/v1/services/{service}/past': {
    path: `${SERVICE}/past`,
    body: () => ({ hours: 1, patterns: [PAST] }),
  },
  'get /api/v1/audit': { path: '/api/v1/audit' },
  'get /api/v1/services': { path: '/api/v1/services' },
  'get /api/v1/services/{service}/instances': { path: `/api/v1/services/${OWN_SERVICE}/instances` },
  'get /api/v1/services/{service}/merge-rules': { path: `/api/v1/services/${OWN_SERVICE}/merge-rules` },
  'get /api/v1/services/{service}/timeline': { path: `/api/v1/services/${OWN_SERVICE}/timeline` },
  'get /api/v1/patterns': { path: '/api/v1/patterns' },
  'get /api/v1/patterns/{signature}': { path: `/api/v1/patterns/${SIGNATURE}` },
  'get /api/v1/templates': { path: '/api/v1/templates' },
  'get /api/v1/keys': { path: '/api/v1/keys' },
  'post /api/v1/keys': { path: '/api/v1/keys', body: () => ({ name: 'made', scopes: ['read'] }) },
  'delete /api/v1/keys/{id}': { path: '/api/v1/keys/{spare}' },
}
let sequence = 1

describe('every route', () => {
  let api: ApiUnderTest
  const keys = new Map<Caller, string | undefined>([['nobody', undefined]])

  beforeAll(async () => {
    api = await startApi({ 'webhook-hosts': 'hooks.example.com' })
    for (const scope of SCOPES) {
      keys.set(`own ${scope}`, await api.keyOf('own', scope))
      keys.set(`other ${scope}`, await api.keyOf('other', scope))
    }
    const revoked = await api.keyOf('own', ...SCOPES)
    const [, id] = revoked.split('_')
    await api.keys.revoke(await api.store.keys.ensureTeam('own', TEN), id!)
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
  })
  afterAll(() => api.close())

  async function newDraft(): Promise<number> {
    const version = { kind: 'operator', stage: 'draft', by: 'k', reason: SECRET_TEMPLATE } as const
    const answer = await api.policies.add(await api.store.keys.ensureTeam('own', TEN), OWN_SERVICE, {}, version)
    return answer.kind === 'put' ? answer.policy.version : 0
  }

  async function callAs(caller: Caller, endpoint: Endpoint, { isPrepared = false } = {}) {
    const { path, body, before } = CALLS[`${endpoint.method} ${endpoint.path}`]!
    if (before !== undefined && !isPrepared) {
      const prepared = await api.call(before.method, path, { key: keys.get('own admin')!, body: before.body })
      expect(prepared.status, `${before.method} ${path}: ${JSON.stringify(prepared.json)}`).toBe(200)
    }
    const spare = (await api.keyOf('own', 'read')).split('_')[1]!
    const key = keys.get(caller)
    return api.call(endpoint.method, path.replace('{spare}', spare), {
      ...(key !== undefined && { key }),
      ...(body && {
        body: body(
          caller.startsWith('own')
            ? { draft: await newDraft(), reason: SECRET_TEMPLATE }
            : { draft: 0, reason: 'of another team' },
        ),
      }),
    })
  }
  const callers = [
    'nobody',
    'garbage',
    'revoked',
    'unknown key',
    ...SCOPES.flatMap((scope) => [`own ${scope}`, `other ${scope}`]),
  ]

  it('is declared with a scope, and has a call here', () => {
    const declared = api.endpoints.map(({ method, path }) => `${method} ${path}`)
    expect(Object.keys(CALLS).toSorted()).toEqual(declared.toSorted())
    for (const { scopes } of api.endpoints) expect(scopes === 'public' || scopes.length > 0).toBe(true)
    const served = api.app.routes.map(
      ({ method, path }) => `${method.toLowerCase()} ${path.replaceAll(/:(\w+)/g, '{$1}')}`,
    )
    expect(new Set(served)).toEqual(new Set([...declared, 'get /openapi.json']))
  })

  it('is public only where it gives nothing away', () => {
    const open = api.endpoints.filter(({ scopes }) => scopes === 'public').map(({ path }) => path)
    expect(open).toEqual(['/healthz', '/readyz'])
  })

  it.each(callers)('answers %s what it may know', async (name) => {
    const caller = name as Caller
    for (const endpoint of api.endpoints) {
      const { status, json } = await callAs(caller, endpoint)
      const at = `${endpoint.method} ${endpoint.path} as ${caller}: ${status} ${JSON.stringify(json)}`
      const [whose, scope] = caller.split(' ') as [string, Scope]
      if (endpoint.scopes === 'public') expect(status, at).toBe(200)
      else if (whose !== 'own' && whose !== 'other') expect(status, at).toBe(401)
      else if (!endpoint.scopes.includes(scope)) expect(status, at).toBe(403)
      else if (whose === 'own') expect(status, at).toBeLessThan(300)
      // Another team's key writes to its own team, or finds nothing: nothing of ours is in any answer.
      if (whose === 'other') expect(JSON.stringify(json ?? ''), at).not.toContain(SECRET_TEMPLATE)
      if (status >= 400) expect(json, at).toMatchObject({ type: 'about:blank', status, detail: expect.any(String) })
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
        `${SERVICE}/overrides`,
        '/api/v1/webhook',
        '/api/v1/audit?limit=1000',
      ]
      const answers: unknown[] = []
      for (const path of paths) answers.push((await api.call('get', path, { key })).json)
      return answers
    }
    // What is to be removed is set anew before every call: once before, so that those calls change nothing either.
    for (const { path, before } of Object.values(CALLS)) {
      if (before !== undefined) await api.call(before.method, path, { key: keys.get('own admin')!, body: before.body })
    }
    const before = await shown()
    for (const scope of SCOPES)
      for (const endpoint of api.endpoints) await callAs(`other ${scope}`, endpoint, { isPrepared: true })
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
      expect(operation.security ?? 'public').toEqual(scopes === 'public' ? 'public' : [{ key: [...scopes] }])
    }
    expect(json.components.securitySchemes.key).toEqual({ type: 'http', scheme: 'bearer' })
  })
})
