import { shareAmong } from 'lipservice/allocation'
import { type DailyBudget, dailyBudgetOf } from '../budgets/daily-budget.js'
import { learnHourProfile } from '../budgets/hour-profile.js'
import { pacePerMinute, usualPerMinute } from '../budgets/pacing.js'
import type { EpochSeconds } from '../internal/clock.js'
import type { StoredBudget } from '../store/contracts/budgets.js'
import type { DemandedPattern, HourVolume, ServiceState, Spent } from './service-state.js'

/** What a service may keep now. */
export interface Target {
  readonly budget: DailyBudget
  /** What the fleet may keep per minute, in the budget's unit. */
  readonly perMinute: number
  /** The same by the hour of the day alone, whatever was spent until now. */
  readonly usualPerMinute: number
  /** What all services that share it spent, in the budget's unit. */
  readonly spentToday: number
  /** Services that share it. */
  readonly sharedBy: number
  /** The team's, without what services have of their own. */
  readonly isTeams: boolean
}

/** What the division has to know of a service; of its patterns no texts. */
export interface Standing
  extends Pick<ServiceState, 'service' | 'profile' | 'hours' | 'complete' | 'today' | 'lately'> {
  readonly patterns: readonly Pick<
    DemandedPattern,
    'perMinute' | 'bytes' | 'value' | 'protection' | 'isWarning' | 'isLabelled'
  >[]
}

/** Returns of a state what the division has to know: the standings of a whole team are held at once. */
export function standingOf({ service, profile, hours, complete, today, lately, patterns }: ServiceState): Standing {
  return {
    service,
    profile,
    hours,
    complete,
    today,
    lately,
    patterns: patterns.map(({ perMinute, bytes, value, protection, isWarning, isLabelled }) => ({
      perMinute,
      bytes,
      value,
      protection,
      isWarning,
      isLabelled,
    })),
  }
}

/** Divides a team's budgets among its services. Services that none applies to are left out. */
export function targetsOf<S extends Standing>(
  states: readonly S[],
  budgets: readonly StoredBudget[],
  usdPerGb: number,
  now: EpochSeconds,
): Map<S, Target> {
  const byService = new Map(budgets.map((budget) => [budget.service, dailyBudgetOf(budget, usdPerGb, now)]))
  const targets = new Map<S, Target>()
  for (const state of states) {
    const budget = byService.get(state.service.name)
    if (budget === undefined) continue
    const spentToday = inUnit(state.today, budget)
    const perMinute = pacePerMinute(budget.perDay, spentToday, state.profile, state.complete)
    const usual = usualPerMinute(budget.perDay, state.profile, state.complete)
    targets.set(state, { budget, perMinute, usualPerMinute: usual, spentToday, sharedBy: 1, isTeams: false })
  }
  const team = byService.get('')
  const others = states.filter((state) => !targets.has(state))
  if (team === undefined || others.length === 0) return targets
  // What has its own is taken from the team's.
  let perDay = team.perDay
  for (const [state, { budget }] of targets) perDay -= budget.perDay * rateBetween(budget, team, state)
  const shared = { ...team, perDay: Math.max(0, perDay) }
  for (const [state, target] of shares(others, shared)) targets.set(state, target)
  return targets
}

/** Solves one λ over all patterns of all services: a byte goes where it is worth most, whoever logs it. */
function shares<S extends Standing>(states: readonly S[], budget: DailyBudget): Map<S, Target> {
  const spentToday = states.reduce((sum, { today }) => sum + inUnit(today, budget), 0)
  const complete = Math.min(...states.map((state) => state.complete))
  const profile = learnHourProfile(addUp(states.map(({ hours }) => hours)))
  const pace = pacePerMinute(budget.perDay, spentToday, profile, complete)
  const usual = usualPerMinute(budget.perDay, profile, complete)
  const cost = (bytes: number) => (budget.unit === 'bytes' ? bytes : 1)
  const parts = shareAmong(
    states.map(({ patterns }) => patterns),
    ({ bytes }) => cost(bytes),
    pace,
    usual,
  )
  return new Map(
    states.map((state, i) => {
      const rest = { budget, spentToday, sharedBy: parts.length, isTeams: true }
      return [state, { ...rest, perMinute: pace * parts[i]!, usualPerMinute: usual * parts[i]! }]
    }),
  )
}

function addUp(all: readonly (readonly HourVolume[])[]): HourVolume[] {
  const sums = new Map<number, number>()
  for (const { time, volume } of all.flat()) sums.set(time, (sums.get(time) ?? 0) + volume)
  return [...sums].map(([time, volume]) => ({ time, volume })).toSorted((a, b) => a.time - b.time)
}

export function inUnit({ bytes, records }: Spent, { unit }: DailyBudget): number {
  return unit === 'bytes' ? bytes : records
}

/** Returns the mean billed bytes of a kept record of the service, lately. */
export function meanBytes({ lately, patterns }: Pick<Standing, 'lately' | 'patterns'>): number {
  if (lately.records > 0) return lately.bytes / lately.records
  const records = patterns.reduce((sum, { perMinute }) => sum + perMinute, 0)
  return patterns.reduce((sum, { perMinute, bytes }) => sum + perMinute * bytes, 0) / Math.max(1e-9, records)
}

function rateBetween(from: DailyBudget, to: DailyBudget, state: Standing): number {
  if (from.unit === to.unit) return 1
  return from.unit === 'records' ? meanBytes(state) : 1 / Math.max(1, meanBytes(state))
}
