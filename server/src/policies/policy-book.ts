import { createHash } from 'node:crypto'
import { type Policy, parsePolicy } from 'lipservice/protocol'
import type { Now } from '../internal/clock.js'
import type { PolicyStore, StoredPolicy } from '../store/store.js'

/** A policy as it is served. */
export interface ServedPolicy {
  readonly version: number
  readonly body: string
  readonly etag: string
}

export type PutAnswer =
  | { readonly kind: 'put'; readonly policy: ServedPolicy }
  | { readonly kind: 'refused'; readonly problem: string }
  /** Another policy is in force than the one that was to be replaced. */
  | { readonly kind: 'conflict' }

/** Another replica's policy is served within this time. */
const CACHE_MILLIS = 1_000
const MAX_CACHED = 10_000
const MAX_DOCUMENT_BYTES = 256 * 1024

/** Policies by service: the newest is served, all are kept. */
export class PolicyBook {
  readonly #store: PolicyStore
  readonly #now: Now
  readonly #cache = new Map<string, { policy: Promise<ServedPolicy | undefined>; until: number }>()

  constructor(store: PolicyStore, now: Now) {
    this.#store = store
    this.#now = now
  }

  current(teamId: number, service: string): Promise<ServedPolicy | undefined> {
    const key = `${teamId} ${service}`
    const cached = this.#cache.get(key)
    if (cached !== undefined && cached.until > this.#now()) return cached.policy
    const policy = this.#store.latest(teamId, service).then((stored) => stored && served(stored))
    policy.catch(() => this.#cache.delete(key))
    if (this.#cache.size >= MAX_CACHED) this.#cache.clear()
    this.#cache.set(key, { policy, until: this.#now() + CACHE_MILLIS })
    return policy
  }

  /**
   * Puts a policy in force, as the next version. The server gives version, service and time of issue; everything else has to pass the SDK's own
   * parser, which is what every client will do with it.
   *
   * @param ifMatch ETag of the policy that is to be replaced
   */
  async put(teamId: number, service: string, input: object, by: string, ifMatch?: string): Promise<PutAnswer> {
    const latest = await this.#store.latest(teamId, service)
    if (ifMatch !== undefined && (latest === undefined || served(latest).etag !== ifMatch)) return { kind: 'conflict' }
    const policy: Record<string, unknown> = {
      generated_by: 'operator',
      ...input,
      version: (latest?.version ?? 0) + 1,
      service,
      issued_at: new Date(this.#now()).toISOString(),
    }
    const parsed = parsePolicy(policy)
    if (!parsed.ok) return { kind: 'refused', problem: parsed.problem }
    return this.#append(teamId, service, parsed.value, by, undefined)
  }

  /** Puts an earlier version in force again, as a new one. `undefined`: there is no such version. */
  async restore(teamId: number, service: string, version: number, by: string): Promise<PutAnswer | undefined> {
    const earlier = await this.#store.find(teamId, service, version)
    const latest = await this.#store.latest(teamId, service)
    if (earlier === undefined || latest === undefined) return undefined
    const policy = { ...JSON.parse(earlier.document), version: latest.version + 1, issued_at: this.#issuedAt() }
    return this.#append(teamId, service, policy, by, version)
  }

  history(teamId: number, service: string, limit: number): Promise<StoredPolicy[]> {
    return this.#store.history(teamId, service, limit)
  }

  #issuedAt(): string {
    return new Date(this.#now()).toISOString()
  }

  async #append(
    teamId: number,
    service: string,
    policy: Policy,
    createdBy: string,
    restoredFrom: number | undefined,
  ): Promise<PutAnswer> {
    const document = JSON.stringify(policy)
    if (Buffer.byteLength(document) > MAX_DOCUMENT_BYTES) {
      return { kind: 'refused', problem: `a policy must have at most ${MAX_DOCUMENT_BYTES} bytes` }
    }
    const createdAt = Math.floor(this.#now() / 1000)
    const stored: StoredPolicy = { version: policy.version, document, createdAt, createdBy, restoredFrom }
    if (!(await this.#store.append(teamId, service, stored))) return { kind: 'conflict' }
    this.#cache.delete(`${teamId} ${service}`)
    return { kind: 'put', policy: served(stored) }
  }
}

function served({ version, document }: StoredPolicy): ServedPolicy {
  const digest = createHash('sha256').update(document).digest('base64url').slice(0, 12)
  return { version, body: document, etag: `"${version}-${digest}"` }
}
