import type { Context } from 'hono'
import { STATS_PATH } from 'lipservice/protocol'
import type { KeyRing } from '../keys/key-ring.js'
import type { Principal } from '../keys/principal.js'
import type { Sessions } from '../sessions/sessions.js'
import type { Endpoint } from './endpoint.js'
import { hasForeignBody, isFromOwnPage } from './from-own-page.js'
import { metricsGuard, remoteAddressOf } from './metrics-guard.js'
import { hostOf, type OwnHosts } from './own-hosts.js'
import { Problem } from './problem.js'
import type { RateLimit } from './rate-limit.js'
import { sessionIdOf } from './session-cookie.js'

export interface AuthenticationParts {
  readonly keys: KeyRing
  readonly sessions: Sessions
  readonly ownHosts: OwnHosts
  readonly rateLimit: RateLimit
  /** Who may look at the metrics from elsewhere; empty: nobody. */
  readonly metricsToken: string
}

const NOBODY: Principal = { keyId: '', teamId: -1, scopes: [] }

/** Returns a function that returns who calls an endpoint. @throws Problem unless they may */
export function createAuthentication(parts: AuthenticationParts) {
  const { keys, sessions, ownHosts, rateLimit } = parts
  const mayReadMetrics = metricsGuard(parts.metricsToken)

  return async (endpoint: Endpoint, context: Context): Promise<Principal> => {
    const request = context.req.raw
    const { scopes } = endpoint
    if (scopes === 'public') return NOBODY
    if (scopes === 'metrics') {
      if (mayReadMetrics(request, remoteAddressOf(context))) return NOBODY
      throw new Problem(403, 'metrics are for this machine, or need the token of --metrics-token')
    }
    if (scopes === 'page') {
      checkOrigin(request, ownHosts)
      return NOBODY
    }
    const principal = await principalOf(endpoint, request)
    if (principal === undefined) throw unauthenticated('a valid API key or token is needed')
    const wait = rateLimit.take(principal.keyId)
    if (wait > 0) throw new Problem(429, 'this key asks too often', { 'retry-after': String(wait) })
    if (!scopes.some((scope) => principal.scopes.includes(scope))) {
      if (endpoint.path === STATS_PATH) keys.refusedReport(principal)
      throw new Problem(403, `this needs a key with the scope ${scopes.join(' or ')}`)
    }
    return principal
  }

  /** A key that is sent counts, whoever is logged in. */
  async function principalOf({ path }: Endpoint, request: Request): Promise<Principal | undefined> {
    const authorization = request.headers.get('authorization')
    if (authorization !== null) {
      const [, text] = /^Bearer +(\S+)$/i.exec(authorization) ?? []
      return text === undefined ? undefined : keys.identify(text, path === STATS_PATH)
    }
    const id = sessionIdOf(request)
    if (id === undefined) return undefined
    checkOrigin(request, ownHosts)
    const principal = await sessions.identify(id)
    if (principal === undefined) throw unauthenticated('the session is over: log in again')
    return principal
  }
}

function unauthenticated(detail: string): Problem {
  return new Problem(401, detail, { 'www-authenticate': 'Bearer realm="lipservice"' })
}

/** A browser sends cookies along with requests that other pages make. @throws Problem unless our own page asks */
function checkOrigin(request: Request, ownHosts: OwnHosts): void {
  const host = hostOf(request)
  if (!ownHosts.has(host)) throw new Problem(421, ownHosts.problem(host))
  if (!isFromOwnPage(request, host))
    throw new Problem(403, 'who is logged in may do this on the page of this server only: the request is of another')
  if (hasForeignBody(request)) throw new Problem(415, 'content-type must be application/json')
}
