import { withFastMembers } from '../../internal/fast-members.js'
import { MAX_ALLOWANCE_SHARE } from '../allowances/shares.js'
import type { PatternSampling } from '../pattern-sampling.js'
import { allocatedProbability, solveLambda } from './allocation.js'
import type { Budget } from './budget.js'
import type { Spending } from './spending.js'
import { boostWithin } from './surge-boost.js'
import { thinningProbability } from './thinning.js'
import { TokenBucket } from './token-bucket.js'

/** Intervals by which it is estimated what guarantees and allowances will take. */
const RESERVE_INTERVALS = 2

export type ProbabilityAt = (perMinute: number, cost: number, value: number) => number

/** What a plan gives: it does not change when the plan does. */
export interface PlanSnapshot {
  readonly probabilityAt: ProbabilityAt
  /** Factor on p of surging patterns, as far as the budget allows. */
  readonly boost: number
}

/** Divides a budget among strata, or without one thins by the square root. Times are monotonic milliseconds. */
export interface Plan {
  readonly budget: Budget | undefined
  /** The budget's cost per minute; `Infinity` without one. */
  readonly perMinute: number
  /** Cost per minute that the plan was made for; at least what the budget has for it. */
  readonly expectedDemand: number
  /** What it gives now. */
  readonly snapshot: PlanSnapshot
  /** Gives every stratum its probability, by its rate, cost, value and ceiling. */
  allocate(strata: readonly PatternSampling[], spending: Spending, boost: number, now: number): void
  /** Multiplies the budget, or without one the probabilities, from the next allocation on. */
  useFactor(factor: number): void
  bucketFactor(now: number): number
  spend(cost: number): void
  /** Drops what the token bucket has saved up. */
  dropSavings(): void
}

export function createPlan(budget: Budget | undefined): Plan {
  return withFastMembers(budget === undefined ? createThinningPlan() : createBudgetPlan(budget))
}

function createThinningPlan(): Plan {
  let factor = 1
  let snapshot: PlanSnapshot = { probabilityAt: thinningProbability, boost: 1 }
  return {
    budget: undefined,
    perMinute: Number.POSITIVE_INFINITY,
    expectedDemand: Number.POSITIVE_INFINITY,
    get snapshot() {
      return snapshot
    },
    allocate(strata, _spending, boost) {
      const by = factor
      const probabilityAt = (perMinute: number) => Math.min(1, by * thinningProbability(perMinute))
      snapshot = { probabilityAt, boost }
      for (const stratum of strata) stratum.probability = probabilityAt(stratum.perMinute)
    },
    useFactor(next) {
      factor = next
    },
    bucketFactor: () => 1,
    spend: () => {},
    dropSavings: () => {},
  }
}

function createBudgetPlan(budget: Budget): Plan {
  const perMinute = budget.perSecond * 60
  const bucket = new TokenBucket(budget.perSecond)
  let snapshot = budgetSnapshot(Number.POSITIVE_INFINITY, 1)
  let expectedDemand = perMinute
  let factor = 1
  return {
    budget,
    perMinute,
    get expectedDemand() {
      return expectedDemand
    },
    get snapshot() {
      return snapshot
    },
    allocate(strata, spending, boost, now) {
      // The floor takes more in the first windows after a start than later.
      const allowed =
        spending.perMinute('floor', RESERVE_INTERVALS) + spending.perMinute('allowance', RESERVE_INTERVALS)
      const reserved = Math.min(allowed, MAX_ALLOWANCE_SHARE * perMinute)
      const available = Math.max(0, factor * perMinute - spending.perMinute('guaranteed', RESERVE_INTERVALS) - reserved)
      let lambda = solveLambda(strata, available)
      const surging = strata.filter(({ surgesUntil }) => surgesUntil > now)
      const boosted = boostWithin(surging, lambda, boost, perMinute)
      if (boosted.extra > 0) lambda = solveLambda(strata, Math.max(0, available - boosted.extra))
      snapshot = budgetSnapshot(lambda, boosted.boost)
      expectedDemand = 0
      for (const stratum of strata) {
        expectedDemand += stratum.perMinute * stratum.cost
        stratum.probability = allocatedProbability(lambda, stratum.perMinute, stratum.cost, stratum.value)
      }
      expectedDemand = Math.max(expectedDemand, available)
    },
    useFactor(next) {
      if (next !== factor) bucket.useRate(next * budget.perSecond)
      factor = next
    },
    bucketFactor: (now) => bucket.factor(now),
    spend: (cost) => bucket.spend(cost),
    dropSavings: () => bucket.dropSavings(),
  }
}

function budgetSnapshot(lambda: number, boost: number): PlanSnapshot {
  return { probabilityAt: (perMinute, cost, value) => allocatedProbability(lambda, perMinute, cost, value), boost }
}
