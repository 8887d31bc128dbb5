import type { StoredBudget } from '../store/contracts/budgets.js'
import { type DailyBudget, dailyBudgetOf } from './daily-budget.js'

/** Budgets of services that leave nothing of the team's for the others. Amounts are a day's, in the team's unit. */
export interface Overbooked {
  readonly unit: 'bytes' | 'records'
  readonly teamPerDay: number
  readonly ownPerDay: number
  /** Of it in words, for people. */
  readonly text: string
}

/**
 * Returns how far the budgets of services take all of the team's; `undefined`: something is left, or the team has none.
 *
 * @param meanBytes billed bytes of a kept record of a service; `undefined`: not known, so that budgets in records and in bytes
 * cannot be compared, and its own is left out
 * @param now epoch seconds
 */
export function overbookedBy(
  budgets: readonly StoredBudget[],
  usdPerGb: number,
  now: number,
  meanBytes: (service: string) => number | undefined,
): Overbooked | undefined {
  const found = budgets.find(({ service }) => service === '')
  if (found === undefined) return undefined
  const team = dailyBudgetOf(found, usdPerGb, now)
  const own = budgets
    .filter(({ service }) => service !== '')
    .reduce((sum, one) => sum + perDayIn(team, dailyBudgetOf(one, usdPerGb, now), meanBytes(one.service)), 0)
  if (own < team.perDay) return undefined
  const text = `the budgets of services add up to ${percent(own / team.perDay)} of the team's: nothing of it is left for services without one`
  return { unit: team.unit, teamPerDay: team.perDay, ownPerDay: own, text }
}

function perDayIn(team: DailyBudget, { unit, perDay }: DailyBudget, meanBytes: number | undefined): number {
  if (unit === team.unit) return perDay
  if (meanBytes === undefined || !(meanBytes > 0)) return 0
  return unit === 'records' ? perDay * meanBytes : perDay / meanBytes
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}
