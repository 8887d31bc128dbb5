import type { Now } from '../internal/clock.js'
import { canaryShareOf } from '../policies/canary.js'
import { type Forecast, forecastOf } from '../policies/forecast.js'
import type { VersionInput } from '../policies/new-version.js'
import type { PolicyBook, PutAnswer } from '../policies/policy-book.js'
import type { OnTheWay, PolicyStage } from '../store/contracts/policies.js'
import type { ServiceRow, Store, StoredPolicy } from '../store/store.js'
import { judgeActive } from './judge-active.js'
import { judgeCanary } from './judge-canary.js'
import { judgeShadow } from './judge-shadow.js'
import type { Replay } from './replay.js'
import { type PastInput, replayPast } from './replay-past.js'
import { completeAt, type RolloutTimes } from './rollout-times.js'

export interface SubmitInput extends PastInput, Pick<VersionInput, 'kind' | 'by' | 'reason'> {
  readonly forecast: Forecast
}

const BY = 'rollouts'
/** A canary that logs too little is tried for so many times as long. */
const PATIENCE = 3
/** What came this way; what people put in force themselves is theirs. */
const WATCHED: ReadonlySet<string> = new Set(['plan', 'adjustment', 'operator'])
const MINUTES_A_DAY = 1_440
const HISTORY = 1_000
const MAX_INSTANCES = 100_000

/** Takes policies from draft to active, and back. One version of a service at a time. */
export class Rollouts {
  readonly #store: Store
  readonly #book: PolicyBook
  readonly #times: RolloutTimes
  readonly #now: Now

  constructor(store: Store, book: PolicyBook, times: RolloutTimes, now: Now) {
    this.#store = store
    this.#book = book
    this.#times = times
    this.#now = now
  }

  /** Replays a document over the past week, and sends it on its way unless that shows that it must not be put in force. */
  async submit(input: SubmitInput): Promise<PutAnswer> {
    const { service, document, kind, by, reason } = input
    const replayed = await replayPast(this.#store, input, this.#seconds())
    const forecast = { ...plannedBy(replayed), ...input.forecast, replay: replayed }
    const { teamId, name } = service
    const answer = await this.#book.add(teamId, name, document, { kind, stage: 'draft', by, reason, forecast })
    if (answer.kind !== 'put') return answer
    await this.#draft(service, answer.policy)
    const moved = await this.#book.find(teamId, name, answer.policy.version)
    return { kind: 'put', policy: moved ?? answer.policy }
  }

  /** Looks after the version on its way, and after the one in force while it is new. */
  async step(service: ServiceRow): Promise<void> {
    const { active, candidate } = await this.#book.current(service.teamId, service.name)
    if (candidate !== undefined) await this.#advance(service, candidate)
    else if (active !== undefined && WATCHED.has(active.kind) && active.forecast !== undefined)
      await this.#watch(service, active)
  }

  #advance(service: ServiceRow, candidate: StoredPolicy & OnTheWay): Promise<void> {
    switch (candidate.stage) {
      case 'draft':
        return this.#draft(service, candidate)
      case 'shadow':
        return this.#shadow(service, candidate)
      case 'canary':
        return this.#canary(service, candidate)
    }
  }

  async #draft(service: ServiceRow, policy: StoredPolicy): Promise<void> {
    const { replay } = forecastOf(policy)
    if (replay?.problem === undefined)
      await this.#move(service, policy, 'shadow', `replayed over ${replay?.hours ?? 0} hours of history`)
    else await this.#move(service, policy, 'rejected', replay.problem)
  }

  async #shadow(service: ServiceRow, policy: StoredPolicy): Promise<void> {
    const now = this.#seconds()
    if (now < policy.stageAt + this.#times.shadow) return
    const instances = await this.#live(service)
    const why = await judgeShadow(this.#store, service, policy, instances.length, completeAt(now, this.#times))
    if (why !== undefined) return this.#move(service, policy, 'rejected', why)
    const share = canaryShareOf(instances, policy.version)
    const expected = 'what came in meanwhile was as expected'
    if (this.#times.canary === 0) return this.#move(service, policy, 'active', expected)
    if (share !== undefined) return this.#move(service, policy, 'canary', expected, share)
    await this.#move(service, policy, 'active', `${expected}; there is no other instance to compare with`)
  }

  async #canary(service: ServiceRow, policy: StoredPolicy): Promise<void> {
    const now = this.#seconds()
    const verdict = await judgeCanary(this.#store, service, policy, this.#times, now)
    if (verdict.kind === 'bad') return this.#undo(service, policy, 'rejected', verdict.why)
    if (now < policy.stageAt + this.#times.canary * (verdict.kind === 'good' ? 1 : PATIENCE)) return
    await this.#move(service, policy, 'active', verdict.why)
  }

  /** An adjustment may lie over the plan by now: what is taken back is the plan, with all that follows from it. */
  async #watch(service: ServiceRow, active: StoredPolicy): Promise<void> {
    const { plan_version: version = active.version, plan_at: since = active.stageAt } = forecastOf(active)
    const why = await judgeActive(this.#store, service, active, since, this.#times, this.#seconds())
    if (why === undefined) return
    const plan = version === active.version ? active : await this.#book.find(service.teamId, service.name, version)
    if (plan !== undefined) await this.#undo(service, plan, 'reverted', why)
  }

  /** What was in force before is in force again, as a new version: SDKs take none that is older than theirs. Both at once, or neither. */
  async #undo(service: ServiceRow, policy: StoredPolicy, to: 'rejected' | 'reverted', why: string): Promise<void> {
    const { teamId, name } = service
    const { version, stage } = policy
    const history = await this.#book.history(teamId, name, HISTORY)
    const before = history.find((other) => other.version < version && other.stage === 'active')
    const how = { kind: 'revert', by: BY, reason: why, instead: { version, from: stage, to, reason: why } } as const
    if (before !== undefined) {
      await this.#book.restore(teamId, name, before.version, how)
      return
    }
    const reasoning = `There was no policy before this one; every SDK adapts by itself. Version ${version} was taken back: ${why}.`
    await this.#book.add(teamId, name, { generated_by: 'allocator', reasoning }, { ...how, stage: 'active' })
  }

  async #move(
    { teamId, name }: ServiceRow,
    { version, stage }: StoredPolicy,
    to: PolicyStage,
    reason: string,
    canaryShare?: number,
  ): Promise<void> {
    const change = { version, from: stage, to, reason, ...(canaryShare !== undefined && { canaryShare }) }
    await this.#book.changeStage(teamId, name, BY, change)
  }

  #live({ id }: ServiceRow): Promise<string[]> {
    return this.#store.services.live(id, this.#seconds() - this.#times.live, MAX_INSTANCES)
  }

  #seconds(): number {
    return Math.floor(this.#now() / 1000)
  }
}

/** Where nobody planned a volume, the past says what is to be expected. */
function plannedBy({ hours, bytesPerDay, keptBytesPerDay }: Replay): Forecast {
  if (hours === 0) return {}
  return { unit: 'bytes', demand: bytesPerDay / MINUTES_A_DAY, expected: keptBytesPerDay / MINUTES_A_DAY }
}
