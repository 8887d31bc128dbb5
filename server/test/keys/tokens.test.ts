import { exportSPKI, generateKeyPair, importJWK, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose'
import { afterEach, beforeEach, describe, expect, it, type TestContext } from 'vitest'
import { LONG } from '../../../test/support/tier.js'
import { type Database, databases } from '../store/databases.js'
import { type ApiUnderTest, reportOf, startApi } from '../support/api-under-test.js'
import { TEN } from '../support/reports.js'
import { AUDIENCE, goodClaims, ISSUER, startTokenIssuer, type TokenIssuer } from '../support/token-issuer.js'

const STATS = '/api/v1/patterns/stats'
const SECRET = 'a secret of the issuer and the server'
const COOL_DOWN_MILLIS = 30_000
const OF_TOKENS = { 'jwt-issuer': ISSUER, 'jwt-audience': AUDIENCE, 'jwt-clock-skew-seconds': 30 }

let issuer: TokenIssuer
let api: ApiUnderTest
beforeEach(async () => {
  issuer = await startTokenIssuer()
})
afterEach(async () => {
  await api?.close()
  await issuer.close()
})
/** With a team, whose id is 1. */
const start = async (config: object = { 'jwt-jwks-url': issuer.url }) => {
  api = await startApi({ ...OF_TOKENS, ...config })
  expect(await api.store.keys.ensureTeam('one', TEN)).toBe(1)
}
const ask = (token: string) => api.call('get', '/api/v1/services', { key: token })
const report = (token: string, rest: object = {}) => api.call('post', STATS, { key: token, body: reportOf(rest) })
const shared = (claims: JWTPayload = {}, alg = 'HS256', secret = SECRET) =>
  new SignJWT({ ...goodClaims(), ...claims }).setProtectedHeader({ alg }).sign(Buffer.from(secret))

describe('a token of the issuer', () => {
  it('says of which team it is, and what it may', async () => {
    await start()
    const token = await issuer.sign()
    expect((await report(token, { team_id: 1 })).status).toBe(202)
    expect((await ask(token)).status).toBe(200)
    expect((await api.call('get', '/api/v1/audit', { key: await issuer.sign({ scope: 'ingest' }) })).status).toBe(403)
    expect((await api.call('put', '/api/v1/budget', { key: token, body: {} })).status).toBe(403)
    expect((await report(token, { team_id: 2 })).status).toBe(403)
  })

  it('may be one of a shared secret', async () => {
    await start({ 'jwt-secret': SECRET })
    expect((await ask(await shared())).status).toBe(200)
    expect((await ask(await shared({}, 'HS512'))).status).toBe(200)
  })

  it('is beside API keys, which go on as before', async () => {
    await start()
    expect((await ask(await api.keyOf('one', 'read'))).status).toBe(200)
  })

  it.each([
    ['scopes as a list', { scope: undefined, scopes: ['read'] }, 200],
    ['scopes that this server does not know', { scope: 'openid profile read' }, 200],
    ['no scope', { scope: undefined }, 403],
    ['a scope that only looks like one', { scope: 'reads' }, 403],
    ['scopes that are no texts', { scope: undefined, scopes: [{ toString: 'read' }, 7] }, 403],
    ['an audience of several', { aud: ['other', AUDIENCE] }, 200],
    ['an end within the skew', { exp: TEN - 29 }, 200],
    ['a begin within the skew', { nbf: TEN + 29 }, 200],
  ])('with %s', async (_, claims, status) => {
    await start()
    expect((await ask(await issuer.sign(claims))).status).toBe(status)
  })

  it('is who did it, in the audit', async () => {
    await start()
    const token = await issuer.sign({ scope: 'admin', sub: 'ops\0\ud800' })
    const body = { unit: 'gb_per_day', amount: 1, reason: 'a test' }
    expect((await api.call('put', '/api/v1/budget', { key: token, body })).status).toBe(200)
    const [entry] = await api.store.audit.list(1, undefined, 1)
    expect(entry!.actor).toBe('jwt 1 ops\ufffd')
  })
})

describe.runIf(LONG)('a hostile token', () => {
  const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const hostile: Record<string, () => Promise<string>> = {
    'without a signature (alg none)': async () => new UnsecuredJWT(goodClaims()).encode(),
    'of alg none in capitals': async () => `${base64({ alg: 'NONE' })}.${base64(goodClaims())}.`,
    'whose signature is cut off': async () => (await issuer.sign()).replace(/[^.]+$/, ''),
    'signed by the public key as a secret (RS/HS)': async () => {
      const text = await exportSPKI((await importJWK(issuer.publicJwk, 'RS256', { extractable: true })) as never)
      return new SignJWT(goodClaims()).setProtectedHeader({ alg: 'HS256', kid: 'one' }).sign(Buffer.from(text))
    },
    'signed by the modulus as a secret': async () =>
      new SignJWT(goodClaims()).setProtectedHeader({ alg: 'HS256', kid: 'one' }).sign(Buffer.from(issuer.publicJwk.n!)),
    'signed by another key under the same kid': async () => {
      const { privateKey } = await generateKeyPair('RS256')
      return new SignJWT(goodClaims()).setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(privateKey)
    },
    'that brings its own key': async () => {
      const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
      const { exportJWK } = await import('jose')
      const jwk = await exportJWK(publicKey)
      return new SignJWT(goodClaims()).setProtectedHeader({ alg: 'RS256', kid: 'one', jwk }).sign(privateKey)
    },
    'that names its own key set': async () => {
      const { privateKey } = await generateKeyPair('RS256')
      const header = { alg: 'RS256', kid: 'one', jku: 'https://evil.example.com/jwks' }
      return new SignJWT(goodClaims()).setProtectedHeader(header).sign(privateKey)
    },
    'with a kid that there is not': () => issuer.sign({}, { kid: 'two' }),
    'with a kid that is a path': () => issuer.sign({}, { kid: '../../dev/null' }),
    'with a critical header that nobody knows': async () => {
      const header = { alg: 'RS256', kid: 'one', crit: ['x'], x: 1 }
      const signed = await issuer.sign()
      return [base64(header), ...signed.split('.').slice(1)].join('.')
    },
    'that is over': () => issuer.sign({ exp: TEN - 31 }),
    'that is not yet': () => issuer.sign({ nbf: TEN + 31 }),
    'without an end': () => issuer.sign({ exp: undefined }),
    'whose end is a text': () => issuer.sign({ exp: '2030' as never }),
    'of another issuer': () => issuer.sign({ iss: 'https://other.example.com/' }),
    'of no issuer': () => issuer.sign({ iss: undefined }),
    'for another audience': () => issuer.sign({ aud: 'other' }),
    'for no audience': () => issuer.sign({ aud: undefined }),
    'of a team that there is not': () => issuer.sign({ team_id: 2 }),
    'of no team': () => issuer.sign({ team_id: undefined }),
    'of a team that is a text': () => issuer.sign({ team_id: '1' }),
    'of a team that is a list': () => issuer.sign({ team_id: [1] }),
    'of a negative team': () => issuer.sign({ team_id: -1 }),
    'of half a team': () => issuer.sign({ team_id: 1.5 }),
    'of a team beyond all': () => issuer.sign({ team_id: 2 ** 53 }),
    'that is huge': () => issuer.sign({ padding: 'x'.repeat(9_000) }),
    'that is encrypted': async () => 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..a.b.c',
    'of three empty parts': async () => '..',
    'of one part': async () => 'token',
    'whose claims are no JSON': async () =>
      `${base64({ alg: 'RS256', kid: 'one' })}.${Buffer.from('x').toString('base64url')}.x`,
    'whose claims were changed': async () => {
      const [header, , signature] = (await issuer.sign()).split('.')
      return [header, base64({ ...goodClaims(), scope: 'admin' }), signature].join('.')
    },
  }

  it.each(Object.keys(hostile))('%s is refused', async (name) => {
    await start()
    const token = await hostile[name]!()
    for (const { status, json } of [await ask(token), await report(token)]) {
      expect(status).toBe(401)
      expect(json.detail).toBe('a valid API key or token is needed')
    }
    expect(api.logged).toEqual([])
    // The good one goes on.
    expect((await ask(await issuer.sign())).status).toBe(200)
  })

  it.each([
    ['by a key of the set', () => issuer.sign()],
    ['by another secret', () => shared({}, 'HS256', `${SECRET}.`)],
    ['by none', async () => new UnsecuredJWT(goodClaims()).encode()],
  ])('where a secret is shared, signed %s, is refused', async (_, token) => {
    await start({ 'jwt-secret': SECRET })
    expect((await ask(await token())).status).toBe(401)
  })

  it('is nothing but a wrong key where no tokens are taken', async () => {
    api = await startApi()
    await api.store.keys.ensureTeam('one', TEN)
    expect((await ask(await issuer.sign())).status).toBe(401)
    expect(issuer.asked).toBe(0)
  })
})

describe('the keys of the issuer', () => {
  it('are asked for once, by however many', async () => {
    await start()
    const tokens = await Promise.all(Array.from({ length: 20 }, () => issuer.sign()))
    expect((await Promise.all(tokens.map(ask))).map(({ status }) => status)).toEqual(tokens.map(() => 200))
    expect(issuer.asked).toBe(1)
  })

  it('are asked for anew by a kid that is new, but not more often than every 30 seconds, whatever kids come', async () => {
    await start()
    expect((await ask(await issuer.sign())).status).toBe(200)
    for (let i = 0; i < 50; i++) expect((await ask(await issuer.sign({}, { kid: `k${i}` }))).status).toBe(401)
    expect(issuer.asked).toBe(1)
    const old = await issuer.sign()
    await issuer.rotate('two')
    expect((await ask(await issuer.sign())).status).toBe(401)
    api.clock.millis += COOL_DOWN_MILLIS
    expect((await ask(await issuer.sign())).status).toBe(200)
    expect(issuer.asked).toBe(2)
    // The one that was withdrawn is no more.
    expect((await ask(old)).status).toBe(401)
  })

  it('are used on while the issuer does not answer, for an hour', async () => {
    await start()
    const late = { exp: TEN + 7_200 }
    expect((await ask(await issuer.sign())).status).toBe(200)
    issuer.answer = (response) => void response.writeHead(500).end()
    api.clock.millis += 3_599_000
    expect((await ask(await issuer.sign(late))).status).toBe(200)
    api.clock.millis += 1_000
    expect((await ask(await issuer.sign(late))).status).toBe(503)
  })

  it.each<[string, TokenIssuer['answer']]>([
    ['fails', (response) => void response.writeHead(500).end()],
    ['leads elsewhere', (response) => void response.writeHead(302, { location: '/other' }).end()],
    ['answers no JSON', (response) => void response.end('<html>')],
    ['answers no key set', (response) => void response.end('{"keys": 1}')],
    ['answers without end', (response) => drip(response)],
  ])(
    'that cannot be had, because it %s, are an error of the server, and not asked for by each request',
    async (_, answer) => {
      await start()
      issuer.answer = answer
      const token = await issuer.sign()
      for (let i = 0; i < 5; i++) {
        const { status, headers } = await report(token)
        expect(status).toBe(503)
        expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
      }
      expect(issuer.asked).toBe(1)
      issuer.answer = undefined
      api.clock.millis += COOL_DOWN_MILLIS
      expect((await report(token)).status).toBe(202)
    },
  )
})

/** A megabyte at a time until nobody listens. */
function drip(response: NonNullable<Parameters<NonNullable<TokenIssuer['answer']>>[0]>): void {
  const chunk = Buffer.alloc(1024 * 1024, 0x20)
  const more = () => void response.write(chunk, (error) => error ?? more())
  more()
}

describe.each([
  ['SQLite', databases.sqlite],
  ['Postgres', databases.postgres],
])('a team that a token names for the first time, on %s', (_, startDatabase) => {
  let database: Database | { readonly missing: string }
  afterEach(async () => {
    if (!('missing' in database)) await database.remove()
  })

  it('is made where the server is to do that, once, by its id, and is in the audit', async (context: TestContext) => {
    database = await startDatabase()
    if ('missing' in database) return context.skip(database.missing)
    const config = { 'jwt-jwks-url': issuer.url, 'jwt-create-teams': 'yes' as const }
    api = await startApi({ ...OF_TOKENS, ...config, database: database.url })
    const token = await issuer.sign({ team_id: 42 })
    const answers = await Promise.all(
      Array.from({ length: 5 }, (__, sequence) => report(token, { sequence, team_id: 42 })),
    )
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 202))
    const entries = await api.store.audit.list(42, undefined, 10)
    expect(entries.map(({ actor, action }) => [actor, action])).toEqual([['jwt 42 checkout', 'team.created']])
    // Others that are made by name come behind it.
    expect(await api.store.keys.ensureTeam('by name', TEN)).toBeGreaterThan(42)
  })

  it('does not come back once it was removed, whatever tokens name it', async (context: TestContext) => {
    database = await startDatabase()
    if ('missing' in database) return context.skip(database.missing)
    const config = { 'jwt-jwks-url': issuer.url, 'jwt-create-teams': 'yes' as const }
    api = await startApi({ ...OF_TOKENS, ...config, database: database.url })
    const token = await issuer.sign({ team_id: 42 })
    expect((await report(token, { team_id: 42 })).status).toBe(202)
    await api.pending.flush()
    const entry = { at: TEN, actor: 'cli', action: 'team.removed', service: '', reason: 'over', detail: {} }
    expect(await api.store.teams.remove('team 42', entry)).toBe(true)
    api.clock.millis += 5_001
    expect((await report(token, { sequence: 1, team_id: 42 })).status).toBe(401)
    expect(await api.store.keys.hasTeam(42)).toBe(false)
    expect(await api.store.services.ofTeam(42)).toEqual([])
  })
})
