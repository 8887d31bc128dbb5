import { createHash, randomBytes } from 'node:crypto'
import { type Answer, okay } from './answers.js'
import { fields, oneOf, text } from './fields.js'
import type { FakeRequest, Route } from './route.js'

interface Grant {
  readonly challenge: string
  readonly redirectUri: string
  readonly clientId: string
  readonly scopes: readonly string[]
}

const refused = (error: string): Answer => ({ status: 400, body: { error } })

/** OAuth with PKCE, as for the command line: codes work once, refresh tokens change with each use. */
export class OAuth {
  readonly #codes = new Map<string, Grant>()
  readonly #refresh = new Map<string, readonly string[]>()
  /** Scopes by access token. */
  readonly tokens = new Map<string, ReadonlySet<string>>()
  /** What the person at the browser does. */
  consents = true
  readonly #origin: () => string

  constructor(origin: () => string) {
    this.#origin = origin
  }

  /** Its endpoints. */
  routes(): readonly Route[] {
    const query = [
      'response_type',
      'client_id',
      'redirect_uri',
      'scope',
      'state',
      'code_challenge',
      'code_challenge_method',
      'required_access_level',
    ]
    return [
      {
        method: 'GET',
        path: '/.well-known/oauth-authorization-server',
        auth: 'none',
        throttle: 'none',
        handle: () => okay(this.#metadata()),
      },
      {
        method: 'GET',
        path: '/oauth/authorize/',
        auth: 'none',
        throttle: 'none',
        query,
        handle: (request) => this.#authorize(request),
      },
      {
        method: 'POST',
        path: '/oauth/token/',
        auth: 'none',
        throttle: 'none',
        body: fields({
          'grant_type!': oneOf('authorization_code', 'refresh_token'),
          'client_id!': text,
          code: text,
          code_verifier: text,
          redirect_uri: text,
          refresh_token: text,
        }),
        handle: ({ body }) => this.#token(body as Record<string, string>),
      },
    ]
  }

  #metadata(): object {
    const at = this.#origin()
    return {
      issuer: at,
      authorization_endpoint: `${at}/oauth/authorize/`,
      token_endpoint: `${at}/oauth/token/`,
      code_challenge_methods_supported: ['S256'],
      response_types_supported: ['code'],
      grant_types_supported: ['authorization_code', 'refresh_token'],
      scopes_supported: ['logs:read', 'query:read', 'billing:read', 'user:read'],
    }
  }

  /** Sends the browser back at once, as if somebody had agreed. */
  #authorize({ query }: FakeRequest): Answer {
    const [redirect, challenge, state] = [query.get('redirect_uri'), query.get('code_challenge'), query.get('state')]
    if (
      query.get('response_type') !== 'code' ||
      query.get('code_challenge_method') !== 'S256' ||
      !challenge ||
      !redirect
    )
      return refused('invalid_request')
    const target = new URL(redirect)
    if (target.protocol !== 'http:' || !['127.0.0.1', 'localhost', '[::1]'].includes(target.hostname))
      return refused('invalid_redirect_uri')
    if (state !== null) target.searchParams.set('state', state)
    if (this.consents) {
      const code = randomBytes(12).toString('hex')
      this.#codes.set(code, {
        challenge,
        redirectUri: redirect,
        clientId: query.get('client_id') ?? '',
        scopes: (query.get('scope') ?? '').split(' '),
      })
      target.searchParams.set('code', code)
    } else target.searchParams.set('error', 'access_denied')
    return { status: 302, body: undefined, headers: { location: target.href } }
  }

  #token(body: Record<string, string>): Answer {
    if (body['grant_type'] === 'refresh_token') {
      const scopes = this.#refresh.get(body['refresh_token'] ?? '')
      if (scopes === undefined) return refused('invalid_grant')
      this.#refresh.delete(body['refresh_token']!)
      return this.#issue(scopes)
    }
    const grant = this.#codes.get(body['code'] ?? '')
    this.#codes.delete(body['code'] ?? '')
    const challenge = createHash('sha256')
      .update(body['code_verifier'] ?? '')
      .digest('base64url')
    if (
      grant === undefined ||
      grant.challenge !== challenge ||
      grant.redirectUri !== body['redirect_uri'] ||
      grant.clientId !== body['client_id']
    )
      return refused('invalid_grant')
    return this.#issue(grant.scopes)
  }

  #issue(scopes: readonly string[]): Answer {
    const [access, refresh] = [`pha_${randomBytes(24).toString('hex')}`, `phr_${randomBytes(24).toString('hex')}`]
    this.tokens.set(access, new Set(scopes))
    this.#refresh.set(refresh, scopes)
    return okay({
      access_token: access,
      token_type: 'Bearer',
      expires_in: 36_000,
      refresh_token: refresh,
      scope: scopes.join(' '),
    })
  }
}
