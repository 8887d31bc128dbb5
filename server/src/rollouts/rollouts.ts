import type { Policy } from 'lipservice/protocol'
import { protectedBy } from '../allocation/worth.js'
import type { HourProfile } from '../budgets/hour-profile.js'
import type { Now } from '../internal/clock.js'
import { canaryShareOf } from '../policies/canary.js'
import type { Forecast } from '../policies/forecast.js'
import { forecastOf } from '../policies/forecast.js'
import type { PolicyBook, PutAnswer, VersionInput } from '../policies/policy-book.js'
import type { PolicyStage } from '../store/contracts/policies.js'
import type { ServiceRow, Store, StoredPolicy } from '../store/store.js'
import { pastHours, trafficOf } from './past.js'
import { modelOf } from './policy-model.js'
import { type Replay, replay } from './replay.js'
import { errorSurge, judgeCanary, overspend, sumOf, type Verdict } from './verdict.js'

/** Seconds. */
export interface RolloutTimes {
  /** Counts of a minute are complete so long after its end. */
  readonly lag: number
  readonly shadow: number
  readonly canary: number
  readonly watch: number
  /** Between the polls of an SDK. */
  readonly refresh: number
}

export interface SubmitInput extends Pick<VersionInput, 'kind' | 'by' | 'reason'> {
  readonly service: ServiceRow
  readonly document: object
  readonly forecast: Forecast
  readonly profile: HourProfile
  readonly instances: readonly string[]
  readonly bytesPerDay: number | undefined
}

const BY = 'rollouts'
const MINUTE_SECONDS = 60
const WEEK_SECONDS = 7 * 86_400
/** A canary that logs too little is tried for so many times as long. */
const PATIENCE = 3
const LEAST_WATCH_MINUTES = 5
const INCIDENTS = 100
/** What came this way; what people put in force themselves is theirs. */
const WATCHED: ReadonlySet<string> = new Set(['plan', 'operator'])
const MINUTES_A_DAY = 1_440

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
    const replayed = await this.#replay(input)
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
      if (candidate.stage === 'canary') await this.#canary(service, candidate)
      return
    }
    if (active !== undefined && WATCHED.has(active.kind) && active.forecast !== undefined)
      await this.#watch(service, active)
  }

  async #replay({ service, document, profile, instances, bytesPerDay }: SubmitInput): Promise<Replay> {
    const now = this.#seconds()
    const { patterns, overrides, incidents } = this.#store
    const [hours, own, lately, found] = await Promise.all([
      pastHours(this.#store, service.id, service.firstSeen, now),
      overrides.list(service.teamId, service.name, now),
      patterns.activity(service.id, { from: now - WEEK_SECONDS, to: now }, 10_000),
      incidents.list({ teamId: service.teamId, service: service.name, limit: INCIDENTS }),
    ])
    return replay({
      policy: { version: 1, ...document } as Policy,
      hours,
      instances: instances.length,
      profile,
      now,
      bytesPerDay,
      protectedSignatures: protectedBy(lately, own),
      incidentSignatures: new Set(
        found
          .filter(({ lastAt }) => lastAt > now - WEEK_SECONDS)
          .flatMap(({ findings }) => findings.map((f) => f.signature)),
      ),
    })
  }

  /** The policy on what comes in, without any instance that has it. */
  async #shadow(service: ServiceRow, policy: StoredPolicy, instances: readonly string[]): Promise<void> {
    const end = policy.stageAt + this.#times.shadow
    if (this.#seconds() < end) return
    const complete = this.#complete()
    const traffic =
      complete - MINUTE_SECONDS > policy.stageAt
        ? await trafficOf(
            this.#store,
            service.id,
            Math.floor(policy.stageAt / MINUTE_SECONDS) * MINUTE_SECONDS,
            complete,
          )
        : []
    const forecast = forecastOf(policy)
    const outcomes = modelOf({ policy: JSON.parse(policy.document), traffic, instances: instances.length })
    const byRecords = forecast.unit === 'records'
    const kept = outcomes.reduce((sum, { kept: n }, i) => sum + n * (byRecords ? 1 : traffic[i]!.cost), 0)
    const must = outcomes.reduce((sum, { isWhole }, i) => {
      const { perMinute, errorShare, cost } = traffic[i]!
      return sum + perMinute * (isWhole ? 1 : errorShare) * (byRecords ? 1 : cost)
    }, 0)
    const planned = Math.max(0, (forecast.per_minute ?? Number.POSITIVE_INFINITY) - (forecast.protected ?? 0))
    const over = overspend(kept - must, planned, byRecords ? 'records' : 'bytes')
    if (over !== undefined) return this.#move(service, policy, 'rejected', `on what came in meanwhile, ${over}`)
    const share = canaryShareOf(instances, policy.version)
    if (this.#times.canary === 0 || share === undefined) {
      return this.#move(
        service,
        policy,
        'active',
        'what came in meanwhile was as expected; there is no other instance to compare with',
      )
    }
    await this.#move(service, policy, 'canary', 'what came in meanwhile was as expected', share)
  }

  async #canary(service: ServiceRow, policy: StoredPolicy): Promise<void> {
    const { canary: times, refresh } = this.#times
    const now = this.#seconds()
    const sums = await this.#store.services.byVersion(service.id, { from: policy.stageAt + refresh, to: now })
    const { demand = 0, expected = 0 } = forecastOf(policy)
    const verdict: Verdict = judgeCanary(
      sums.find(({ policyVersion }) => policyVersion === policy.version),
      sumOf(sums.filter(({ policyVersion }) => policyVersion !== policy.version)),
      demand > 0 ? Math.min(1, expected / demand) : 1,
    )
    if (verdict.kind === 'bad') return this.#undo(service, policy, 'rejected', verdict.why)
    if (now < policy.stageAt + times * (verdict.kind === 'good' ? 1 : PATIENCE)) return
    await this.#move(service, policy, 'active', verdict.why)
  }

  async #watch(service: ServiceRow, policy: StoredPolicy): Promise<void> {
    const { watch, refresh, lag } = this.#times
    const now = this.#seconds()
    if (now > policy.stageAt + watch + lag) return
    // Until every instance has it.
    const from = Math.ceil((policy.stageAt + 2 * refresh + lag) / MINUTE_SECONDS) * MINUTE_SECONDS
    const to = this.#complete()
    if (to - from < LEAST_WATCH_MINUTES * MINUTE_SECONDS) return
    const { services } = this.#store
    const [after, before, hours] = await Promise.all([
      services.byVersion(service.id, { from, to }),
      services.byVersion(service.id, { from: policy.stageAt - WEEK_SECONDS / 7, to: policy.stageAt }),
      services.hours([service.id], { from, to }),
    ])
    const own = sumOf(after)
    if (own === undefined || own.seen === 0) return
    const surge = errorSurge(own, sumOf(before))
    if (surge !== undefined) return this.#undo(service, policy, 'reverted', surge)
    const { per_minute: perMinute, unit, protected: must = 0 } = forecastOf(policy)
    if (perMinute === undefined) return
    const reasons = hours.get(service.id)?.keptByReason
    const whole = reasons === undefined ? own.errors : reasons.error + reasons.pinned + reasons.incident
    const mean = unit === 'records' ? 1 : (own.keptBytes + own.overheadBytes) / Math.max(1, own.kept)
    const spent = (unit === 'records' ? own.kept : own.keptBytes + own.overheadBytes) - whole * mean
    const planned = Math.max(0, perMinute - must) * ((to - from) / MINUTE_SECONDS)
    const over = overspend(spent, planned, unit ?? 'bytes')
    if (over !== undefined) await this.#undo(service, policy, 'reverted', over)
  }

  /** What was in force before is in force again, as a new version: SDKs take none that is older than theirs. */
  async #undo(service: ServiceRow, policy: StoredPolicy, to: 'rejected' | 'reverted', why: string): Promise<void> {
    const { teamId, name } = service
    const history = await this.#book.history(teamId, name, 1_000)
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

  #complete(): number {
    return Math.floor((this.#seconds() - this.#times.lag) / MINUTE_SECONDS) * MINUTE_SECONDS
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
