import type { Policy } from 'lipservice/protocol'
import { epochSeconds, type Now } from '../internal/clock.js'
import { isOnTheWay, type StageMove } from '../store/contracts/policies.js'
import type { Store, StoredPolicy } from '../store/store.js'
import { placeOf } from './canary.js'
import { type Current, CurrentPolicies, currentOf } from './current-policies.js'
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

/**
 * Sends a person's document through the stages of a plan. Returns `undefined` if the team has no such service.
 *
 * @param by id of the person's API key
 */
export type SubmitDraft = (
  teamId: number,
  service: string,
  document: object,
  by: string,
  reason: string,
) => Promise<PutAnswer | undefined>

/** Somebody else may add a version at the same time. */
const MAX_ADD_ATTEMPTS = 5
/** Versions that may still be on their way are among so many of the newest. */
const MAX_RECENT_VERSIONS = 10

/** Of what one instance is served. */
export interface InstanceVersions {
  readonly served: number
  readonly newest: number
}

/** The versions of policies by service. Each change of one is in the audit. */
export class PolicyVersions {
  readonly #store: Pick<Store, 'policies'>
  readonly #now: Now
  readonly #current: CurrentPolicies

  constructor(store: Pick<Store, 'policies'>, now: Now) {
    this.#store = store
    this.#now = now
    this.#current = new CurrentPolicies(store.policies, now)
  }

  current(teamId: number, service: string): Promise<Current> {
    return this.#current.of(teamId, service)
  }

  /** Returns the policy of one instance; `undefined`: there is none, it adapts by itself. */
  async servedTo(teamId: number, service: string, instanceId: string | undefined): Promise<ServedPolicy | undefined> {
    const policy = policyFor(await this.#current.lately(teamId, service), instanceId)
    return policy && servedPolicy(policy)
  }

  /** Returns the version that an instance is served, and the newest there is; `undefined`: there is no policy. */
  async versionsFor(teamId: number, service: string, instanceId: string): Promise<InstanceVersions | undefined> {
    const current = await this.#current.lately(teamId, service)
    const policy = policyFor(current, instanceId)
    return policy && { served: policy.version, newest: current.newest }
  }

  /** Adds the next version. What was on its way below one that is put in force will not get there. */
  async add(teamId: number, service: string, document: object, input: AddInput): Promise<PutAnswer> {
    let answer: PutAnswer | undefined
    for (let attempt = 0; answer === undefined && attempt < MAX_ADD_ATTEMPTS; attempt++)
      answer = await this.#tryAdd(teamId, service, document, input)
    this.#current.forget(teamId, service)
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

  /** Returns whether the version was at the stage that the change starts from. */
  async changeStage(teamId: number, service: string, by: string, change: Change): Promise<boolean> {
    const move = { ...change, at: epochSeconds(this.#now) }
    const entry = movedEntry(teamId, service, move, by)
    const changed = await this.#store.policies.changeStage(teamId, service, move, entry)
    this.#current.forget(teamId, service)
    return changed
  }

  history(teamId: number, service: string, limit: number): Promise<StoredPolicy[]> {
    return this.#store.policies.history(teamId, service, limit)
  }

  find(teamId: number, service: string, version: number): Promise<StoredPolicy | undefined> {
    return this.#store.policies.find(teamId, service, version)
  }

  /** Returns `undefined` if somebody else was faster. */
  async #tryAdd(teamId: number, service: string, document: object, input: AddInput): Promise<PutAnswer | undefined> {
    const { policies } = this.#store
    const recent = await policies.history(teamId, service, MAX_RECENT_VERSIONS)
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
}

function policyFor({ active, candidate }: Current, instanceId: string | undefined): StoredPolicy | undefined {
  const tries =
    candidate?.stage === 'canary' &&
    instanceId !== undefined &&
    placeOf(instanceId, candidate.version) <= candidate.canaryShare
  return tries ? candidate : active
}

/**
 * Returns the moves of versions on their way that a version in force ends.
 *
 * @param except a version that moves elsewhere
 */
function superseded(recent: readonly StoredPolicy[], by: StoredPolicy, except: number | undefined): StageMove[] {
  return recent
    .filter((policy) => isOnTheWay(policy) && policy.version !== except)
    .map(({ version, stage }) => {
      const reason = `version ${by.version} was put in force`
      return { version, from: stage, to: 'rejected', at: by.createdAt, reason }
    })
}
