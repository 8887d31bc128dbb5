import { type EpochSeconds, epochSeconds, type Now } from '../internal/clock.js'
import { hashOf } from '../keys/api-key.js'
import type { SessionStore } from '../store/contracts/sessions.js'
import type { KeyStore, StoredKey } from '../store/store.js'
import { newSecret } from './secret.js'

export const CODE_SECONDS = 5 * 60

/** A code that logs in once as a key, without the key. */
export interface MadeCode {
  readonly code: string
  readonly keyId: string
  readonly keyName: string
  readonly expiresAt: EpochSeconds
}

/**
 * Makes a code that logs in as the oldest key of the team that may do everything. It is not kept; its hash is, until it is used.
 *
 * @param by who asks for it, in the audit
 * @returns `undefined` if the team has no such key
 */
export async function makeLoginCode(
  stores: { readonly keys: Pick<KeyStore, 'list'>; readonly sessions: Pick<SessionStore, 'addCode'> },
  teamId: number,
  by: string,
  now: Now,
): Promise<MadeCode | undefined> {
  const seconds = epochSeconds(now)
  const key = (await stores.keys.list(teamId)).find((found) => isAdmin(found, seconds))
  if (key === undefined) return undefined
  const code = newSecret()
  const expiresAt = seconds + CODE_SECONDS
  const detail = { key_id: key.id, expires_at: expiresAt }
  const entry = { teamId, at: seconds, actor: by, action: 'login_link.created', service: '', reason: '', detail }
  await stores.sessions.addCode({ hash: hashOf(code), teamId, keyId: key.id, expiresAt }, entry)
  return { code, keyId: key.id, keyName: key.name, expiresAt }
}

function isAdmin({ scopes, revokedAt, expiresAt }: StoredKey, now: EpochSeconds): boolean {
  return scopes.includes('admin') && revokedAt === undefined && (expiresAt === undefined || expiresAt > now)
}

/** Returns the address that logs in. What stands behind `#` a browser sends to no server. */
export const loginLink = (base: string, code: string): string => `${base.replace(/\/$/, '')}/login#code=${code}`
