import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reportOf } from '../support/api-under-test.js'
import { OWN_PAGE } from '../support/browser.js'
import { CONNECTION, PERSONAL_KEY, type PostHogServer, startPostHogServer } from '../support/posthog-server.js'
import { CALLS, OWN_SERVICE, ROUTE_CONFIG, SECRET_TEMPLATE, SIGNATURE } from '../support/route-calls.js'

const BODY = '0123456789abcdefghijABCDEFGHIJ'
const PLANTED = [
  ...['phx', 'phc', 'pha', 'phr', 'phs'].map((kind) => `${kind}_${BODY}`),
  `lsk_${'01234567'.repeat(10)}`,
]
/** Of each of them; of what is shown of one there is not so much. */
const PART = '01234567'
/** A key goes nowhere but into these: keys that a server is given to use, and the address that it calls. */
const OWN_PLACE = new Set(['personal_api_key', 'project_api_key', 'key', 'url'])

function planted(value: unknown, key: string): unknown {
  if (typeof value === 'string') return `${value} ${key}`
  if (Array.isArray(value)) return value.map((one) => planted(one, key))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, OWN_PLACE.has(name) ? one : planted(one, key)]),
  )
}

/** Only what people write by hand: all else stays as it has to be, so that the call does what it is for. */
function plantedIntoWords(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const words = ['reason', 'reasoning', 'why', 'text', 'name', 'template']
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      typeof one === 'string' && words.includes(name) ? `${one} ${key}` : plantedIntoWords(one, key),
    ]),
  )
}

describe('no key of any shape', () => {
  let api: PostHogServer
  let ingest: string
  let reader: string
  beforeAll(async () => {
    const { 'posthog-hosts': _, 'secret-key': __, ...config } = ROUTE_CONFIG
    api = await startPostHogServer(config as never, {}, ROUTE_CONFIG['posthog-hosts'])
    ingest = await api.keyOf('own', 'ingest')
    reader = await api.keyOf('own', 'read')
    const body = reportOf({}, [{ signature: SIGNATURE, template: SECRET_TEMPLATE }])
    await api.call('post', '/api/v1/patterns/stats', { key: ingest, body })
    await api.call('put', `/api/v1/policies/${OWN_SERVICE}`, { key: api.key, body: { reasoning: SECRET_TEMPLATE } })
    await api.pending.flush()
  })
  afterAll(() => api.close())

  /** Calls a route by whoever may, with what comes of its words and its path. */
  async function told(
    method: string,
    route: string,
    change: (body: unknown) => unknown,
    path: string,
  ): Promise<string> {
    const { body, headers } = CALLS[`${method} ${route}`]!
    const made = { draft: 0, reason: SECRET_TEMPLATE, key: api.key, session: '' }
    let text = ''
    for (const key of [api.key, ingest, reader]) {
      // Of some there are ten a minute.
      api.clock.millis += 60_000
      const { status, json } = await api.call(method, path.replace('{spare}', 'spare'), {
        key,
        ...(body && { body: change(body(made)) }),
        headers: { ...OWN_PAGE, ...headers?.(made) },
      })
      text += ` ${status} ${JSON.stringify(json ?? '')}`
      if (status !== 403) break
    }
    return text
  }

  it('is in an answer of any route, a row or the log, wherever in a request it stands', async () => {
    for (const [i, { method, path: route }] of api.endpoints.entries()) {
      const key = PLANTED[i % PLANTED.length]!
      const { path } = CALLS[`${method} ${route}`]!
      const query = `${path}${path.includes('?') ? '&' : '?'}reason=${key}&q=${key}`
      const calls: (readonly [string, (body: unknown) => unknown])[] = [
        [path, (body) => planted(body, key)],
        [path, (body) => plantedIntoWords(body, key)],
        [path, () => key],
        [query, (body) => body],
        [path.replace(/[^/?]+(?=\?|$)/, `${key}/more`), (body) => body],
      ]
      // What was just made carries its own key, which is shown once.
      const isNewKey = method === 'post' && route === '/api/v1/keys'
      for (const [to, change] of calls) {
        const answer = await told(method, route, change, to)
        if (!isNewKey) expect(answer, `${method} ${to}`).not.toContain(PART)
      }
    }
    await api.pending.flush()
    expect(api.dump()).not.toContain(PART)
    expect(api.logged.join('')).not.toContain(PART)
  }, 60_000)

  it('is there when PostHog tells everybody the keys that it was given', async () => {
    const put = await api.call('put', CONNECTION, { key: api.key, body: api.body })
    expect(put.status).toBe(200)
    for (const status of [200, 400, 401, 403, 404]) {
      api.posthog.answer(({ headers, path, body }) => {
        const said = `${headers['authorization']} ${path} ${body.toString('utf8')} ${PLANTED.join(' ')}`
        return {
          status,
          headers: { location: `http://127.0.0.1:9/${PERSONAL_KEY}`, 'retry-after': PERSONAL_KEY },
          body: JSON.stringify({
            detail: said,
            error: said,
            code: said,
            results: [said],
            columns: [said],
            [said]: said,
          }),
        }
      })
      const answers = [
        await api.call('post', `${CONNECTION}/probe`, { key: api.key }),
        await api.call('put', '/api/v1/posthog/board', { key: api.key }),
        await api.call('post', '/api/v1/posthog/imports', { key: api.key, body: { hours: 1 } }),
      ]
      api.clock.millis += 4 * 3_600_000
      await api.teamWork.step()
      await api.teamWork.settled()
      for (const path of [CONNECTION, '/api/v1/posthog/imports', '/api/v1/audit?limit=1000', '/metrics'])
        answers.push(await api.call('get', path, { key: api.key }))
      answers.push(await api.call('delete', '/api/v1/posthog/board', { key: api.key }))
      expect(JSON.stringify(answers.map(({ json }) => json)), `${status}`).not.toContain(PART)
    }
    expect(api.dump()).not.toContain(PART)
    expect(api.logged.join('')).not.toContain(PART)
    expect(api.logged.join('')).toContain('fails')
    api.posthog.answer(undefined)
  }, 60_000)
})
