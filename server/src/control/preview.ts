import { type Policy, parsePolicy } from 'lipservice/protocol'
import { dailyBudgetOf } from '../budgets/daily-budget.js'
import { epochSeconds, type Now } from '../internal/clock.js'
import type { Forecast } from '../policies/forecast.js'
import type { Preview, PreviewRequest } from '../policies/rollout-desk.js'
import { replayHistory } from '../rollouts/replay-history.js'
import type { StoredBudget } from '../store/contracts/budgets.js'
import type { ServiceRow, Store } from '../store/store.js'
import { targetsOf } from './division.js'
import { NO_INCIDENTS } from './incident-patterns.js'
import { propose } from './proposal.js'
import { draftBudgetOf, protectedIn, protectedOf } from './protected.js'
import type { ServiceReader } from './service-reader.js'
import type { ServiceState } from './service-state.js'
import type { ControlSettings } from './settings.js'

const NO_CHANGES: ReadonlyMap<string, number> = new Map()

/** Replays what is asked for over the past week of a service. Nothing is stored. */
export type MakePreview = (service: ServiceRow, request: PreviewRequest) => Promise<Preview>

export function createPreview(store: Store, reader: ServiceReader, settings: ControlSettings, now: Now): MakePreview {
  const { usdPerGb } = settings

  async function ofDocument(state: ServiceState, document: object): Promise<Preview> {
    const parsed = parsePolicy({ ...document, version: 1 })
    if (!parsed.ok) return { kind: 'refused', problem: parsed.problem }
    const budgets = await store.budgets.list(state.service.teamId)
    const own = budgets.find(({ service }) => service === state.service.name)
    const limit = draftBudgetOf(state, document, own && dailyBudgetOf(own, usdPerGb, state.complete))
    return replayed(state, parsed.value, state.living.lasting.length, protectedIn(state, limit), undefined)
  }

  async function ofBudget(state: ServiceState, budget: StoredBudget): Promise<Preview> {
    const seconds = epochSeconds(now)
    const today = targetsOf([state], [budget], usdPerGb, seconds).get(state)
    if (today === undefined) return { kind: 'refused', problem: 'no budget applies to this service' }
    // As on a day that spends what it should: what was spent today is not what comes.
    const target = { ...today, perMinute: today.usualPerMinute }
    const changes = NO_CHANGES
    const plan = propose({ state, target, settings, now: seconds, base: undefined, changes, rates: 'at once' })
    const { perDay, unit } = target.budget
    const bytesPerDay = unit === 'bytes' ? perDay : undefined
    const { forecast, allocation, document } = plan
    const answer = await replayed(state, document, forecast.shares ?? 1, protectedOf(allocation), bytesPerDay, forecast)
    return { ...answer, forecast }
  }

  async function replayed(
    state: ServiceState,
    document: object,
    instances: number,
    protectedSignatures: ReadonlySet<string>,
    bytesPerDay: number | undefined,
    forecast: Forecast = {},
  ) {
    const { service, profile } = state
    const request = { service, document, forecast, profile, instances, bytesPerDay, protectedSignatures }
    const replay = await replayHistory(store, request, epochSeconds(now))
    return { kind: 'replayed', document, replay, forecast: undefined } as const
  }

  return async (service, request) => {
    const state = await reader.read(service, NO_INCIDENTS)
    if (request.kind === 'document') return ofDocument(state, request.document as Policy)
    const { unit, amount } = request
    if (unit === 'usd_per_month' && !(usdPerGb > 0))
      return { kind: 'refused', problem: 'the server has no price of a GB: see its option --usd-per-gb' }
    const { teamId, name } = service
    return ofBudget(state, { teamId, service: name, unit, amount, updatedAt: epochSeconds(now), updatedBy: '' })
  }
}
