import { type Elapsed, type EpochSeconds, epochSeconds, type Now } from '../internal/clock.js'
import type { Scope } from '../scope.js'
import type { AuditEntry } from '../store/contracts/audit.js'
import type { KeyStore, StoredKey } from '../store/store.js'
import { formatApiKey, hashOf, isKeyId, matches, newApiKey, parseApiKey } from './api-key.js'
import { KeyUses } from './key-use.js'
import type { Principal } from './principal.js'
import type { TokenVerifier } from './token-verifier.js'

export type { Principal } from './principal.js'

/** A revoked key is refused by other replicas within this time, by this one at once. */
const CACHE_MILLIS = 5_000
const MAX_CACHED = 10_000

/** Makes, knows and revokes API keys. */
export class KeyRing {
  readonly #store: KeyStore
  readonly #now: Now
  readonly #elapsed: Elapsed
  readonly #tokens: TokenVerifier | undefined
  readonly #uses = new KeyUses()
  readonly #cache = new Map<string, { readonly key: StoredKey | undefined; readonly until: number }>()

  /**
   * @param elapsed for how long a key is known: a wall clock can be set back
   * @param tokens for what is no key
   */
  constructor(store: KeyStore, now: Now, elapsed: Elapsed, tokens?: TokenVerifier) {
    this.#tokens = tokens
    this.#store = store
    this.#now = now
    this.#elapsed = elapsed
  }

  /**
   * Returns the principal of a key, or of a token where those are taken; `undefined` if it is neither, unknown, revoked or
   * expired.
   *
   * @param forReport whether it comes with a report: one that is refused is counted with the key
   */
  async identify(text: string, forReport = false): Promise<Principal | undefined> {
    const parsed = parseApiKey(text)
    if (parsed === undefined) return this.#tokens?.identify(text)
    const key = await this.#find(parsed.id)
    if (key === undefined || !matches(parsed.secret, key.hash)) return undefined
    const principal = this.#principalOf(key)
    if (principal === undefined && forReport) this.#uses.refusedReport(key.id)
    return principal
  }

  /** Returns the principal of a key by its id alone: for who has shown it before. `undefined` as of `identify`. */
  async principalOf(id: string): Promise<Principal | undefined> {
    const key = await this.#find(id)
    return key && this.#principalOf(key)
  }

  #principalOf(key: StoredKey): Principal | undefined {
    const seconds = epochSeconds(this.#now)
    if (key.revokedAt !== undefined || (key.expiresAt !== undefined && key.expiresAt <= seconds)) return undefined
    this.#uses.used(key.id, seconds)
    return { keyId: key.id, teamId: key.teamId, scopes: key.scopes, keyName: key.name }
  }

  /** A report was refused that came with a key that is right. */
  refusedReport({ keyId }: Principal): void {
    if (isKeyId(keyId)) this.#uses.refusedReport(keyId)
  }

  /** Writes when keys were used. To be called every minute. @throws what the database does */
  writeUses(): Promise<void> {
    return this.#uses.write(this.#store)
  }

  /**
   * Makes a key and returns its text, which is shown once and not kept.
   *
   * @param by id of the key that asks for it, or the part of the server that does
   * @param expiresAt from when on it is refused; `undefined`: never
   */
  async create(
    teamId: number,
    name: string,
    scopes: readonly Scope[],
    by: string,
    expiresAt?: EpochSeconds,
  ): Promise<{ key: StoredKey; text: string }> {
    const made = newApiKey()
    const createdAt = epochSeconds(this.#now)
    const key: StoredKey = {
      id: made.id,
      teamId,
      name,
      hash: hashOf(made.secret),
      scopes,
      createdAt,
      revokedAt: undefined,
      expiresAt,
      lastUsedAt: undefined,
      refusedReports: 0,
    }
    await this.#store.add(
      key,
      entryOf(teamId, createdAt, by, 'key.created', {
        id: key.id,
        name,
        scopes,
        ...(expiresAt !== undefined && { expires_at: expiresAt }),
      }),
    )
    this.#cache.delete(made.id)
    return { key, text: formatApiKey(made) }
  }

  /** Returns whether the team has such a key. */
  async revoke(teamId: number, id: string, by: string): Promise<boolean> {
    const at = epochSeconds(this.#now)
    const found = await this.#store.revoke(teamId, id, at, entryOf(teamId, at, by, 'key.revoked', { id }))
    if (found) this.#cache.delete(id)
    return found
  }

  async #find(id: string): Promise<StoredKey | undefined> {
    const cached = this.#cache.get(id)
    if (cached !== undefined && cached.until > this.#elapsed()) return cached.key
    const key = await this.#store.find(id)
    if (this.#cache.size >= MAX_CACHED) this.#cache.clear()
    this.#cache.set(id, { key, until: this.#elapsed() + CACHE_MILLIS })
    return key
  }
}

/** Returns what the audit says of a key: never its secret, nor the hash. */
function entryOf(teamId: number, at: number, actor: string, action: string, detail: AuditEntry['detail']): AuditEntry {
  return { teamId, at, actor, action, service: '', reason: '', detail }
}
