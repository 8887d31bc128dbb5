import { waitsForHistoryUntil } from '../budgets/history-wait.js'
import { epochSeconds, type Now } from '../internal/clock.js'
import type { Log } from '../log.js'
import { forecastOf } from '../policies/forecast.js'
import type { PolicyVersions } from '../policies/policy-versions.js'
import { ownMode, switchedMode } from '../policies/switched-policy.js'
import type { Rollouts } from '../rollouts/rollouts.js'
import type { StoredBudget } from '../store/contracts/budgets.js'
import { concernsAll } from '../store/database-error.js'
import type { ServiceRow, Store, StoredPolicy } from '../store/store.js'
import { ALLOCATOR, documentOf, isAllocatorPolicy, planOf } from './allocator-policy.js'
import { meanBytes, type Standing, standingOf, type Target, targetsOf } from './division.js'
import { isHeldOff } from './hold-off.js'
import { NO_INCIDENTS, patternsIn } from './incident-patterns.js'
import { newFamiliesOf } from './policy-families.js'
import { type Proposal, propose } from './proposal.js'
import { protectedOf } from './protected.js'
import type { RateChanges } from './rate-changes.js'
import type { ServiceReader } from './service-reader.js'
import type { ServiceState } from './service-state.js'
import type { ControlSettings } from './settings.js'
import { paceAt } from './version-pace.js'
import { withdrawPolicy } from './withdraw-policy.js'
import { reasonToPublish } from './worth-publishing.js'

const ACTIVE_WITHIN_SECONDS = 86_400
const MAX_INCIDENTS = 1_000
/** States with more patterns than this in all are read again when it is their turn: all of a large team take hundreds of MB. */
const MAX_HELD_PATTERNS = 20_000

export interface ControllerParts {
  readonly store: Store
  readonly versions: PolicyVersions
  readonly reader: ServiceReader
  readonly rollouts: Rollouts
  readonly rateChanges: RateChanges
  readonly settings: ControlSettings
  readonly log: Log
  readonly now: Now
}

/**
 * Makes and renews the policies of all services that a budget applies to. Keeps nothing that another replica could not
 * know.
 */
export interface Controller {
  tick(): Promise<void>
}

/** @param maxHeld patterns of which states are held until it is their turn */
export function createController(parts: ControllerParts, maxHeld = MAX_HELD_PATTERNS): Controller {
  const { store, versions, reader, rollouts, rateChanges, settings, log, now } = parts

  async function tickTeam(teamId: number, services: readonly ServiceRow[]): Promise<void> {
    const seconds = epochSeconds(now)
    const [budgets, open] = await Promise.all([
      store.budgets.list(teamId),
      store.incidents.list({ teamId, open: true, limit: MAX_INCIDENTS }),
    ])
    const inIncident = patternsIn(open)
    const read = (service: ServiceRow) => reader.read(service, inIncident.get(service.id) ?? NO_INCIDENTS)
    const standings: Standing[] = []
    const held = new Map<Standing, ServiceState>()
    let room = maxHeld
    for (const service of services) {
      await contain(service, async () => {
        const isGoverned = budgets.some((budget) => appliesTo(budget, service))
        if (!isGoverned) await withdrawPolicy(versions, service)
        // What people sent on its way needs no budget.
        await rollouts.step(service)
        if (!isGoverned || waitsForHistoryUntil(service, settings.minHistorySeconds, seconds) !== undefined) return
        const state = await read(service)
        const standing = standingOf(state)
        standings.push(standing)
        if (state.patterns.length > room) return
        room -= state.patterns.length
        held.set(standing, state)
      })
    }
    for (const [standing, target] of targetsOf(standings, budgets, settings.usdPerGb, seconds)) {
      const { service } = standing
      await contain(service, async () => govern(held.get(standing) ?? (await read(service)), target))
      held.delete(standing)
    }
  }

  /** One service's trouble is not another's. @throws what is the database's */
  async function contain({ teamId, name }: ServiceRow, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (concernsAll(error)) throw error
      log.error({ err: error, teamId, service: name }, 'the policy of a service was not made')
    }
  }

  async function govern(state: ServiceState, target: Target): Promise<void> {
    const { teamId, name } = state.service
    // What rollouts did meanwhile counts.
    const { active, candidate } = await versions.current(teamId, name)
    if (candidate !== undefined || state.patterns.length === 0) return
    const { since } = target.budget
    if (active !== undefined && isAllocatorPolicy(active) && forecastOf(active).budget_since === since)
      return adjust(state, target, active)
    // A new plan would wait until the flag lets it be tried, and the policy in force would not be renewed meanwhile.
    const toggle = await versions.toggle(teamId)
    if (toggle !== undefined && switchedMode(name, ownMode(active), toggle) !== undefined) return
    if (await isHeldOff(store, state.service, active, since, epochSeconds(now))) return
    await plan(state, target, active)
  }

  async function plan(state: ServiceState, target: Target, active: StoredPolicy | undefined): Promise<void> {
    const { service } = state
    const base = active && { ...documentOf(active), pattern_rates: {} }
    const changes = new Map<string, number>()
    const proposal = propose({ state, target, settings, now: epochSeconds(now), base, changes, rates: 'at once' })
    const { perDay, unit } = target.budget
    const answer = await rollouts.submit({
      ...proposal,
      service,
      kind: 'plan',
      by: ALLOCATOR,
      reason: active === undefined ? 'a budget applies to it' : 'the budget was changed',
      profile: state.profile,
      // As many as its budget was divided among.
      instances: proposal.forecast.shares ?? state.living.lasting.length,
      protectedSignatures: protectedOf(proposal.allocation),
      bytesPerDay: target.sharedBy > 1 ? undefined : perDay * (unit === 'bytes' ? 1 : meanBytes(state)),
    })
    if (answer.kind === 'refused') log.error({ service: service.name, problem: answer.problem }, 'a plan is no policy')
    else log.info({ service: service.name, team: service.teamId }, 'a policy was planned')
  }

  async function adjust(state: ServiceState, target: Target, active: StoredPolicy): Promise<void> {
    const seconds = epochSeconds(now)
    const base = documentOf(active)
    const { rates: changes, versions: made } = await rateChanges.of(state.service, seconds)
    const { reviseSeconds } = settings
    const pace = paceAt({ now: seconds, age: seconds - active.stageAt, versionsToday: made, reviseSeconds })
    const { due } = pace
    const rates = due === 'not yet' ? 'hold' : 'one step'
    const input = { state, target, settings, now: seconds, base, changes }
    const proposal = propose({ ...input, rates })
    const reason = reasonToPublish(base, proposal, forecastOf(active), pace, seconds)
    if (reason !== undefined) return publishAdjustment(state, active, proposal, reason)
    const learned = due === 'not yet' ? 0 : newFamiliesOf(base, proposal.document)
    if (learned === 0) return
    const reasonOfWords = `${learned} famil${learned === 1 ? 'y' : 'ies'} of words ${learned === 1 ? 'is' : 'are'} new`
    await publishAdjustment(state, active, propose({ ...input, rates: 'hold' }), reasonOfWords)
  }

  async function publishAdjustment(
    { service }: ServiceState,
    active: StoredPolicy,
    proposal: Proposal,
    reason: string,
  ): Promise<void> {
    const { teamId, name } = service
    const answer = await versions.add(teamId, name, proposal.document, {
      kind: 'adjustment',
      stage: 'active',
      by: ALLOCATOR,
      reason,
      forecast: { ...proposal.forecast, ...planOf(active) },
    })
    if (answer.kind === 'refused') log.error({ service: name, problem: answer.problem }, 'an adjustment is no policy')
    else rateChanges.add(service, documentOf(active).pattern_rates ?? {}, proposal.document.pattern_rates ?? {})
  }

  return {
    async tick() {
      const services = await store.services.active(epochSeconds(now) - ACTIVE_WITHIN_SECONDS)
      const ids = new Set(services.map(({ id }) => id))
      reader.keepOnly(ids)
      rateChanges.keepOnly(ids)
      for (const [teamId, own] of Map.groupBy(services, (service) => service.teamId)) {
        // One team's trouble is not another's.
        await tickTeam(teamId, own).catch((error: unknown) =>
          log.error({ err: error, teamId }, 'policies were not made'),
        )
      }
    },
  }
}

function appliesTo({ service }: StoredBudget, { name }: ServiceRow): boolean {
  return service === name || service === ''
}
