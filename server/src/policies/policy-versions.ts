import type { Policy } from 'lipservice/protocol'
import { type Elapsed, epochSeconds, type Now } from '../internal/clock.js'
import { isOnTheWay, type PolicyHistoryQuery, type PolicySummary, type StageMove } from '../store/contracts/policies.js'
import type { StoredToggle } from '../store/contracts/posthog-toggle.js'
import type { Store, StoredPolicy } from '../store/store.js'
import { placeOf } from './canary.js'
import { type Current, CurrentPolicies, currentOf } from './current-policies.js'
import { newVersion, renewed, type VersionInput } from './new-version.js'
import { addedEntry, movedEntry } from './policy-entries.js'
import { RecentToggles } from './recent-toggles.js'
import { type ServedPolicy, servedPolicy } from './served-policy.js'
import { switchedPolicy } from './switched-policy.js'

export type PutResult =
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

/** How a version that is put in force again came about. */
export type RestoreInput = Pick<AddInput, 'kind' | 'by' | 'reason' | 'instead'>

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
) => Promise<PutResult | undefined>

const CONFLICT: PutResult = { kind: 'conflict' }
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
export interface PolicyVersions {
  current(teamId: number, service: string): Promise<Current>
  /** Returns what the feature flag of a team says; `undefined`: it never had one. */
  toggle(teamId: number): Promise<StoredToggle | undefined>
  /** Returns the policy of one instance, as the flag of its team has it; `undefined`: there is none, it adapts by itself. */
  servedTo(teamId: number, service: string, instanceId: string | undefined): Promise<ServedPolicy | undefined>
  /** Returns the version that an instance is served, and the newest there is; `undefined`: there is no policy. */
  versionsFor(teamId: number, service: string, instanceId: string): Promise<InstanceVersions | undefined>
  /** Adds the next version. One that is put in force ends all versions that are on their way. */
  add(teamId: number, service: string, document: object, input: AddInput): Promise<PutResult>
  /** Puts an earlier version in force again, as a new one. Returns `undefined` if there is no such version. */
  restore(teamId: number, service: string, version: number, how: RestoreInput): Promise<PutResult | undefined>
  /** Returns whether the version was at the stage that the change starts from. */
  changeStage(teamId: number, service: string, by: string, change: Change): Promise<boolean>
  /** Returns versions of any stage without their documents, newest first. */
  history(teamId: number, service: string, query: PolicyHistoryQuery): Promise<PolicySummary[]>
  find(teamId: number, service: string, version: number): Promise<StoredPolicy | undefined>
}

export function createPolicyVersions(
  { policies, patterns, posthog }: Pick<Store, 'policies' | 'patterns' | 'posthog'>,
  now: Now,
  elapsed: Elapsed = now,
): PolicyVersions {
  const current = new CurrentPolicies(policies, elapsed)
  const toggles = new RecentToggles(posthog, elapsed)

  /** Returns `undefined` if somebody else was faster. */
  async function tryAdd(teamId: number, service: string, document: object, input: AddInput) {
    const recent = await policies.summaries(teamId, service, { limit: MAX_RECENT_VERSIONS })
    const version = (recent[0]?.version ?? 0) + 1
    if (input.ifMatch !== undefined) {
      const { active } = currentOf(await policies.current(teamId, service))
      if (active === undefined || servedPolicy(active).etag !== input.ifMatch) return CONFLICT
    }
    const made = newVersion(document, version, service, input, now(), await patterns.checks(teamId, service))
    if (!made.ok) return { kind: 'refused', problem: made.problem } as const
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
    return isAdded ? ({ kind: 'put', policy } as const) : undefined
  }

  async function add(teamId: number, service: string, document: object, input: AddInput): Promise<PutResult> {
    let result: PutResult | undefined
    for (let attempt = 0; result === undefined && attempt < MAX_ADD_ATTEMPTS; attempt++)
      result = await tryAdd(teamId, service, document, input)
    current.forget(teamId, service)
    return result ?? CONFLICT
  }

  return {
    current: (teamId, service) => current.of(teamId, service),
    toggle: (teamId) => toggles.of(teamId),
    async servedTo(teamId, service, instanceId) {
      const [known, toggle] = await Promise.all([current.lately(teamId, service), toggles.lately(teamId)])
      const policy = policyFor(known, instanceId)
      return toggle === undefined ? policy && servedPolicy(policy) : switchedPolicy(policy, service, toggle, now())
    },
    async versionsFor(teamId, service, instanceId) {
      const known = await current.lately(teamId, service)
      const policy = policyFor(known, instanceId)
      return policy && { served: policy.version, newest: known.newest }
    },
    add,
    async restore(teamId, service, version, how) {
      const earlier = await policies.find(teamId, service, version)
      if (earlier === undefined) return undefined
      const document = renewed(JSON.parse(earlier.document) as Policy, now())
      return add(teamId, service, document, { ...how, stage: 'active', restoredFrom: version })
    },
    async changeStage(teamId, service, by, change) {
      const move = { ...change, at: epochSeconds(now) }
      const changed = await policies.changeStage(teamId, service, move, movedEntry(teamId, service, move, by))
      current.forget(teamId, service)
      return changed
    },
    history: (teamId, service, query) => policies.summaries(teamId, service, query),
    find: (teamId, service, version) => policies.find(teamId, service, version),
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
function superseded(recent: readonly PolicySummary[], by: StoredPolicy, except: number | undefined): StageMove[] {
  return recent
    .filter((policy) => isOnTheWay(policy) && policy.version !== except)
    .map(({ version, stage }) => {
      const reason = `version ${by.version} was put in force`
      return { version, from: stage, to: 'rejected', at: by.createdAt, reason }
    })
}
