import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiUnderTest, startApi } from '../support/api-under-test.js'
import { openBrowser } from '../support/browser.js'

const SITES = [undefined, 'same-origin', 'same-site', 'cross-site', 'none', 'nonsense'] as const
const ORIGINS = [
  undefined,
  'http://localhost',
  'https://localhost',
  'http://localhost:81',
  'http://sub.localhost',
  'https://evil.example',
  'http://localhost.evil.example',
  'http://localhost/',
  'null',
  'localhost',
  '',
] as const
const OURS: readonly (string | undefined)[] = ['http://localhost', 'https://localhost']
const TYPES = [
  'application/json',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  '',
] as const
const BUDGET = { unit: 'gb_per_day', amount: 1 }

describe('a request with a session', () => {
  let api: ApiUnderTest
  let key: string
  let cookie: string
  beforeAll(async () => {
    api = await startApi()
    key = await api.keyOf('own', 'read', 'admin')
    const browser = openBrowser(api)
    await browser.login({ key })
    cookie = browser.cookie!
  })
  afterAll(() => api.close())
  const headersOf = (site: string | undefined, origin: string | undefined) => ({
    cookie,
    ...(site !== undefined && { 'sec-fetch-site': site }),
    ...(origin !== undefined && { origin }),
  })

  it('changes something only where the browser says that our own page asks', async () => {
    for (const site of SITES) {
      for (const origin of ORIGINS) {
        const at = `site ${site}, origin ${origin}`
        const isOurs =
          (origin === undefined || OURS.includes(origin)) &&
          (site === 'same-origin' || (site === undefined && origin !== undefined))
        const headers = headersOf(site, origin)
        const put = await api.call('put', '/api/v1/budget', { body: BUDGET, headers })
        expect(put.status, `put, ${at}`).toBe(isOurs ? 200 : 403)
        const post = await api.call('post', '/api/v1/keys', { body: { name: 'n', scopes: ['read'] }, headers })
        expect(post.status, `post, ${at}`).toBe(isOurs ? 201 : 403)
        const gone = await api.call('delete', '/api/v1/services/none/budget', { headers })
        expect(gone.status, `delete, ${at}`).toBe(isOurs ? 404 : 403)
        const login = await api.call('post', '/session', { body: { code: 'x' }, headers })
        expect(login.status, `login, ${at}`).toBe(isOurs ? 401 : 403)
        const logout = await api.call('delete', '/session', { headers: { ...headers, cookie: '' } })
        expect(logout.status, `logout, ${at}`).toBe(isOurs ? 204 : 403)
        api.clock.millis += 6_000
      }
    }
  })

  it('looks at something where our own page asks, or a person who typed the address', async () => {
    for (const site of SITES) {
      for (const origin of ORIGINS) {
        const isOurs = origin === undefined || OURS.includes(origin)
        const isRead = isOurs && (site === undefined || site === 'same-origin' || site === 'none')
        const { status } = await api.call('get', '/api/v1/budgets', { headers: headersOf(site, origin) })
        expect(status, `site ${site}, origin ${origin}`).toBe(isRead ? 200 : 403)
      }
    }
  })

  it('has a body of JSON, where it has one', async () => {
    for (const type of TYPES) {
      const body = Buffer.from(JSON.stringify(BUDGET))
      const headers = {
        ...headersOf('same-origin', undefined),
        'content-type': type,
        'content-length': String(body.length),
      }
      const isJson = type === 'application/json'
      expect((await api.call('put', '/api/v1/budget', { body, headers })).status, type).toBe(isJson ? 200 : 415)
      const test = await api.call('post', '/api/v1/webhook/test', { body, headers })
      expect(test.status, `${type}, of a route that takes none`).toBe(isJson ? 404 : 415)
    }
  })

  it('needs none of that with a key, which no browser sends by itself', async () => {
    for (const site of SITES) {
      for (const origin of ORIGINS) {
        const { cookie: _, ...headers } = headersOf(site, origin)
        const { status } = await api.call('put', '/api/v1/budget', { key, body: BUDGET, headers })
        expect(status, `site ${site}, origin ${origin}`).toBe(200)
      }
    }
  })

  it('is that of the key, where it has one, too', async () => {
    const other = await api.keyOf('other', 'read')
    const headers = { cookie, 'sec-fetch-site': 'cross-site' }
    const { json } = await api.call('get', '/api/v1/settings', { key: other, headers })
    expect(json).toMatchObject({ scopes: ['read'], session: null })
    expect((await api.call('get', '/api/v1/settings', { key: 'garbage', headers })).status).toBe(401)
  })

  it.each([
    ['', '127.0.0.1', ['localhost', 'LOCALHOST:8318', '127.0.0.1:8318', '127.1.2.3', '[::1]:8318', 'localhost:9000']],
    ['', 'logs.internal', ['logs.internal', 'logs.internal:8318', 'localhost:8318']],
    ['', '::', ['[::1]:8318', '127.0.0.1']],
    ['', 'fd00::1', ['[fd00::1]:8318', 'localhost']],
    ['https://logs.example.com', '0.0.0.0', ['logs.example.com', 'Logs.Example.Com']],
    ['https://logs.example.com:8443', '127.0.0.1', ['logs.example.com:8443']],
    ['http://127.0.0.1:9000', '127.0.0.1', ['127.0.0.1:9000']],
  ])('asks by a name of this server: with --public-url "%s" and --host %s by %j', async (publicUrl, host, ours) => {
    const served = await startApi({ 'public-url': publicUrl, host }, api.store)
    const statusOf = async (name: string) => {
      const port = /:(\d+)$/.exec(name)?.[1] ?? '80'
      const id = cookie.split('=')[1]
      const headers = { host: name, cookie: `lipservice-${port}=${id}; __Host-lipservice=${id}` }
      return (await served.call('get', '/api/v1/budgets', { headers })).status
    }
    for (const name of ours) expect(await statusOf(name), name).toBe(200)
    const foreign = [
      'evil.example',
      'localhost.evil.example',
      '127.0.0.1.evil.example',
      'evil.example:8318',
      'me@localhost',
      'localhost/x',
      'localhost:8318#x',
      '127.0.0.1:99999',
      ...(publicUrl === '' ? ['logs.example.com', '10.0.0.1'] : ['localhost', '127.0.0.1', 'example.com']),
    ]
    for (const name of foreign) expect(await statusOf(name), name).toBe(421)
    const bearer = await served.call('get', '/api/v1/budgets', { key, headers: { host: 'evil.example' } })
    expect(bearer.status).toBe(200)
  })
})
