import { type Policy, parsePolicy } from 'lipservice/protocol'
import type { Now } from '../internal/clock.js'
import type { PolicyKind, PolicyStage, StageChange } from '../store/contracts/policies.js'
import type { Store, StoredPolicy } from '../store/store.js'
import { placeOf } from './canary.js'
import { type ServedPolicy, servedPolicy } from './served-policy.js'

export type PutAnswer =
  | { readonly kind: 'put'; readonly policy: StoredPolicy }
  | { readonly kind: 'refused'; readonly problem: string }
  /** Another policy is in force than the one that was to be replaced. */
  | { readonly kind: 'conflict' }

/** What a new version is, besides its document. */
export interface VersionInput {
  readonly kind: PolicyKind
  readonly stage: PolicyStage
  readonly by: string
  readonly reason: string
  readonly forecast?: object | undefined
  readonly restoredFrom?: number | undefined
  /** ETag of the policy that is to be replaced. */
  readonly ifMatch?: string | undefined
}

/** What is in force, and what is on its way to be. */
export interface Current {
  readonly active: StoredPolicy | undefined
  readonly candidate: StoredPolicy | undefined
  /** Highest version of either. */
  readonly newest: number
}

/** Another replica's policy is served within this time. */
const CACHE_MILLIS = 1_000
const MAX_CACHED = 10_000
const MAX_DOCUMENT_BYTES = 256 * 1024
export const ON_THE_WAY: readonly PolicyStage[] = ['draft', 'shadow', 'canary']

/** Policies by service: all versions are kept, and each change of one is written to the audit. */
export class PolicyBook {
  readonly #store: Pick<Store, 'policies' | 'audit'>
  readonly #now: Now
  readonly #cache = new Map<string, { current: Promise<Current>; until: number }>()

  constructor(store: Pick<Store, 'policies' | 'audit'>, now: Now) {
    this.#store = store
    this.#now = now
  }

  current(teamId: number, service: string): Promise<Current> {
    const key = `${teamId} ${service}`
    const cached = this.#cache.get(key)
    if (cached !== undefined && cached.until > this.#now()) return cached.current
    const current = this.#store.policies.current(teamId, service).then(currentOf)
    current.catch(() => this.#cache.delete(key))
    if (this.#cache.size >= MAX_CACHED) this.#cache.clear()
    this.#cache.set(key, { current, until: this.#now() + CACHE_MILLIS })
    return current
  }

  /** What one instance is to go by; `undefined`: by itself. */
  async servedTo(teamId: number, service: string, instanceId: string | undefined): Promise<ServedPolicy | undefined> {
    const { active, candidate } = await this.current(teamId, service)
    const tries =
      candidate?.stage === 'canary' &&
      instanceId !== undefined &&
      placeOf(instanceId, candidate.version) <= candidate.canaryShare
    const policy = tries ? candidate : active
    return policy && servedPolicy(policy)
  }

  /**
   * Adds the next version. The server gives version, service and time of issue; everything else has to pass the SDK's own parser, which is
   * what every client will do with it.
   */
  async add(teamId: number, service: string, input: object, version: VersionInput): Promise<PutAnswer> {
    const { policies } = this.#store
    const { ifMatch, stage } = version
    const latest = await policies.latest(teamId, service)
    if (ifMatch !== undefined) {
      const { active } = currentOf(await policies.current(teamId, service))
      if (active === undefined || servedPolicy(active).etag !== ifMatch) return { kind: 'conflict' }
    }
    const parsed = parsePolicy({
      generated_by: 'operator',
      ...input,
      version: (latest?.version ?? 0) + 1,
      service,
      issued_at: new Date(this.#now()).toISOString(),
    })
    if (!parsed.ok) return { kind: 'refused', problem: parsed.problem }
    const stored = this.#storedOf(parsed.value, version)
    if (stored === undefined)
      return { kind: 'refused', problem: `a policy must have at most ${MAX_DOCUMENT_BYTES} bytes` }
    if (!(await policies.append(teamId, service, stored))) return { kind: 'conflict' }
    await this.#audit(teamId, service, `policy.${stage}`, version.by, version.reason, {
      version: stored.version,
      kind: version.kind,
      before: latest?.version ?? null,
    })
    if (stage === 'active') await this.#supersede(teamId, service, stored.version)
    this.#cache.delete(`${teamId} ${service}`)
    return { kind: 'put', policy: stored }
  }

  /** Puts an earlier version in force again, as a new one. `undefined`: there is no such version. */
  async restore(
    teamId: number,
    service: string,
    version: number,
    how: Pick<VersionInput, 'kind' | 'by' | 'reason'>,
  ): Promise<PutAnswer | undefined> {
    const earlier = await this.#store.policies.find(teamId, service, version)
    if (earlier === undefined) return undefined
    const document = this.#renewed(JSON.parse(earlier.document) as Policy)
    return this.add(teamId, service, document, { ...how, stage: 'active', restoredFrom: version })
  }

  /** Whether the version was where the caller thought it was. */
  async changeStage(
    teamId: number,
    service: string,
    version: number,
    by: string,
    change: Omit<StageChange, 'at'>,
  ): Promise<boolean> {
    const changed = await this.#store.policies.changeStage(teamId, service, version, { ...change, at: this.#seconds() })
    if (changed) {
      const { from, to, reason } = change
      await this.#audit(teamId, service, `policy.${to}`, by, reason, { version, from })
    }
    this.#cache.delete(`${teamId} ${service}`)
    return changed
  }

  history(teamId: number, service: string, limit: number): Promise<StoredPolicy[]> {
    return this.#store.policies.history(teamId, service, limit)
  }

  find(teamId: number, service: string, version: number): Promise<StoredPolicy | undefined> {
    return this.#store.policies.find(teamId, service, version)
  }

  /** It lives as long again as it did, and brings no incident back. */
  #renewed({ incident_until: _, ...document }: Policy): object {
    const { issued_at: issuedAt, expires_at: expiresAt } = document
    if (issuedAt === undefined || expiresAt === undefined) return document
    const lifetime = Date.parse(expiresAt) - Date.parse(issuedAt)
    return { ...document, expires_at: new Date(this.#now() + lifetime).toISOString() }
  }

  /** What was on its way below a version that is in force now will not get there. */
  async #supersede(teamId: number, service: string, version: number): Promise<void> {
    const all = await this.#store.policies.history(teamId, service, 10)
    for (const { stage, version: other } of all) {
      if (other >= version || !ON_THE_WAY.includes(stage)) continue
      const reason = `version ${version} was put in force`
      await this.changeStage(teamId, service, other, 'policies', { from: stage, to: 'rejected', reason })
    }
  }

  #storedOf(policy: Policy, input: VersionInput): StoredPolicy | undefined {
    const document = JSON.stringify(policy)
    if (Buffer.byteLength(document) > MAX_DOCUMENT_BYTES) return undefined
    const now = this.#seconds()
    return {
      version: policy.version,
      document,
      kind: input.kind,
      stage: input.stage,
      stageAt: now,
      stageReason: input.reason,
      canaryShare: 0,
      forecast: input.forecast && JSON.stringify(input.forecast),
      createdAt: now,
      createdBy: input.by,
      restoredFrom: input.restoredFrom,
    }
  }

  #audit(teamId: number, service: string, action: string, actor: string, reason: string, detail: object) {
    return this.#store.audit.append({
      teamId,
      at: this.#seconds(),
      actor,
      action,
      service,
      reason,
      detail: { ...detail },
    })
  }

  #seconds(): number {
    return Math.floor(this.#now() / 1000)
  }
}

/** Of the newest active version and all newer ones, newest first. */
function currentOf(policies: readonly StoredPolicy[]): Current {
  const active = policies.find(({ stage }) => stage === 'active')
  const candidate = policies.find(({ stage }) => ON_THE_WAY.includes(stage))
  return { active, candidate, newest: policies[0]?.version ?? 0 }
}
