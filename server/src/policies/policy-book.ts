import type { Policy } from 'lipservice/protocol'
import type { Now } from '../internal/clock.js'
import { isOnTheWay, type OnTheWay, type StageMove } from '../store/contracts/policies.js'
import type { Store, StoredPolicy } from '../store/store.js'
import { placeOf } from './canary.js'
import { newVersion, renewed, type VersionInput } from './new-version.js'
import { addedEntry, movedEntry } from './policy-entries.js'
import { type ServedPolicy, servedPolicy } from './served-policy.js'

export type PutAnswer =
  | { readonly kind: 'put'; readonly policy: StoredPolicy }
  | { readonly kind: 'refused'; readonly problem: string }
  /** Another policy is in force, or on its way, than the one that was to be replaced. */
  | { readonly kind: 'conflict' }

export interface AddInput extends VersionInput {
  /** ETag of the policy that is to be replaced. */
  readonly ifMatch?: string | undefined
  /** A version that leaves its stage with it, or nothing happens. */
  readonly instead?: Change | undefined
}

/** A version goes on to another stage. */
export type Change = Omit<StageMove, 'at'>

/** What is in force, and what is on its way to be. */
export interface Current {
  readonly active: StoredPolicy | undefined
  readonly candidate: (StoredPolicy & OnTheWay) | undefined
  /** Highest version of either. */
  readonly newest: number
}

/** What another replica did is known within this time; */
const CACHE_MILLIS = 1_000
/** for SDKs it is asked for after this, while what was known will do; */
const REFRESH_MILLIS = 3_000
/** but not for longer than this. */
const SERVED_MILLIS = 10_000
const MAX_CACHED = 10_000
/** Somebody else may add a version at the same time. */
const ATTEMPTS = 5
/** Versions that may still be on their way are among so many of the newest. */
const RECENT = 10

interface Cached {
  readonly current: Promise<Current>
  until: number
  /** What was there last, and when. */
  known: { readonly current: Current; readonly at: number } | undefined
}

export interface Versions {
  readonly served: number
  readonly newest: number
}

/** Policies by service: all versions are kept, and each change of one is written to the audit. */
export class PolicyBook {
  readonly #store: Pick<Store, 'policies'>
  readonly #now: Now
  readonly #cache = new Map<string, Cached>()

  constructor(store: Pick<Store, 'policies'>, now: Now) {
    this.#store = store
    this.#now = now
  }

  current(teamId: number, service: string): Promise<Current> {
    const key = `${teamId} ${service}`
    const cached = this.#cache.get(key)
    if (cached !== undefined && cached.until > this.#now()) return cached.current
    const current = this.#store.policies.current(teamId, service).then(currentOf)
    const entry: Cached = { current, known: cached?.known, until: this.#now() + CACHE_MILLIS }
    current.then(
      (known) => {
        entry.known = { current: known, at: this.#now() }
      },
      () => {
        // What is known goes on to be served; the next who asks tries again.
        entry.until = 0
      },
    )
    if (this.#cache.size >= MAX_CACHED) this.#cache.clear()
    this.#cache.set(key, entry)
    return current
  }

  /** What one instance is to go by; `undefined`: by itself. */
  async servedTo(teamId: number, service: string, instanceId: string | undefined): Promise<ServedPolicy | undefined> {
    const policy = policyFor(await this.#lately(teamId, service), instanceId)
    return policy && servedPolicy(policy)
  }

  /** The version that an instance is served, and the newest there is; `undefined`: it goes by itself. */
  async versionsFor(teamId: number, service: string, instanceId: string): Promise<Versions | undefined> {
    const current = await this.#lately(teamId, service)
    const policy = policyFor(current, instanceId)
    return policy && { served: policy.version, newest: current.newest }
  }

  /** Adds the next version. What was on its way below one that is put in force will not get there. */
  async add(teamId: number, service: string, document: object, input: AddInput): Promise<PutAnswer> {
    let answer: PutAnswer | undefined
    for (let attempt = 0; answer === undefined && attempt < ATTEMPTS; attempt++)
      answer = await this.#tryAdd(teamId, service, document, input)
    this.#cache.delete(`${teamId} ${service}`)
    return answer ?? { kind: 'conflict' }
  }

  /** Puts an earlier version in force again, as a new one. `undefined`: there is no such version. */
  async restore(
    teamId: number,
    service: string,
    version: number,
    how: Pick<AddInput, 'kind' | 'by' | 'reason' | 'instead'>,
  ): Promise<PutAnswer | undefined> {
    const earlier = await this.#store.policies.find(teamId, service, version)
    if (earlier === undefined) return undefined
    const document = renewed(JSON.parse(earlier.document) as Policy, this.#now())
    return this.add(teamId, service, document, { ...how, stage: 'active', restoredFrom: version })
  }

  /** Whether the version was where the caller thought it was. */
  async changeStage(teamId: number, service: string, by: string, change: Change): Promise<boolean> {
    const move = { ...change, at: this.#seconds() }
    const entry = movedEntry(teamId, service, move, by)
    const changed = await this.#store.policies.changeStage(teamId, service, move, entry)
    this.#cache.delete(`${teamId} ${service}`)
    return changed
  }

  history(teamId: number, service: string, limit: number): Promise<StoredPolicy[]> {
    return this.#store.policies.history(teamId, service, limit)
  }

  find(teamId: number, service: string, version: number): Promise<StoredPolicy | undefined> {
    return this.#store.policies.find(teamId, service, version)
  }

  /** Never waits for the database while something is known that is not too old: SDKs ask all the time. */
  async #lately(teamId: number, service: string): Promise<Current> {
    const known = this.#cache.get(`${teamId} ${service}`)?.known
    const age = this.#now() - (known?.at ?? Number.NEGATIVE_INFINITY)
    if (known === undefined || age >= SERVED_MILLIS) return this.current(teamId, service)
    if (age >= REFRESH_MILLIS) this.current(teamId, service).catch(() => {})
    return known.current
  }

  /** `undefined`: somebody else was faster. */
  async #tryAdd(teamId: number, service: string, document: object, input: AddInput): Promise<PutAnswer | undefined> {
    const { policies } = this.#store
    const recent = await policies.history(teamId, service, RECENT)
    const version = (recent[0]?.version ?? 0) + 1
    if (input.ifMatch !== undefined) {
      const { active } = currentOf(await policies.current(teamId, service))
      if (active === undefined || servedPolicy(active).etag !== input.ifMatch) return { kind: 'conflict' }
    }
    const made = newVersion(document, version, service, input, this.#now())
    if (!made.ok) return { kind: 'refused', problem: made.problem }
    const { policy } = made
    const moves = [
      ...(input.instead === undefined ? [] : [{ ...input.instead, at: policy.createdAt }]),
      ...(policy.stage === 'active' ? superseded(recent, policy, input.instead?.version) : []),
    ]
    const entries = [
      addedEntry(teamId, service, policy, recent[0]?.version),
      ...moves.map((move) => movedEntry(teamId, service, move, input.by)),
    ]
    const isAdded = await policies.append(teamId, service, policy, { moves, entries })
    return isAdded ? { kind: 'put', policy } : undefined
  }

  #seconds(): number {
    return Math.floor(this.#now() / 1000)
  }
}

function policyFor({ active, candidate }: Current, instanceId: string | undefined): StoredPolicy | undefined {
  const tries =
    candidate?.stage === 'canary' &&
    instanceId !== undefined &&
    placeOf(instanceId, candidate.version) <= candidate.canaryShare
  return tries ? candidate : active
}

/** @param but one that goes elsewhere */
function superseded(recent: readonly StoredPolicy[], by: StoredPolicy, but: number | undefined): StageMove[] {
  return recent
    .filter((policy) => isOnTheWay(policy) && policy.version !== but)
    .map(({ version, stage }) => {
      const reason = `version ${by.version} was put in force`
      return { version, from: stage, to: 'rejected', at: by.createdAt, reason }
    })
}

/** Of the newest active version and all newer ones, newest first. */
function currentOf(policies: readonly StoredPolicy[]): Current {
  const active = policies.find(({ stage }) => stage === 'active')
  const candidate = policies.find(isOnTheWay)
  return { active, candidate, newest: policies[0]?.version ?? 0 }
}
