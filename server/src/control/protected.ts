import type { Allocation, WhyKept } from 'lipservice/allocation'
import { isByWords, wordsThatFit } from 'lipservice/allocation'
import type { Policy } from 'lipservice/protocol'
import type { DailyBudget } from '../budgets/daily-budget.js'
import { usualPerMinute } from '../budgets/pacing.js'
import { forecastOf } from '../policies/forecast.js'
import { byPattern } from '../policies/policy-patterns.js'
import type { ServiceState } from './service-state.js'

const SECONDS_PER_MINUTE = 60
const NO_PROMISE: ReadonlySet<WhyKept | undefined> = new Set(['novel', 'incident', 'judged'])

/** What may be kept of a service per minute. */
export interface MinuteBudget {
  readonly unit: 'bytes' | 'records'
  readonly perMinute: number
}

/** Returns the names of the patterns that a policy of this allocation must keep whole: news are no promise, nor is what a model says. */
export function protectedOf({ kept, keptFor }: Pick<Allocation, 'kept' | 'keptFor'>): Set<string> {
  return new Set(kept.filter((_, i) => !NO_PROMISE.has(keptFor[i])))
}

/** Returns the names of the patterns that any policy of a service must keep whole under this budget. */
export function protectedIn(
  { patterns, alwaysKept, current, ratedCheck }: ServiceState,
  budget: MinuteBudget,
): Set<string> {
  const demands = patterns
    .filter(({ protection }) => protection !== 'judged')
    .map((pattern) => ({ ...pattern, cost: budget.unit === 'bytes' ? pattern.bytes : 1 }))
  const keptNow = new Set(current.active && byPattern(JSON.parse(current.active.document) as Policy, ratedCheck).kept)
  const words = wordsThatFit(demands, budget.perMinute, ({ signature }) => keptNow.has(signature))
  const large = demands.filter((pattern) => isByWords(pattern) && !words.has(pattern))
  const all = new Set(alwaysKept.keys())
  for (const { signature, protection } of patterns) if (protection === 'exempt') all.add(signature)
  for (const { signature } of words) all.add(signature)
  for (const { signature } of large) all.delete(signature)
  return all
}

/**
 * Returns the budget that a person's draft is held against: the service's own; else the one in force; else what the draft itself
 * says; else all that is logged.
 */
export function draftBudgetOf(
  { current, profile, complete, living, patterns }: ServiceState,
  document: Pick<Policy, 'budget'>,
  own: DailyBudget | undefined,
): MinuteBudget {
  if (own !== undefined) return { unit: own.unit, perMinute: usualPerMinute(own.perDay, profile, complete) }
  const { unit, per_minute } = forecastOf(current.active)
  if (unit !== undefined && per_minute !== undefined) return { unit, perMinute: per_minute }
  const bytes = document.budget?.bytes_per_second
  if (typeof bytes === 'number')
    return { unit: 'bytes', perMinute: bytes * SECONDS_PER_MINUTE * Math.max(1, living.lasting.length) }
  return { unit: 'bytes', perMinute: patterns.reduce((sum, one) => sum + one.perMinute * one.bytes, 0) }
}
