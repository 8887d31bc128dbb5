import * as z from 'zod/mini'
import type { Clock } from '../../../internal/clock.js'
import type { Timers } from '../../../internal/timer.js'
import { openExchange } from '../client/exchange.js'
import { type HostRules, hostsOf } from '../client/hosts.js'
import { type Asked, judge } from '../client/judge.js'
import { scrubber } from '../client/scrub.js'
import { mapOutcome, type Outcome } from '../contract/outcome.js'
import type { Pkce } from './pkce.js'

const MAX_ANSWER_BYTES = 64 * 1024
const TIMEOUT_MILLIS = 15_000
const OAUTH_HOST = 'https://oauth.posthog.com'

/** Where PostHog asks people, and where it gives tokens. */
export interface OAuthEndpoints {
  readonly authorize: string
  readonly token: string
}

/** A token and how it is renewed. */
export interface Tokens {
  readonly access: string
  readonly refresh: string | undefined
  /** Epoch milliseconds. */
  readonly expiresAt: number
  readonly scopes: readonly string[]
}

export interface OAuth {
  endpoints(): Promise<Outcome<OAuthEndpoints>>
  /** Tokens for a code that the browser brought. */
  redeem(token: string, code: string, redirectUri: string, verifier: string): Promise<Outcome<Tokens>>
  /** New tokens for a refresh token, which works no more then. */
  renew(token: string, refresh: string): Promise<Outcome<Tokens>>
  close(): Promise<void>
}

const METADATA = z.object({ authorization_endpoint: z.string(), token_endpoint: z.string() })
const TOKENS = z.object({
  access_token: z.string().check(z.minLength(1)),
  refresh_token: z.optional(z.nullable(z.string())),
  expires_in: z.optional(z.nullable(z.number())),
  scope: z.optional(z.nullable(z.string())),
})

/**
 * Speaks OAuth with PostHog, guarded as its API is.
 *
 * @param host as of `createPostHogApi`: `us` and `eu` share one address
 * @param clientId https address of the document that says who asks
 * @throws TypeError if a host may not be asked, or the client id is no https address
 */
export function openOAuth(host: string, clientId: string, rules: HostRules, clock: Clock & Timers): OAuth {
  const { app } = hostsOf(host, undefined, rules)
  const base = app.endsWith('.posthog.com') ? OAUTH_HOST : app
  if (!URL.canParse(clientId) || new URL(clientId).protocol !== 'https:')
    throw new TypeError('the client id must be the https address of the document that says who asks')
  const exchange = openExchange(TIMEOUT_MILLIS, clock)

  async function ask<T>(asked: Asked<T>, given: string, form?: Readonly<Record<string, string>>): Promise<Outcome<T>> {
    const url = checked(given, rules)
    if (url === undefined)
      return { outcome: 'unavailable', message: `${asked.what}: PostHog names an address that is not its own` }
    const answer = await exchange.send({
      method: form === undefined ? 'GET' : 'POST',
      url,
      headers: {
        accept: 'application/json',
        ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(form === undefined ? {} : { body: new URLSearchParams(form).toString() }),
      maxBytes: MAX_ANSWER_BYTES,
    })
    return judge(
      asked,
      answer,
      clock.now(),
      scrubber(() => Object.values(form ?? {})),
    )
  }

  async function tokens(what: string, url: string, form: Readonly<Record<string, string>>): Promise<Outcome<Tokens>> {
    const answer = await ask({ what, scope: 'consent', shape: TOKENS }, url, { ...form, client_id: clientId })
    return mapOutcome(answer, ({ access_token, refresh_token, expires_in, scope }) => ({
      access: access_token,
      refresh: refresh_token ?? undefined,
      expiresAt: clock.now() + (expires_in ?? 3_600) * 1_000,
      scopes: (scope ?? '').split(' ').filter(Boolean),
    }))
  }

  return {
    endpoints: async () =>
      mapOutcome(
        await ask({ what: 'OAuth', scope: 'none', shape: METADATA }, `${base}/.well-known/oauth-authorization-server`),
        ({ authorization_endpoint, token_endpoint }) => ({ authorize: authorization_endpoint, token: token_endpoint }),
      ),
    redeem: (url, code, redirectUri, verifier) =>
      tokens('the code', url, {
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
        code_verifier: verifier,
      }),
    renew: (url, refresh) => tokens('renewal', url, { grant_type: 'refresh_token', refresh_token: refresh }),
    close: () => exchange.close(),
  }
}

/** Returns an address that PostHog named, if it may be asked. */
function checked(given: string, rules: HostRules): URL | undefined {
  if (!URL.canParse(given)) return undefined
  try {
    const url = new URL(given)
    hostsOf(url.origin, undefined, rules)
    return url
  } catch {
    return undefined
  }
}

/** Returns the page on which a person is asked. */
export function consentPage(
  authorize: string,
  clientId: string,
  redirectUri: string,
  pkce: Pkce,
  scopes: readonly string[],
): string {
  const url = new URL(authorize)
  const params = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: scopes.join(' '),
    state: pkce.state,
    code_challenge: pkce.challenge,
    code_challenge_method: 'S256',
  }
  for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value)
  return url.href
}
