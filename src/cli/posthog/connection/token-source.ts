import type { Clock } from '../../../internal/clock.js'
import type { Timers } from '../../../internal/timer.js'
import { openOAuth } from '../../../posthog/api/oauth/oauth.js'
import { lockOf, readConnection, type SavedConnection, writeConnection } from './config-file.js'
import { hostRulesOf } from './host-rules.js'

/** A token that ends sooner is renewed. */
const EARLY_MILLIS = 120_000
const LOCK_WAIT_MILLIS = 250
const LOCK_TRIES = 80

/**
 * Returns a function that answers the token of a connection, renewed when it is about to end. A refresh token works once: of several
 * processes one renews, and the others read what it wrote.
 */
export function tokenSource(file: string, clock: Clock & Timers): () => Promise<string> {
  return async () => {
    for (let tries = 0; ; tries++) {
      const saved = readConnection(file)
      if (saved === undefined) throw new Error('the connection was removed: lipservice posthog connect')
      if (clock.now() < saved.expires_at - EARLY_MILLIS) return saved.access_token
      const release = lockOf(file, clock.now())
      if (release !== undefined) {
        try {
          return await renewed(file, clock)
        } finally {
          release()
        }
      }
      if (tries >= LOCK_TRIES) throw new Error('another process renews the connection, and does not end')
      await new Promise<void>((resolve) => clock.after(LOCK_WAIT_MILLIS, resolve, { keepAlive: true }))
    }
  }
}

async function renewed(file: string, clock: Clock & Timers): Promise<string> {
  // Another may have done so before the lock was ours.
  const saved = readConnection(file)
  if (saved === undefined) throw new Error('the connection was removed: lipservice posthog connect')
  if (clock.now() < saved.expires_at - EARLY_MILLIS) return saved.access_token
  if (saved.refresh_token === undefined) throw new Error('the connection has ended: lipservice posthog connect')
  const oauth = openOAuth(saved.host, saved.client_id, hostRulesOf(saved.host), clock)
  try {
    const answer = await oauth.renew(saved.token_endpoint, saved.refresh_token)
    if (answer.outcome !== 'ok')
      throw new Error(
        `the connection cannot be renewed, make a new one by lipservice posthog connect --browser: ${answer.message}`,
      )
    const { access, refresh, expiresAt } = answer.value
    const next: SavedConnection = {
      ...saved,
      access_token: access,
      refresh_token: refresh ?? saved.refresh_token,
      expires_at: expiresAt,
    }
    writeConnection(file, next)
    return access
  } finally {
    await oauth.close()
  }
}
