import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Page, readPage } from '../../src/page/page-files.js'
import { PAGE_PATHS } from '../../src/page/page-paths.js'
import { type ApiUnderTest, startApi } from '../support/api-under-test.js'
import { OWN_PAGE } from '../support/browser.js'
import { CALLS } from '../support/route-calls.js'

const HTML = '<!doctype html><title>a page</title><script type="module" src="/assets/app-1.js"></script>'
const SCRIPT = 'document.title = "a script"'
const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'
/** Written out: whoever loosens it has to do so here, too. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

describe('the page', () => {
  let folder: string
  let page: Page
  let api: ApiUnderTest
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lipservice-page-'))
    const files = { 'index.html': HTML, 'app-1.js': SCRIPT, 'style-2.css': 'a{}', 'plain-3.svg': '<svg/>' }
    for (const [name, text] of Object.entries(files)) {
      await writeFile(join(folder, name), text)
      if (name.startsWith('plain')) continue
      await writeFile(join(folder, `${name}.br`), brotliCompressSync(text))
      await writeFile(join(folder, `${name}.gz`), gzipSync(text))
    }
    page = readPage(folder)!
    api = await startApi({}, undefined, page)
  })
  afterAll(async () => {
    await api.close()
    await rm(folder, { recursive: true })
  })
  const get = (path: string, headers: Record<string, string> = {}) => api.app.request(path, { headers })

  it('is read at the start, from the files of a folder that was built, and not at all where none was', async () => {
    expect([...page.assets.keys()].toSorted()).toEqual(['app-1.js', 'plain-3.svg', 'style-2.css'])
    expect(readPage(join(folder, 'none'))).toBeUndefined()
    const odd = await mkdtemp(join(tmpdir(), 'lipservice-odd-page-'))
    expect(readPage(odd)).toBeUndefined()
    await writeFile(join(odd, 'index.html'), HTML)
    await symlink('/etc/hostname', join(odd, 'linked.js'))
    expect(readPage(odd)!.assets.size).toBe(0)
    await writeFile(join(odd, 'what.exe'), 'x')
    expect(() => readPage(odd)).toThrow(/what\.exe is of no kind that a page has/)
    await rm(odd, { recursive: true })
  })

  it('is at each of its addresses, whatever they name, and is kept by nobody', async () => {
    const paths = ['/', ...PAGE_PATHS].map((path) => path.replaceAll(/:\w+/g, 'a%2Fb%20%F0%9F%A6%86'))
    expect(paths.length).toBeGreaterThan(14)
    for (const path of paths) {
      const answer = await get(path, { accept: BROWSER })
      expect([answer.status, await answer.text()], path).toEqual([200, HTML])
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
      expect(answer.headers.get('cache-control')).toBe('no-store')
      expect(answer.headers.get('content-security-policy')).toBe(POLICY)
    }
  })

  it('says that there is nothing, to a person who asks for what there is not', async () => {
    for (const path of ['/none', '/services/', '/services/a/b/c', '/openapi.json/x']) {
      const answer = await get(path, { accept: BROWSER })
      expect([answer.status, answer.headers.get('content-type')], path).toEqual([404, 'text/html; charset=utf-8'])
      expect((await get(path)).headers.get('content-type'), path).toBe('application/problem+json')
    }
    for (const path of ['/api/v1/none', '/api/none', '/assets/none'])
      expect((await get(path, { accept: BROWSER })).headers.get('content-type')).toBe('application/problem+json')
    expect((await get('/none', { accept: BROWSER, host: 'evil.example' })).status).toBe(421)
  })

  it('is at all addresses that it shows something at, and at no others', async () => {
    const source = await readFile(new URL('../../../dashboard/src/routes.ts', import.meta.url), 'utf8')
    const unnamed = (path: string) => path.replaceAll(/:\w+/g, ':name')
    const shown = [...source.matchAll(/^ {2}\['(\/[^']+)', /gm)].map(([, path]) => unnamed(path!))
    // The login stands before all of them.
    expect([...shown, '/login'].toSorted()).toEqual(PAGE_PATHS.map(unnamed).toSorted())
  })

  it('is a text at "/" for who does not ask for a page, and where none was built', async () => {
    const without = await startApi()
    for (const answer of [
      await get('/'),
      await get('/', { accept: '*/*' }),
      await get('/', { accept: 'text/html;q=0, */*' }),
      await without.app.request('/', { headers: { accept: BROWSER } }),
    ]) {
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8'])
      expect(await answer.text()).toContain('/openapi.json')
      expect(answer.headers.get('vary')).toBe('accept')
    }
    expect((await without.app.request('/services', { headers: { accept: BROWSER } })).status).toBe(404)
    expect((await without.app.request('/assets/app-1.js')).status).toBe(404)
    await without.close()
  })

  it.each([
    ['br, gzip', 'br'],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip;q=1.0, br;q=0', 'gzip'],
    ['GZIP', 'gzip'],
    ['deflate', null],
    ['', null],
    ['gzip;q=0, br;q=0', null],
  ])('comes as it is wanted: "%s" in %s', async (accepted, encoding) => {
    const answer = await get('/assets/app-1.js', { 'accept-encoding': accepted })
    expect(answer.headers.get('content-encoding')).toBe(encoding)
    const bytes = Buffer.from(await answer.arrayBuffer())
    const text =
      encoding === 'br' ? brotliDecompressSync(bytes) : encoding === 'gzip' ? gunzipSync(bytes) : Buffer.from(bytes)
    expect(text.toString()).toBe(SCRIPT)
    expect(answer.headers.get('vary')).toBe('accept-encoding')
  })

  it('has files with their types, for good, and only those', async () => {
    const typeOf = async (name: string) => (await get(`/assets/${name}`)).headers.get('content-type')
    expect(await typeOf('app-1.js')).toBe('text/javascript; charset=utf-8')
    expect(await typeOf('style-2.css')).toBe('text/css; charset=utf-8')
    expect((await get('/assets/plain-3.svg', { 'accept-encoding': 'br' })).headers.get('content-encoding')).toBeNull()
    const { headers } = await get('/assets/app-1.js')
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    const hostile = [
      'index.html',
      'app-1.js.br',
      'APP-1.js',
      '..%2Findex.html',
      '%2e%2e%2f%2e%2e%2fpackage.json',
      '..%5c..%5cpackage.json',
      '%2Fetc%2Fhostname',
      'app-1.js%00',
      'app-1.js/',
      'x/app-1.js',
      '__proto__',
      'constructor',
      '',
    ]
    for (const name of hostile) expect((await get(`/assets/${name}`)).status, name).toBe(404)
  })

  it('is not shown by a name that somebody else made lead here', async () => {
    for (const path of ['/', '/login']) {
      const answer = await get(path, { accept: BROWSER, host: 'evil.example' })
      expect([answer.status, answer.headers.get('content-type')]).toEqual([421, 'text/plain; charset=utf-8'])
      expect(await answer.text()).toContain("does not know itself as 'evil.example': start it with --public-url")
    }
    expect((await get('/', { host: 'evil.example' })).status).toBe(200)
  })

  it('is a page and nothing else: other methods change nothing there', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH'])
      expect((await api.app.request('/services', { method })).status, method).toBe(404)
    const head = await api.app.request('/services', { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
  })

  it('and all else that is answered, whatever it is, goes into no frame, no other page and no guess of its type', async () => {
    const key = await api.keyOf('own', 'ingest', 'read', 'admin')
    const paths = [...PAGE_PATHS, '/assets/app-1.js', '/assets/none', '/openapi.json', '/none'].map(
      (path) => `get ${path}`,
    )
    for (const route of [...Object.keys(CALLS), ...paths]) {
      const [method, path] = route.split(' ') as [string, string]
      for (const credentials of [{ key }, {}]) {
        const { headers, status } = await api.call(method, CALLS[route]?.path ?? path, {
          ...credentials,
          headers: OWN_PAGE,
        })
        const at = `${route} ${status}`
        expect(headers.get('x-content-type-options'), at).toBe('nosniff')
        expect(headers.get('referrer-policy'), at).toBe('no-referrer')
        expect(headers.get('x-frame-options'), at).toBe('DENY')
        expect(headers.get('cross-origin-opener-policy'), at).toBe('same-origin')
        expect(headers.get('cross-origin-resource-policy'), at).toBe('same-origin')
        expect(headers.get('content-security-policy'), at).toMatch(/^default-src 'none'; .*frame-ancestors 'none'/)
        expect(headers.get('access-control-allow-origin'), at).toBeNull()
        expect(headers.get('strict-transport-security'), at).toBeNull()
        if (status >= 400) expect(headers.get('cache-control'), at).toBe('no-store')
      }
    }
  })

  it('keeps nothing of what it was answered, once somebody is logged in', async () => {
    const begun = await api.sessions.begin(await api.keyOf('own', 'read', 'operate', 'admin'))
    const cookie = `lipservice-80=${typeof begun === 'string' ? begun : begun.id}`
    for (const { method, path, scopes } of api.endpoints) {
      if (typeof scopes === 'string') continue
      const call = CALLS[`${method} ${path}`]!
      const { headers, status } = await api.call(method, call.path, { headers: { ...OWN_PAGE, cookie } })
      expect(headers.get('cache-control'), `${method} ${path} ${status}`).toBe('no-store')
    }
  })
})
