import type { Clock } from '../../../internal/clock.js'
import type { Timers } from '../../../internal/timer.js'
import { openLoopback } from '../../../posthog/api/oauth/loopback.js'
import { consentPage, openOAuth } from '../../../posthog/api/oauth/oauth.js'
import { newPkce } from '../../../posthog/api/oauth/pkce.js'
import type { SavedConnection } from './config-file.js'
import { hostRulesOf } from './host-rules.js'

const MAX_WAIT_MILLIS = 300_000

/** What is asked for: reading, and nothing else. */
export const READ_SCOPES = ['logs:read', 'query:read', 'billing:read', 'user:read'] as const

/** What comes of logging in. */
export type LoggedIn = { readonly connection: SavedConnection } | { readonly problem: string }

/**
 * Lets a person connect PostHog in a browser, by OAuth with PKCE and a door on loopback. Never rejects for what PostHog or the person
 * do.
 *
 * @param show called with the page that is to be opened
 * @param port that the browser comes back to. Default: any free one
 * @throws TypeError if host or client id cannot be
 */
export async function logIn(
  { host, project, clientId, scopes }: { host: string; project: string; clientId: string; scopes: readonly string[] },
  clock: Clock & Timers,
  signal: AbortSignal,
  show: (page: string) => void,
  port = 0,
): Promise<LoggedIn> {
  const oauth = openOAuth(host, clientId, hostRulesOf(host), clock)
  const pkce = newPkce()
  const door = await openLoopback(pkce.state, clock, port).catch(
    (error: NodeJS.ErrnoException) => `no port can be opened on 127.0.0.1: ${error.code ?? error.message}`,
  )
  if (typeof door === 'string') {
    await oauth.close()
    return { problem: door }
  }
  try {
    const endpoints = await oauth.endpoints()
    if (endpoints.outcome !== 'ok') return { problem: endpoints.message }
    show(consentPage(endpoints.value.authorize, clientId, door.redirectUri, pkce, scopes))
    const returned = await door.returned(MAX_WAIT_MILLIS, signal)
    if ('problem' in returned) return returned
    const tokens = await oauth.redeem(endpoints.value.token, returned.code, door.redirectUri, pkce.verifier)
    if (tokens.outcome !== 'ok') return { problem: tokens.message }
    return {
      connection: {
        host,
        project,
        client_id: clientId,
        token_endpoint: endpoints.value.token,
        access_token: tokens.value.access,
        refresh_token: tokens.value.refresh,
        expires_at: tokens.value.expiresAt,
        scopes: tokens.value.scopes,
      },
    }
  } finally {
    await door.close()
    await oauth.close()
  }
}
