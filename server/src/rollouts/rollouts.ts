import type { Policy } from 'lipservice/protocol'
import { readLiving } from '../budgets/read-living.js'
import { epochSeconds, type Now } from '../internal/clock.js'
import { canaryShareOf } from '../policies/canary.js'
import { type Forecast, forecastOf } from '../policies/forecast.js'
import type { VersionInput } from '../policies/new-version.js'
import type { PolicyVersions, PutResult } from '../policies/policy-versions.js'
import type { ReplayFigures } from '../policies/rollout-desk.js'
import { ownMode, switchedMode } from '../policies/switched-policy.js'
import type { OnTheWay, PolicyKind, PolicyStage } from '../store/contracts/policies.js'
import type { ServiceRow, Store, StoredPolicy } from '../store/store.js'
import { judgeActive } from './judge-active.js'
import { judgeCanary } from './judge-canary.js'
import { judgeShadow } from './judge-shadow.js'
import { promotionProblem } from './promotion.js'
import { type ReplayRequest, replayHistory } from './replay-history.js'
import { completeAt, type RolloutTimes } from './rollout-times.js'

export interface SubmitInput extends ReplayRequest, Pick<VersionInput, 'kind' | 'by' | 'reason'> {
  readonly forecast: Forecast
}

const ACTOR = 'rollouts'
/** A canary that logs too little is tried for so many times as long. */
const MAX_CANARY_TIMES = 3
/** What went through the stages. What people put in force themselves is not taken back. */
const WATCHED_KINDS: ReadonlySet<PolicyKind> = new Set(['plan', 'adjustment', 'operator'])
const MINUTES_PER_DAY = 1_440
const MAX_VERSIONS_READ = 1_000

/** Takes policies from draft to active, and back. One version of a service at a time. */
export interface Rollouts {
  /**
   * Replays a document over the past week and starts its rollout, unless the replay shows that it must not be in force.
   */
  submit(input: SubmitInput): Promise<PutResult>
  /** Puts the version on its way in force by a person's word: see `RolloutDesk`. */
  promote(service: ServiceRow, version: number, by: string, reason: string): Promise<PutResult | undefined>
  /** Takes the version on its way one stage further if it is due, or watches the one in force while it is new. */
  step(service: ServiceRow): Promise<void>
}

export function createRollouts(store: Store, versions: PolicyVersions, times: RolloutTimes, now: Now): Rollouts {
  function advance(service: ServiceRow, candidate: StoredPolicy & OnTheWay): Promise<void> {
    switch (candidate.stage) {
      case 'draft':
        return endDraft(service, candidate)
      case 'shadow':
        return endShadow(service, candidate)
      case 'canary':
        return endCanary(service, candidate)
    }
  }

  async function endDraft(service: ServiceRow, policy: StoredPolicy): Promise<void> {
    const { replay } = forecastOf(policy)
    if (replay?.problem === undefined)
      await move(service, policy, 'shadow', `replayed over ${replay?.hours ?? 0} hours of history`)
    else await move(service, policy, 'rejected', replay.problem)
  }

  async function endShadow(service: ServiceRow, policy: StoredPolicy): Promise<void> {
    const seconds = epochSeconds(now)
    if (seconds < policy.stageAt + times.shadowSeconds) return
    const { lasting } = await readLiving(store.services, service.id, times.life, seconds)
    const instances = lasting.map(({ instanceId }) => instanceId)
    const why = await judgeShadow(store, service, policy, instances.length, completeAt(seconds, times))
    if (why !== undefined) return move(service, policy, 'rejected', why)
    const share = canaryShareOf(instances, policy.version)
    const expected = 'what came in meanwhile was as expected'
    if (times.canarySeconds === 0) return move(service, policy, 'active', expected)
    if (share !== undefined) return move(service, policy, 'canary', expected, share)
    await move(service, policy, 'active', `${expected}; there is no other instance to compare with`)
  }

  async function endCanary(service: ServiceRow, policy: StoredPolicy): Promise<void> {
    const seconds = epochSeconds(now)
    const verdict = await judgeCanary(store, service, policy, times, seconds)
    if (verdict.kind === 'bad') return undo(service, policy, 'rejected', verdict.why)
    const wanted = times.canarySeconds * (verdict.kind === 'good' ? 1 : MAX_CANARY_TIMES)
    if (seconds >= policy.stageAt + wanted) await move(service, policy, 'active', verdict.why)
  }

  /** An adjustment may have replaced the plan by now: what is taken back is the plan, with all that follows from it. */
  async function watch(service: ServiceRow, active: StoredPolicy): Promise<void> {
    const { plan_version: version = active.version, plan_at: since = active.stageAt } = forecastOf(active)
    const why = await judgeActive(store, service, active, since, times, epochSeconds(now))
    if (why === undefined) return
    const plan = version === active.version ? active : await versions.find(service.teamId, service.name, version)
    if (plan !== undefined) await undo(service, plan, 'reverted', why)
  }

  /**
   * Puts in force again what was before, as a new version: SDKs take none that is older than theirs. Both happen in one
   * transaction.
   */
  async function undo(
    { teamId, name }: ServiceRow,
    { version, stage }: StoredPolicy,
    to: 'rejected' | 'reverted',
    why: string,
  ): Promise<void> {
    const history = await versions.history(teamId, name, { limit: MAX_VERSIONS_READ, before: version })
    const before = history.find((other) => other.stage === 'active')
    const how = { kind: 'revert', by: ACTOR, reason: why, instead: { version, from: stage, to, reason: why } } as const
    if (before !== undefined) {
      await versions.restore(teamId, name, before.version, how)
      return
    }
    const reasoning = `There was no policy before this one; every SDK adapts by itself. Version ${version} was taken back: ${why}.`
    await versions.add(teamId, name, { generated_by: 'allocator', reasoning }, { ...how, stage: 'active' })
  }

  async function move(
    { teamId, name }: ServiceRow,
    { version, stage }: StoredPolicy,
    to: PolicyStage,
    reason: string,
    canaryShare?: number,
  ): Promise<void> {
    const change = { version, from: stage, to, reason, ...(canaryShare !== undefined && { canaryShare }) }
    await versions.changeStage(teamId, name, ACTOR, change)
  }

  return {
    async submit(input) {
      const { service, document, kind, by, reason } = input
      const replayed = await replayHistory(store, input, epochSeconds(now))
      const forecast = { ...forecastFrom(replayed), ...input.forecast, replay: replayed }
      const { teamId, name } = service
      const answer = await versions.add(teamId, name, document, { kind, stage: 'draft', by, reason, forecast })
      if (answer.kind !== 'put') return answer
      await endDraft(service, answer.policy)
      const moved = await versions.find(teamId, name, answer.policy.version)
      return { kind: 'put', policy: moved ?? answer.policy }
    },
    async promote({ teamId, name }, version, by, reason) {
      const { candidate } = await versions.current(teamId, name)
      if (candidate?.version !== version) return undefined
      const own = await store.overrides.list(teamId, name, epochSeconds(now))
      const problem = promotionProblem(JSON.parse(candidate.document) as Policy, own)
      if (problem !== undefined) return { kind: 'refused', problem }
      const change = { version, from: candidate.stage, to: 'active', reason } as const
      if (!(await versions.changeStage(teamId, name, by, change))) return { kind: 'conflict' }
      const policy = await versions.find(teamId, name, version)
      return policy === undefined ? undefined : { kind: 'put', policy }
    },
    async step(service) {
      const [{ active, candidate }, toggle] = await Promise.all([
        versions.current(service.teamId, service.name),
        versions.toggle(service.teamId),
      ])
      // While a flag has all kept, nothing that is kept says anything of a policy; nor does what was kept until then.
      if (toggle !== undefined && switchedMode(service.name, ownMode(active), toggle) !== undefined) return
      const begun = <P extends StoredPolicy>(policy: P): P => ({
        ...policy,
        stageAt: Math.max(policy.stageAt, toggle?.since ?? 0),
      })
      if (candidate !== undefined) await advance(service, begun(candidate))
      else if (active !== undefined && WATCHED_KINDS.has(active.kind) && active.forecast !== undefined)
        await watch(service, begun(active))
    },
  }
}

/** Where nobody planned a volume, the past says what is to be expected. */
function forecastFrom({ hours, bytesPerDay, keptBytesPerDay }: ReplayFigures): Forecast {
  if (hours === 0) return {}
  return { unit: 'bytes', demand: bytesPerDay / MINUTES_PER_DAY, expected: keptBytesPerDay / MINUTES_PER_DAY }
}
