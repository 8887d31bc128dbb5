import type { Now } from '../internal/clock.js'
import type { Log } from '../log.js'
import { forecastOf } from '../policies/forecast.js'
import type { PolicyBook } from '../policies/policy-book.js'
import type { Rollouts } from '../rollouts/rollouts.js'
import type { StoredBudget } from '../store/contracts/budgets.js'
import type { ServiceRow, Store, StoredPolicy } from '../store/store.js'
import { meanBytes, type Target, targetsOf } from './division.js'
import { isHeldOff } from './hold-off.js'
import { baseOf, isOurs, planOf } from './own-policy.js'
import { type Proposal, propose } from './proposal.js'
import type { RateChanges } from './rate-changes.js'
import type { ServiceReader } from './service-reader.js'
import type { ServiceState } from './service-state.js'
import type { ControlSettings } from './settings.js'
import { reasonToPublish } from './worth-publishing.js'

const BY = 'allocator'
const ACTIVE_SECONDS = 86_400
const INCIDENTS = 1_000
const NO_INCIDENTS: ReadonlyMap<string, number> = new Map()

export interface ControllerParts {
  readonly store: Store
  readonly book: PolicyBook
  readonly reader: ServiceReader
  readonly rollouts: Rollouts
  readonly rateChanges: RateChanges
  readonly settings: ControlSettings
  readonly log: Log
  readonly now: Now
}

/** Makes and renews the policies of all services that a budget applies to. Nothing is kept here that another replica could not know. */
export class Controller {
  readonly #parts: ControllerParts

  constructor(parts: ControllerParts) {
    this.#parts = parts
  }

  async tick(): Promise<void> {
    const { store, reader, rateChanges, log } = this.#parts
    const services = await store.services.active(this.#seconds() - ACTIVE_SECONDS)
    const all = new Set(services.map(({ id }) => id))
    reader.forget(all)
    rateChanges.forget(all)
    for (const [teamId, own] of Map.groupBy(services, (service) => service.teamId)) {
      // One team's trouble is not another's.
      await this.#team(teamId, own).catch((error: unknown) =>
        log.error({ err: error, teamId }, 'policies were not made'),
      )
    }
  }

  async #team(teamId: number, services: readonly ServiceRow[]): Promise<void> {
    const { store, reader, rollouts, settings } = this.#parts
    const now = this.#seconds()
    const [budgets, open] = await Promise.all([
      store.budgets.list(teamId),
      store.incidents.list({ teamId, open: true, limit: INCIDENTS }),
    ])
    const inIncident = new Map<number, Map<string, number>>()
    for (const { serviceId, findings } of open) {
      const signatures = inIncident.get(serviceId) ?? new Map<string, number>()
      for (const { signature, observed } of findings) if (signature !== '') signatures.set(signature, observed)
      inIncident.set(serviceId, signatures)
    }
    const states: ServiceState[] = []
    for (const service of services) {
      if (!isGoverned(service, budgets)) await this.#withdraw(service)
      // What people sent on its way needs no budget.
      await rollouts.step(service)
      if (!isGoverned(service, budgets) || now - service.firstSeen < settings.history) continue
      states.push(await reader.read(service, inIncident.get(service.id) ?? NO_INCIDENTS))
    }
    for (const [state, target] of targetsOf(states, budgets, settings.usdPerGb, now)) await this.#service(state, target)
  }

  async #service(state: ServiceState, target: Target): Promise<void> {
    const { book } = this.#parts
    const { teamId, name } = state.service
    // What rollouts did meanwhile counts.
    const { active, candidate } = await book.current(teamId, name)
    if (candidate !== undefined || state.patterns.length === 0) return
    const isPlanned = active !== undefined && isOurs(active) && forecastOf(active).budget_since === target.budget.since
    if (isPlanned) return this.#adjust(state, target, active)
    if (await isHeldOff(this.#parts.store, state.service, active, target.budget.since, this.#seconds())) return
    await this.#plan(state, target, active)
  }

  async #plan(state: ServiceState, target: Target, active: StoredPolicy | undefined): Promise<void> {
    const { rollouts, settings, log } = this.#parts
    const { service } = state
    const base = active && baseOf(active)
    const own = base && { ...base, pattern_rates: {} }
    const changes = new Map<string, number>()
    const proposal = propose({ state, target, settings, now: this.#seconds(), base: own, changes, rates: 'at once' })
    const { perDay, unit } = target.budget
    const answer = await rollouts.submit({
      ...proposal,
      service,
      kind: 'plan',
      by: BY,
      reason: active === undefined ? 'a budget applies to it' : 'the budget was changed',
      profile: state.profile,
      instances: state.instances,
      bytesPerDay: target.sharedBy > 1 ? undefined : perDay * (unit === 'bytes' ? 1 : meanBytes(state)),
    })
    if (answer.kind === 'refused') log.error({ service: service.name, problem: answer.problem }, 'a plan is none')
    else log.info({ service: service.name, team: service.teamId }, 'a policy was planned')
  }

  async #adjust(state: ServiceState, target: Target, active: StoredPolicy): Promise<void> {
    const { book, settings, rateChanges, log } = this.#parts
    const now = this.#seconds()
    const base = baseOf(active)
    const isDue = now - active.stageAt >= settings.revise
    const changes = await rateChanges.of(state.service, now)
    const make = (rates: 'one step' | 'hold'): Proposal =>
      propose({ state, target, settings, now, base, changes, rates })
    const proposal = make(isDue ? 'one step' : 'hold')
    const reason = reasonToPublish(base, proposal, forecastOf(active), isDue, now)
    if (reason === undefined) return
    const { teamId, name } = state.service
    const answer = await book.add(teamId, name, proposal.document, {
      kind: 'adjustment',
      stage: 'active',
      by: BY,
      reason,
      forecast: { ...proposal.forecast, ...planOf(active) },
    })
    if (answer.kind === 'refused') log.error({ service: name, problem: answer.problem }, 'an adjustment is none')
    else rateChanges.add(state.service, base.pattern_rates ?? {}, Object.fromEntries(proposal.allocation.rates))
  }

  /** No budget applies any more. */
  async #withdraw(service: ServiceRow): Promise<void> {
    const { book } = this.#parts
    const { teamId, name } = service
    const { active, candidate } = await book.current(teamId, name)
    const reason = 'no budget applies to it any more'
    if (candidate?.kind === 'plan') {
      const { version, stage } = candidate
      await book.changeStage(teamId, name, BY, { version, from: stage, to: 'rejected', reason })
    }
    if (active === undefined || !isOurs(active) || forecastOf(active).budget_since === undefined) return
    const { merge_rules, merge_rules_version, rules } = baseOf(active)
    const document = {
      generated_by: BY,
      reasoning: 'No budget applies to this service any more: its SDKs adapt by themselves.',
      ...(merge_rules !== undefined && { merge_rules, merge_rules_version }),
      ...(rules !== undefined && { rules }),
    }
    await book.add(teamId, name, document, { kind: 'adjustment', stage: 'active', by: BY, reason })
  }

  #seconds(): number {
    return Math.floor(this.#parts.now() / 1000)
  }
}

function isGoverned({ name }: ServiceRow, budgets: readonly StoredBudget[]): boolean {
  return budgets.some(({ service }) => service === name || service === '')
}
