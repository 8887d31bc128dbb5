import { type Elapsed, epochSeconds, type Now } from '../internal/clock.js'
import { hashOf, isKeyId } from '../keys/api-key.js'
import type { KeyRing } from '../keys/key-ring.js'
import type { Principal } from '../keys/principal.js'
import { READERS, type Scope } from '../scope.js'
import type { AuditEntry } from '../store/contracts/audit.js'
import type { SessionBounds, SessionStore, StoredSession } from '../store/contracts/sessions.js'
import { isSecret, newSecret } from './secret.js'

export const SESSION_SECONDS = 12 * 3_600
export const IDLE_SECONDS = 30 * 60
const BOUNDS: SessionBounds = { perKey: 20, perTeam: 500 }
/** One that ended at another replica is refused by this one within this time. */
const CACHE_MILLIS = 5_000
/** Sessions in memory. Of more, the next use reads them anew. */
const MAX_CACHED = 10_000
/** Sessions whose use waits to be written. Of more, it is not written down: they end earlier. */
const MAX_USES = 10_000

/** A session that began. Its id is shown this once. */
export interface Begun {
  readonly id: string
  readonly principal: Principal
}

/** Why none began: it is no key that is valid, a token of an issuer, or a key that may not look at anything. */
export type Refusal = 'unknown' | 'token' | 'cannot look'

/** Who logged in: a random id stands for a key until it ends, is not used for half an hour, or the key is revoked. */
export class Sessions {
  readonly #store: SessionStore
  readonly #keys: KeyRing
  readonly #now: Now
  readonly #elapsed: Elapsed
  readonly #cache = new Map<string, { readonly session: StoredSession | undefined; readonly until: number }>()
  readonly #uses = new Map<string, number>()

  /** @param elapsed for how long a session is known: a wall clock can be set back */
  constructor(store: SessionStore, keys: KeyRing, now: Now, elapsed: Elapsed) {
    this.#store = store
    this.#keys = keys
    this.#now = now
    this.#elapsed = elapsed
  }

  /** Begins a session with the text of a key. */
  async begin(text: string): Promise<Begun | Refusal> {
    const principal = await this.#keys.identify(text)
    if (principal === undefined) return 'unknown'
    return isKeyId(principal.keyId) ? this.#begin(principal, 'key') : 'token'
  }

  /** Begins a session with a code, which is then used up. */
  async beginByCode(code: string): Promise<Begun | Refusal> {
    if (!isSecret(code)) return 'unknown'
    const hash = hashOf(code)
    const found = await this.#store.findCode(hash, epochSeconds(this.#now))
    const principal = found && (await this.#keys.principalOf(found.keyId))
    return principal === undefined ? 'unknown' : this.#begin(principal, 'login link', hash)
  }

  /** Returns who has a session of this id; `undefined` if it is unknown, over or idle, or its key is. */
  async identify(id: string): Promise<Principal | undefined> {
    if (!isSecret(id)) return undefined
    const hash = hashOf(id)
    const session = await this.#find(hash)
    const seconds = epochSeconds(this.#now)
    if (session === undefined || session.expiresAt <= seconds) return undefined
    if (Math.max(session.idleUntil, this.#uses.get(hash) ?? 0) <= seconds) return undefined
    const principal = await this.#keys.principalOf(session.keyId)
    if (principal === undefined) return undefined
    this.#used(hash, seconds + IDLE_SECONDS)
    return { ...principal, session: { expiresAt: session.expiresAt, idleSeconds: IDLE_SECONDS } }
  }

  /** Ends the session of this id, if there is one. */
  async end(id: string, reason: string): Promise<void> {
    if (!isSecret(id)) return
    const hash = hashOf(id)
    const session = await this.#find(hash)
    if (session === undefined) return
    await this.#store.end(hash, this.#entryOf(session, 'session.ended', reason))
    this.#cache.delete(hash)
    this.#uses.delete(hash)
  }

  /** Writes until when sessions may be idle. To be called every minute. @throws what the database does */
  async writeUses(): Promise<void> {
    if (this.#uses.size === 0) return
    const uses = [...this.#uses]
    await this.#store.used(uses.map(([hash, idleUntil]) => ({ hash, idleUntil })))
    for (const [hash, idleUntil] of uses) {
      if (this.#uses.get(hash) === idleUntil) this.#uses.delete(hash)
      // What is known of it is older than what was written.
      this.#cache.delete(hash)
    }
  }

  async #begin(principal: Principal, by: string, code?: string): Promise<Begun | Refusal> {
    const { keyId, teamId, scopes } = principal
    if (!READERS.some((scope: Scope) => scopes.includes(scope))) return 'cannot look'
    const id = newSecret()
    const at = epochSeconds(this.#now)
    const times = { createdAt: at, expiresAt: at + SESSION_SECONDS, idleUntil: at + IDLE_SECONDS }
    const session: StoredSession = { hash: hashOf(id), teamId, keyId, ...times }
    const entry = this.#entryOf(session, 'session.created', '', { by })
    const entryOfEnded = (ended: StoredSession) =>
      this.#entryOf(ended, 'session.ended', 'another one took its place: there were too many')
    if (!(await this.#store.begin({ session, bounds: BOUNDS, entry, entryOfEnded, code }))) return 'unknown'
    return { id, principal: { ...principal, session: { expiresAt: times.expiresAt, idleSeconds: IDLE_SECONDS } } }
  }

  async #find(hash: string): Promise<StoredSession | undefined> {
    const cached = this.#cache.get(hash)
    if (cached !== undefined && cached.until > this.#elapsed()) return cached.session
    const session = await this.#store.find(hash)
    if (this.#cache.size >= MAX_CACHED) this.#cache.clear()
    this.#cache.set(hash, { session, until: this.#elapsed() + CACHE_MILLIS })
    return session
  }

  #used(hash: string, idleUntil: number): void {
    if (this.#uses.size >= MAX_USES && !this.#uses.has(hash)) return
    this.#uses.set(hash, Math.max(idleUntil, this.#uses.get(hash) ?? 0))
  }

  /** What the audit says of a session: a part of its hash, by which beginning and end are told to be of one. */
  #entryOf(
    { hash, teamId, keyId }: StoredSession,
    action: string,
    reason: string,
    detail: AuditEntry['detail'] = {},
  ): AuditEntry {
    const at = epochSeconds(this.#now)
    return {
      teamId,
      at,
      actor: keyId,
      action,
      service: '',
      reason,
      detail: { session: hash.slice(0, 16), ...detail },
    }
  }
}
