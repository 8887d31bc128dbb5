import { forecastOf } from '../policies/forecast.js'
import type { Preview, ReplayFigures } from '../policies/rollout-desk.js'
import type { StoredOverride } from '../store/contracts/overrides.js'
import type { ServiceRow, Store } from '../store/store.js'
import type { WishBudget, WishedBudget } from './wish-draft.js'

const MINUTES_A_DAY = 1_440
const SECONDS_A_MINUTE = 60
const BYTES_PER_GB = 1e9

/** What the past week would have been: as things are, and with the wish. */
export interface WishReplay {
  readonly service: string
  readonly before: ReplayFigures | undefined
  readonly after: ReplayFigures | undefined
  /** Why there is none, or why it must not be so. */
  readonly problem: string | undefined
}

/** Replays what a budget would make of a service if people had said this of its patterns, too. Stores nothing. */
export type TryOverrides = (
  service: ServiceRow,
  budget: WishBudget,
  more: readonly StoredOverride[],
) => Promise<Preview>

export type ReplayOfWish = (
  teamId: number,
  services: readonly string[],
  overrides: readonly StoredOverride[],
  budget: WishedBudget | null,
) => Promise<WishReplay[]>

export function createReplayOfWish(
  { services, budgets, policies }: Pick<Store, 'services' | 'budgets' | 'policies'>,
  tryOverrides: TryOverrides,
): ReplayOfWish {
  /** Returns what a service may keep now: by its own budget, or as was planned of the team's. */
  async function budgetOf({ teamId, name }: ServiceRow): Promise<WishBudget | undefined> {
    const own = (await budgets.list(teamId)).find(({ service }) => service === name)
    if (own !== undefined) return { unit: own.unit, amount: own.amount }
    const current = await policies.current(teamId, name)
    const { unit, per_minute: planned } = forecastOf(current.find(({ stage }) => stage === 'active'))
    if (planned === undefined || !(planned > 0)) return undefined
    return unit === 'records'
      ? { unit: 'records_per_second', amount: planned / SECONDS_A_MINUTE }
      : { unit: 'gb_per_day', amount: (planned * MINUTES_A_DAY) / BYTES_PER_GB }
  }

  async function replay(
    service: ServiceRow,
    overrides: readonly StoredOverride[],
    wished: WishedBudget | null,
  ): Promise<WishReplay> {
    const nothing = { service: service.name, before: undefined, after: undefined }
    const today = await budgetOf(service)
    const budget = wished ?? today
    if (budget === undefined)
      return { ...nothing, problem: 'no budget applies to it, so that nothing is thinned by the server: wish for one' }
    const mine = overrides.filter((one) => one.service === service.name)
    const after = await tryOverrides(service, { unit: budget.unit, amount: budget.amount }, mine)
    if (after.kind === 'refused') return { ...nothing, problem: after.problem }
    const before = today && (await tryOverrides(service, today, []))
    return { service: service.name, before: figuresOf(before), after: after.replay, problem: after.replay.problem }
  }

  return async (teamId, names, overrides, budget) => {
    const all = await services.ofTeam(teamId)
    const replays: WishReplay[] = []
    for (const service of all.filter(({ name }) => names.includes(name)))
      replays.push(await replay(service, overrides, budget?.service === service.name ? budget : null))
    return replays
  }
}

function figuresOf(preview: Preview | undefined): ReplayFigures | undefined {
  return preview?.kind === 'replayed' ? preview.replay : undefined
}
