import { MAX_FLOOR_SHARE } from '../floor-allowance.js'
import type { PatternSampling } from '../pattern-sampling.js'
import { allocatedProbability, solveLambda } from './allocation.js'
import { ArrivalHistory, INTERVAL_MILLIS, INTERVALS_PER_MINUTE } from './arrival-history.js'
import type { Budget, BudgetStats } from './budget.js'
import { Spending, type SpendingKind } from './spending.js'
import { boostWithin } from './surge-boost.js'
import { thinningProbability } from './thinning.js'
import { createTokenBucket, type TokenBucket } from './token-bucket.js'

const MILLIS_PER_MINUTE = 60_000
const SURGE_MILLIS = 10 * MILLIS_PER_MINUTE
/** Running totals this many times above what was expected count at once. */
const STEP = 2
/** Fewer records than that say little about a rate. */
const MIN_RUNNING_COUNT = 10
const MIN_RUNNING_MILLIS = 1_000
/** Records that it takes to learn anew what stamps and batches add to each. */
const OVERHEAD_RECORDS = 1_000

export interface AdaptationOptions {
  /** All patterns of the table. */
  readonly patterns: () => readonly PatternSampling[]
  /** Shared by the patterns that a full table has no history of. */
  readonly overflow: PatternSampling
  readonly isTableFull: () => boolean
  /** The error rate of the process surges. */
  readonly onErrorSurge: (now: number) => void
  /** Guarantees alone take more than the budget; `undefined` once they do not any more. */
  readonly onInfeasible: (guaranteedShare: number | undefined) => void
}

/**
 * Follows the traffic in intervals of 10 s, without a timer: the first record after one closes it. Then every pattern gets its
 * probability, by the budget if there is one, else by square-root thinning; a step in the traffic makes new ones at once.
 */
export interface Adaptation {
  useBudget(budget: Budget | undefined): void
  /** Factor on p during a surge. */
  useBoost(boost: number): void
  /** Values of patterns by signature, > 0; absent = 1. */
  useValues(values: Readonly<Record<string, number>> | undefined): void
  tick(now: number): void
  countError(): void
  /** The stratum that a pattern's record is counted and drawn in: its own, or the overflow's. */
  stratumOf(pattern: PatternSampling): PatternSampling
  /** A record arrived at the adaptive step: the probability of its stratum at its present rate, before ceilings. */
  arrive(stratum: PatternSampling, cost: number): number
  /** As {@link Adaptation.arrive}, without an arrival; and the rate it goes by. */
  inspect(stratum: PatternSampling, cost: number): { readonly perMinute: number; readonly allocated: number }
  /** Factor on p by the pattern's surge; no draw has an influence on it. */
  boostOf(stratum: PatternSampling, now: number): number
  /** Factor on p by what was spent beyond the allocator's plan. */
  bucketFactor(now: number): number
  spend(kind: SpendingKind, cost: number): void
  /** Cost of a record in the unit of the budget. `bytes` is an estimate for a pattern of which none was encoded yet. */
  costOf(pattern: PatternSampling, bytes: number): number
  /** What stamps and the batch add to its records, in bytes: billed like them. */
  batchCut(records: number, overheadBytes: number): void
  budgetStats(): BudgetStats | undefined
  surgeStats(now: number): { readonly active: number; readonly patterns: number; readonly errorRate: number }
}

export function createAdaptation(options: AdaptationOptions): Adaptation {
  const { patterns, overflow, isTableFull, onErrorSurge, onInfeasible } = options
  const errors = new ArrivalHistory()
  let budget: Budget | undefined
  let bucket: TokenBucket | undefined
  let spending = new Spending()
  let lambda = Number.POSITIVE_INFINITY
  let values = new Map<string, number>()
  let boost = 1
  let boostInForce = boost
  let overheadBytes = 0
  let intervalStart = Number.NaN
  let demand = 0
  let demandLimit = Number.POSITIVE_INFINITY
  let errorsInInterval = 0
  let lastTick = 0
  const surges = { patterns: 0, errorRate: 0 }

  const perMinute = () => (budget === undefined ? Number.POSITIVE_INFINITY : budget.perSecond * 60)
  const costOf = (pattern: PatternSampling, bytes: number) =>
    budget?.unit === 'bytes' ? (pattern.meanBytes > 0 ? pattern.meanBytes : Math.max(1, bytes)) + overheadBytes : 1
  const strata = () => [...patterns(), overflow]

  function probabilityAt(rate: number, cost: number, value: number): number {
    return budget === undefined ? thinningProbability(rate) : allocatedProbability(lambda, rate, cost, value)
  }

  /** Records per minute: what is expected, or the running interval where it is beyond twice that. */
  function rateOf(stratum: PatternSampling): number {
    // A running interval counts as a whole one, so that the first records of a burst are not taken for a flood.
    const running = stratum.inInterval * INTERVALS_PER_MINUTE
    const saysSomething = stratum.inInterval >= MIN_RUNNING_COUNT || stratum.history.perMinute < 0
    return saysSomething && running > STEP * stratum.expected ? running : stratum.expected
  }

  function closeInterval(now: number): void {
    const elapsed = now - intervalStart
    let observed = 0
    let expected = 0
    for (const pattern of strata()) {
      const cost = costOf(pattern, 0)
      observed += (pattern.inInterval * cost * MILLIS_PER_MINUTE) / elapsed
      if (pattern.history.close(pattern.inInterval, elapsed)) {
        pattern.surgesUntil = now + SURGE_MILLIS
        surges.patterns++
      }
      expected += pattern.history.perMinute * cost
      pattern.inInterval = 0
    }
    if (errors.close(errorsInInterval, elapsed)) {
      surges.errorRate++
      onErrorSurge(now)
    }
    // What the start took before anything was known is not taken back from what comes after.
    if (!spending.hasClosed && budget !== undefined) bucket = createTokenBucket(budget.perSecond)
    spending.close(elapsed)
    intervalStart = now
    demand = errorsInInterval = 0
    // The shape is that of the last minutes, the total that of the last interval, so that a step is met at once.
    const scale = budget !== undefined && expected > 0 ? observed / expected : 1
    for (const pattern of strata()) pattern.expected = pattern.history.perMinute * scale
    allocate(now)
    sayIfInfeasible()
  }

  /** The traffic left behind what was expected of it. Patterns with enough records tell their rate themselves, the others together. */
  function recompute(now: number): void {
    const elapsed = Math.max(MIN_RUNNING_MILLIS, now - intervalStart)
    const runningOf = (pattern: PatternSampling) => (pattern.inInterval * MILLIS_PER_MINUTE) / elapsed
    let running = 0
    let expected = 0
    const sparse: PatternSampling[] = []
    for (const pattern of strata()) {
      if (pattern.inInterval >= MIN_RUNNING_COUNT || pattern.history.perMinute < 0)
        pattern.expected = runningOf(pattern)
      else {
        sparse.push(pattern)
        running += runningOf(pattern)
        expected += pattern.history.perMinute
      }
    }
    const scale = expected > 0 ? running / expected : 1
    for (const pattern of sparse) pattern.expected = pattern.history.perMinute * scale
    allocate(now)
    demandLimit = Math.max(demandLimit, STEP * demand)
  }

  function allocate(now: number): void {
    const all = strata()
    for (const pattern of all) pattern.value = values.get(pattern.signature) ?? 1
    if (budget !== undefined) {
      const demands = all.map((pattern) => ({
        perMinute: pattern.expected,
        cost: costOf(pattern, 0),
        value: pattern.value,
        ceiling: pattern.ceiling,
      }))
      // The first windows after a start hold more than the floor of any later one.
      const floor = Math.min(spending.perMinute('floor'), MAX_FLOOR_SHARE * perMinute())
      const available = Math.max(0, perMinute() - spending.perMinute('guaranteed') - floor)
      const surging = demands.filter((_, i) => all[i]!.surgesUntil > now)
      lambda = solveLambda(demands, available)
      const boosted = boostWithin(surging, lambda, boost, perMinute())
      boostInForce = boosted.boost
      if (boosted.extra > 0) lambda = solveLambda(demands, Math.max(0, available - boosted.extra))
      const expectedDemand = demands.reduce((sum, { perMinute, cost }) => sum + perMinute * cost, 0)
      demandLimit = (STEP * Math.max(expectedDemand, available / STEP)) / INTERVALS_PER_MINUTE
    } else boostInForce = boost
    for (const pattern of all) {
      pattern.probability = probabilityAt(pattern.expected, costOf(pattern, 0), pattern.value)
    }
  }

  function guaranteedShare(): number {
    return spending.perMinute('guaranteed') / perMinute()
  }

  function sayIfInfeasible(): void {
    if (budget !== undefined) onInfeasible(guaranteedShare() > 1 ? guaranteedShare() : undefined)
  }

  return {
    useBudget(next) {
      if (next?.unit === budget?.unit && next?.perSecond === budget?.perSecond) return
      if (next?.unit !== budget?.unit) spending = new Spending()
      budget = next
      bucket = next && createTokenBucket(next.perSecond)
      demandLimit = next === undefined ? Number.POSITIVE_INFINITY : perMinute() / INTERVALS_PER_MINUTE
      allocate(lastTick)
    },
    useBoost(next) {
      boost = boostInForce = next
    },
    useValues(next) {
      values = new Map(Object.entries(next ?? {}))
    },
    tick(now) {
      lastTick = now
      if (now - intervalStart >= INTERVAL_MILLIS) closeInterval(now)
      else if (Number.isNaN(intervalStart)) intervalStart = now
    },
    countError() {
      errorsInInterval++
    },
    stratumOf(pattern) {
      return pattern.history.perMinute < 0 && isTableFull() ? overflow : pattern
    },
    arrive(stratum, cost) {
      stratum.inInterval++
      demand += cost
      if (demand > demandLimit) recompute(lastTick)
      const rate = rateOf(stratum)
      return rate === stratum.expected ? stratum.probability : probabilityAt(rate, cost, stratum.value)
    },
    inspect(stratum, cost) {
      const perMinute = rateOf(stratum)
      return { perMinute, allocated: probabilityAt(perMinute, cost, stratum.value) }
    },
    boostOf: (stratum, now) => (stratum.surgesUntil > now ? boostInForce : 1),
    bucketFactor: (now) => bucket?.factor(now) ?? 1,
    spend(kind, cost) {
      spending.add(kind, cost)
      bucket?.spend(cost)
    },
    costOf,
    batchCut(records, bytes) {
      const share = Math.min(0.5, records / OVERHEAD_RECORDS)
      overheadBytes += share * (bytes / records - overheadBytes)
    },
    budgetStats() {
      if (budget === undefined) return undefined
      const perSecondOf = (kind: SpendingKind) => spending.perMinute(kind) / 60
      return {
        unit: budget.unit,
        perSecond: budget.perSecond,
        spentPerSecond: perSecondOf('guaranteed') + perSecondOf('floor') + perSecondOf('drawn'),
        guaranteedShare: guaranteedShare(),
        floorShare: spending.perMinute('floor') / perMinute(),
        isFeasible: guaranteedShare() <= 1,
      }
    },
    surgeStats: (now) => ({ ...surges, active: strata().filter(({ surgesUntil }) => surgesUntil > now).length }),
  }
}
