import type { Now } from '../internal/clock.js'
import { canaryShareOf } from '../policies/canary.js'
import { type Forecast, forecastOf } from '../policies/forecast.js'
import type { PolicyBook, PutAnswer, VersionInput } from '../policies/policy-book.js'
import type { PolicyStage } from '../store/contracts/policies.js'
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
    const [to, why] =
      replayed.problem === undefined
        ? (['shadow', `replayed over ${replayed.hours} hours of history`] as const)
        : (['rejected', replayed.problem] as const)
    await this.#move(service, answer.policy, to, why)
    const moved = await this.#book.find(teamId, name, answer.policy.version)
    return { kind: 'put', policy: moved ?? answer.policy }
  }

  /** Looks after the version on its way, and after the one in force while it is new. */
  async step(service: ServiceRow, instances: readonly string[]): Promise<void> {
    const { active, candidate } = await this.#book.current(service.teamId, service.name)
    if (candidate !== undefined) {
      if (candidate.stage === 'draft') await this.#move(service, candidate, 'shadow', 'it was left as a draft')
      if (candidate.stage === 'shadow') await this.#shadow(service, candidate, instances)
      if (candidate.stage === 'canary') await this.#canary(service, candidate, instances)
      return
    }
    if (active !== undefined && WATCHED.has(active.kind) && active.forecast !== undefined)
      await this.#watch(service, active)
  }

  async #shadow(service: ServiceRow, policy: StoredPolicy, instances: readonly string[]): Promise<void> {
    const now = this.#seconds()
    if (now < policy.stageAt + this.#times.shadow) return
    const complete = completeAt(now, this.#times)
    const why = await judgeShadow(this.#store, service, policy, instances.length, complete)
    if (why !== undefined) return this.#move(service, policy, 'rejected', why)
    const share = canaryShareOf(instances, policy.version)
    const expected = 'what came in meanwhile was as expected'
    if (this.#times.canary === 0) return this.#move(service, policy, 'active', expected)
    if (share !== undefined) return this.#move(service, policy, 'canary', expected, share)
    await this.#move(service, policy, 'active', `${expected}; there is no other instance to compare with`)
  }

  async #canary(service: ServiceRow, policy: StoredPolicy, instances: readonly string[]): Promise<void> {
    const now = this.#seconds()
    const verdict = await judgeCanary(this.#store, service, policy, instances.length, this.#times, now)
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

  /** What was in force before is in force again, as a new version: SDKs take none that is older than theirs. */
  async #undo(service: ServiceRow, policy: StoredPolicy, to: 'rejected' | 'reverted', why: string): Promise<void> {
    const { teamId, name } = service
    const history = await this.#book.history(teamId, name, HISTORY)
    const before = history.find(({ version, stage }) => version < policy.version && stage === 'active')
    if (!(await this.#moved(service, policy, to, why))) return
    const how = { kind: 'revert', by: BY, reason: why } as const
    if (before !== undefined) {
      await this.#book.restore(teamId, name, before.version, how)
      return
    }
    const reasoning = `There was no policy before this one; every SDK adapts by itself. Version ${policy.version} was taken back: ${why}.`
    await this.#book.add(teamId, name, { generated_by: 'allocator', reasoning }, { ...how, stage: 'active' })
  }

  async #move(
    service: ServiceRow,
    policy: StoredPolicy,
    to: PolicyStage,
    reason: string,
    canaryShare?: number,
  ): Promise<void> {
    await this.#moved(service, policy, to, reason, canaryShare)
  }

  #moved({ teamId, name }: ServiceRow, policy: StoredPolicy, to: PolicyStage, reason: string, canaryShare?: number) {
    const change = { from: policy.stage, to, reason, ...(canaryShare !== undefined && { canaryShare }) }
    return this.#book.changeStage(teamId, name, policy.version, BY, change)
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
