import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeLoginCode } from '../../src/sessions/login-codes.js'
import { IDLE_SECONDS, SESSION_SECONDS } from '../../src/sessions/sessions.js'
import { type ApiUnderTest, startApi } from '../support/api-under-test.js'
import { type Browser, openBrowser } from '../support/browser.js'
import { TEN } from '../support/reports.js'
import { AUDIENCE, ISSUER, startTokenIssuer } from '../support/token-issuer.js'

const PATH = '/api/v1/settings'
const CACHED_MILLIS = 5_000

describe('a session', () => {
  let api: ApiUnderTest
  let browser: Browser
  let key: string
  let team: number
  beforeEach(async () => {
    api = await startApi()
    browser = openBrowser(api)
    key = await api.keyOf('own', 'read', 'admin')
    team = await api.store.keys.ensureTeam('own', TEN)
  })
  afterEach(() => api.close())
  const ask = async () => (await browser.call('get', PATH)).status
  const actions = async () => (await api.store.audit.list(team, undefined, 100)).map(({ action }) => action)
  const codeOf = async () => (await makeLoginCode(api.store, team, 'test', () => api.clock.millis))!.code

  it('stands for the key that it began with: its team, its scopes, its name', async () => {
    const begun = await browser.login({ key })
    const shown = { key_id: key.split('_')[1], key_name: 'test', scopes: ['read', 'admin'] }
    const times = { expires_at: TEN + SESSION_SECONDS, idle_seconds: IDLE_SECONDS }
    expect(begun.json).toEqual({ ...shown, ...times })
    expect((await browser.call('get', PATH)).json).toMatchObject({ ...shown, team_id: team, session: times })
    expect((await api.call('get', PATH, { key })).json).toMatchObject({ ...shown, team_id: team, session: null })
  })

  it('is a cookie that no script reads, of no other site, and over https of this host alone', async () => {
    const { headers } = await browser.login({ key })
    expect(headers.get('set-cookie')).toMatch(
      /^lipservice-80=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/,
    )
    const behindTls = await startApi({ 'public-url': 'https://logs.example.com' }, api.store)
    const host = { host: 'logs.example.com' }
    const answer = await openBrowser(behindTls).call('post', '/session', { body: { key }, headers: host })
    expect(answer.headers.get('set-cookie')).toMatch(
      /^__Host-lipservice=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    )
    const cookie = answer.headers.get('set-cookie')!.split(';')[0]!
    expect((await behindTls.call('get', PATH, { headers: { ...host, cookie } })).status).toBe(200)
  })

  it('does not begin where a browser could not keep it: over http from another machine', async () => {
    const bound = await startApi({ host: 'logs.internal' }, api.store)
    const headers = { host: 'logs.internal:8318', origin: 'http://logs.internal:8318', 'sec-fetch-site': 'same-origin' }
    const { status, json } = await bound.call('post', '/session', { body: { key }, headers })
    expect([status, json.detail]).toEqual([403, expect.stringContaining('--public-url')])
  })

  it('is kept without its id, and nothing of it is in answers, log or audit', async () => {
    const { json } = await browser.login({ key })
    const id = browser.cookie!.split('=')[1]!
    const audit = JSON.stringify(await api.store.audit.list(team, undefined, 100))
    for (const text of [JSON.stringify(json), audit, api.logged.join()]) {
      expect(text).not.toContain(id)
      expect(text).not.toContain(key.split('_')[2])
    }
    expect(await api.store.sessions.find(id)).toBeUndefined()
  })

  it('never has an id that a browser came with', async () => {
    browser.cookie = `lipservice-80=${'a'.repeat(43)}`
    await browser.login({ key })
    expect(browser.cookie).not.toContain('aaa')
    expect((await api.call('get', PATH, { headers: { cookie: `lipservice-80=${'a'.repeat(43)}` } })).status).toBe(401)
  })

  it('ends when somebody logs in anew in the same browser', async () => {
    await browser.login({ key })
    const before = browser.cookie!
    await browser.login({ key })
    expect(browser.cookie).not.toBe(before)
    expect((await api.call('get', PATH, { headers: { cookie: before } })).status).toBe(401)
    expect(await ask()).toBe(200)
    expect((await actions()).slice(0, 3)).toEqual(['session.ended', 'session.created', 'session.created'])
  })

  it('ends by logging out, for whoever has its id', async () => {
    await browser.login({ key })
    const cookie = browser.cookie!
    expect((await browser.call('delete', '/session')).status).toBe(204)
    expect(browser.cookie).toBeUndefined()
    expect((await api.call('get', PATH, { headers: { cookie } })).status).toBe(401)
    expect((await browser.call('delete', '/session')).status).toBe(204)
    expect(await actions()).toEqual(['session.ended', 'session.created', 'key.created'])
  })

  it('ends half an hour after its last use', async () => {
    await browser.login({ key })
    for (let i = 0; i < 5; i++) {
      api.clock.millis += (IDLE_SECONDS - 1) * 1_000
      expect(await ask()).toBe(200)
    }
    api.clock.millis += IDLE_SECONDS * 1_000
    expect(await ask()).toBe(401)
  })

  it('ends after twelve hours, however much it is used', async () => {
    await browser.login({ key })
    for (let at = 0; at < SESSION_SECONDS - 600; at += 600) {
      api.clock.millis += 600_000
      expect(await ask(), String(at)).toBe(200)
    }
    api.clock.millis += 600_000
    expect(await ask()).toBe(401)
  })

  it('is in use for other replicas once that is written, and for good', async () => {
    await browser.login({ key })
    api.clock.millis += (IDLE_SECONDS - 1) * 1_000
    expect(await ask()).toBe(200)
    await api.sessions.writeUses()
    api.clock.millis += 2_000
    const replica = await startApi({}, api.store)
    replica.clock.millis = api.clock.millis
    expect((await replica.call('get', PATH, { headers: { cookie: browser.cookie! } })).status).toBe(200)
    expect(await ask()).toBe(200)
    api.clock.millis += (IDLE_SECONDS + 120) * 1_000
    await api.store.maintain(api.clock.millis / 1_000)
    // Whose clock is set back.
    const later = await startApi({}, api.store)
    expect((await later.call('get', PATH, { headers: { cookie: browser.cookie! } })).status).toBe(401)
  })

  it('ends with its key: at once where that is revoked, elsewhere within seconds, and when it expires', async () => {
    const replica = await startApi({}, api.store)
    await browser.login({ key })
    const elsewhere = async () => (await replica.call('get', PATH, { headers: { cookie: browser.cookie! } })).status
    expect([await ask(), await elsewhere()]).toEqual([200, 200])
    await api.keys.revoke(team, key.split('_')[1]!, 'test')
    expect(await ask()).toBe(401)
    replica.clock.millis += CACHED_MILLIS
    expect(await elsewhere()).toBe(401)

    const short = (await api.keys.create(team, 'short', ['read'], 'test', api.clock.millis / 1_000 + 60)).text
    await browser.login({ key: short })
    expect(await ask()).toBe(200)
    api.clock.millis += 60_000
    expect(await ask()).toBe(401)
  })

  it('ends at other replicas within seconds of logging out', async () => {
    const replica = await startApi({}, api.store)
    await browser.login({ key })
    const cookie = browser.cookie!
    const elsewhere = async () => (await replica.call('get', PATH, { headers: { cookie } })).status
    expect(await elsewhere()).toBe(200)
    await browser.call('delete', '/session')
    replica.clock.millis += CACHED_MILLIS
    expect(await elsewhere()).toBe(401)
  })

  it('ends with its team', async () => {
    await browser.login({ key })
    const entry = { at: TEN, actor: 'test', action: 'team.removed', service: '', reason: 'r', detail: {} }
    expect(await api.store.teams.remove('own', entry)).toBe(true)
    api.clock.millis += CACHED_MILLIS
    expect(await ask()).toBe(401)
  })

  it('is one of twenty of a key: of more, the one that was not used for longest ends', async () => {
    const browsers: Browser[] = []
    for (let i = 0; i < 21; i++) {
      api.clock.millis += 10_000
      browsers.push(openBrowser(api))
      expect((await browsers[i]!.login({ key })).status).toBe(200)
      await browsers[0]!.call('get', PATH)
      await api.sessions.writeUses()
    }
    api.clock.millis += CACHED_MILLIS
    const statuses = await Promise.all(browsers.map(async (one) => (await one.call('get', PATH)).status))
    expect(statuses).toEqual(browsers.map((_, i) => (i === 1 ? 401 : 200)))
    expect((await actions()).filter((action) => action === 'session.ended')).toHaveLength(1)
  })

  it.each([
    ['of an unknown key', { key: `lsk_${'0'.repeat(16)}_${'0'.repeat(64)}` }, 401, 'not valid'],
    ['of no key', { key: 'x' }, 401, 'not valid'],
    ['of a code that nobody made', { code: 'a'.repeat(43) }, 401, 'not valid'],
    ['of neither', {}, 422, 'either key or code'],
    ['of both', { key: 'x', code: 'y' }, 422, 'either key or code'],
  ])('does not begin by what is %s', async (_what, credentials, status, detail) => {
    const answer = await browser.login(credentials)
    expect([answer.status, answer.json.detail]).toEqual([status, expect.stringContaining(detail)])
    expect(answer.headers.get('set-cookie')).toBeNull()
  })

  it('does not begin with a key that can only send reports, and says why', async () => {
    const { status, json } = await browser.login({ key: await api.keyOf('own', 'ingest') })
    expect([status, json.detail]).toEqual([403, expect.stringContaining('may only send reports')])
  })

  it('does not begin with a token of an issuer, which ends by itself', async () => {
    const issuer = await startTokenIssuer()
    const config = { 'jwt-jwks-url': issuer.url, 'jwt-issuer': ISSUER, 'jwt-audience': AUDIENCE }
    const takesTokens = await startApi(config, api.store)
    const token = await issuer.sign({ team_id: team, scope: 'read admin' })
    expect((await takesTokens.call('get', PATH, { key: token })).json).toMatchObject({ key_name: null, session: null })
    const { status, json } = await openBrowser(takesTokens).login({ key: token })
    expect([status, json.detail]).toEqual([403, expect.stringContaining('tokens of an issuer do not log in')])
    await issuer.close()
  })

  it('begins once by a link, within five minutes, as the key of the link', async () => {
    const code = await codeOf()
    expect((await browser.login({ code })).json).toMatchObject({ key_id: key.split('_')[1] })
    expect(await ask()).toBe(200)
    const [used, wrong] = [await openBrowser(api).login({ code }), await openBrowser(api).login({ code: 'wrong' })]
    const late = await codeOf()
    api.clock.millis += 300_000
    const over = await openBrowser(api).login({ code: late })
    expect(used.status).toBe(401)
    for (const { status, json } of [wrong, over]) expect([status, json]).toEqual([used.status, used.json])
    const made = (await api.store.audit.list(team, undefined, 100)).find(({ action }) => action === 'session.created')
    expect(made).toMatchObject({ actor: key.split('_')[1], detail: { by: 'login link' } })
  })

  it('begins by a link at one of all that use it at once', async () => {
    const code = await codeOf()
    const statuses = await Promise.all(
      Array.from({ length: 5 }, async () => (await openBrowser(api).login({ code })).status),
    )
    expect(statuses.toSorted()).toEqual([200, 401, 401, 401, 401])
  })

  it('does not begin by a link to a key that was revoked', async () => {
    const code = await codeOf()
    await api.keys.revoke(team, key.split('_')[1]!, 'test')
    expect((await browser.login({ code })).status).toBe(401)
    expect(await makeLoginCode(api.store, team, 'test', () => api.clock.millis)).toBeUndefined()
  })

  it('is tried ten times a minute from an address, whether it begins or not', async () => {
    for (let i = 0; i < 10; i++) expect((await browser.login({ code: 'wrong' })).status).toBe(401)
    const refused = await browser.login({ key })
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '6'])
    api.clock.millis += 6_000
    expect((await browser.login({ key })).status).toBe(200)
    expect((await browser.login({ key })).status).toBe(429)
  })
})
