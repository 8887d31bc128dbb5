import { withFastMembers } from '../../internal/fast-members.js'
import type { PatternSampling } from '../pattern-sampling.js'
import { PatternValues } from '../pattern-values.js'
import type { TraceHash } from '../trace-hash.js'
import { INTERVAL_MILLIS, INTERVALS_PER_MINUTE, keptAfter } from './arrival-history.js'
import type { Budget } from './budget.js'
import { type BudgetStats, budgetStatsOf } from './budget-stats.js'
import { Demand } from './demand.js'
import { ErrorSurge } from './error-surge.js'
import { Overhead } from './overhead.js'
import { createPlan, type PlanSnapshot } from './plan.js'
import { MIN_RUNNING_COUNT, rateOf, STEP_RATIO } from './running-rate.js'
import { Spending, type SpendingKind } from './spending.js'
import type { SurgeStats } from './surge-stats.js'
import { thinningProbability } from './thinning.js'

const MILLIS_PER_MINUTE = 60_000
const SURGE_MILLIS = 10 * MILLIS_PER_MINUTE
const MIN_RUNNING_MILLIS = 1_000
const SETTLING_INTERVALS = 3
/** Least records a minute that stand for a budget where the app has set none. */
const MIN_PLANNED_PER_MINUTE = 1_000
/** What a fault multiplies the budget by, for a while; without a budget, probabilities. */
const FAULT_FACTOR = 2

export interface AdaptationOptions {
  /** Returns all patterns of the table. */
  readonly patterns: () => readonly PatternSampling[]
  /** Shared by the patterns that a full table has no history of. */
  readonly overflow: PatternSampling
  readonly isTableFull: () => boolean
  /** The plan is about to change: leases are to be given back. */
  readonly revokeLeases: () => void
  /** An interval was closed. */
  readonly onInterval: () => void
  /** Hashes trace ids, to count them. */
  readonly traceHash: TraceHash
  /** Returns whether the pass-through window is open at monotonic milliseconds. */
  readonly isIncident: (now: number) => boolean
  /** Guarantees alone take more than the budget, by this share; `undefined` once they do not. */
  readonly onInfeasible: (guaranteedShare: number | undefined) => void
}

/**
 * Follows the traffic in intervals of 10 s, without a timer: the first record after one closes it. Then every pattern gets its
 * probability, by the budget if there is one, else by square-root thinning. A step in the traffic makes new ones at once. Times
 * are monotonic milliseconds.
 */
export interface Adaptation {
  useBudget(budget: Budget | undefined): void
  /** Sets the factor on p during a surge. */
  useBoost(boost: number): void
  /** Sets the values of patterns. */
  useValues(values: PatternValues): void
  /** Returns what the plan gives strata now, at any later rate; `undefined` if neither `budget` nor `values` changes it. */
  allocationBefore(budget: Budget | undefined, values: PatternValues): StratumAllocation | undefined
  tick(now: number): void
  /** Counts an error, in the trace that it is of. */
  countError(traceId: unknown): void
  /** Counts the trace of a record that is no error, by 32 bits of the hash of its id. */
  countTrace(hash: number): void
  /** Returns the stratum that a pattern's record is counted and drawn in: its own, or the overflow's. */
  stratumOf(pattern: PatternSampling): PatternSampling
  /** Counts a record at the adaptive step. */
  arrive(stratum: PatternSampling, cost: number): void
  /** Returns how many records of a cost may be leased before the demand of all asks for a new plan. */
  leaseable(cost: number): number
  /** Reserves cost for leased records; a negative one is given back. */
  leased(cost: number): void
  /** Counts leased records that came, the last at `seenAt`, and takes their cost out of what is reserved. */
  settled(pattern: PatternSampling, records: number, cost: number, seenAt: number): void
  /** Monotonic milliseconds. */
  readonly intervalEnd: number
  /** What the plan gives now. */
  readonly snapshot: PlanSnapshot
  /** Returns the probability of a stratum at its present rate, or that of so many records later, by a plan, before ceilings. */
  allocated(stratum: PatternSampling, cost: number, plan: PlanSnapshot, later?: number): number
  /** Returns the records per minute that a stratum's probability goes by. */
  perMinuteOf(stratum: PatternSampling): number
  /** Returns the factor on p by what was spent beyond the allocator's plan. */
  bucketFactor(now: number): number
  spend(kind: SpendingKind, cost: number): void
  /** Returns the cost of a record in the unit of the budget. `bytes` is an estimate, for a pattern of which none was encoded yet. */
  costOf(pattern: PatternSampling, bytes: number): number
  /** Counts what stamps and a batch add to its records, in bytes: billed like them. */
  batchCut(records: number, overheadBytes: number): void
  budgetStats(): BudgetStats | undefined
  /** Returns the cost per minute that allowances are shares of: the budget, or else `thinnedPerMinute`. */
  allowancesPerMinute(): number
  /** Returns the records per minute that thinning without budget and rates would keep of the traffic, at least 1,000. No policy changes it. */
  thinnedPerMinute(): number
  surgeStats(now: number): SurgeStats
}

/** Returns the probability of a stratum. */
export type StratumAllocation = (stratum: PatternSampling) => number

export function createAdaptation(options: AdaptationOptions): Adaptation {
  const { patterns, overflow, isTableFull, revokeLeases, onInterval, traceHash, isIncident, onInfeasible } = options
  const errorSurge = new ErrorSurge()
  let spending = new Spending()
  let plan = createPlan(undefined)
  let boost = 1
  let values = new PatternValues()
  const overhead = new Overhead()
  let intervalStart = Number.NaN
  const demand = new Demand()
  let lastTick = 0
  let isCold = true
  let thinned = MIN_PLANNED_PER_MINUTE
  let patternSurges = 0

  function costOf(pattern: PatternSampling, bytes: number): number {
    if (plan.budget?.unit !== 'bytes') return 1
    return (pattern.meanBytes > 0 ? pattern.meanBytes : Math.max(1, bytes)) + overhead.bytes
  }

  function strata(): PatternSampling[] {
    const all = patterns().slice()
    all.push(overflow)
    return all
  }

  function closeInterval(now: number): void {
    revokeLeases()
    const elapsed = now - intervalStart
    const kept = keptAfter(elapsed)
    const all = strata()
    let observed = 0
    let expected = 0
    let thinnedNow = 0
    for (const pattern of all) {
      const { history, inInterval } = pattern
      const cost = costOf(pattern, 0)
      observed += (inInterval * cost * MILLIS_PER_MINUTE) / elapsed
      if (history.close(inInterval, elapsed, kept)) {
        pattern.surgesUntil = now + SURGE_MILLIS
        patternSurges++
      }
      expected += history.perMinute * cost
      thinnedNow += history.perMinute * thinningProbability(history.perMinute)
      pattern.inInterval = 0
    }
    errorSurge.close(now, elapsed)
    plan.useFactor(errorSurge.isActive(now) || isIncident(now) ? FAULT_FACTOR : 1)
    spending.close(elapsed)
    thinned = Math.max(MIN_PLANNED_PER_MINUTE, thinnedNow)
    isCold = false
    // While little was known, the start left some of the budget: it is not spent later.
    if (spending.closed <= SETTLING_INTERVALS) plan.dropSavings()
    intervalStart = now
    demand.came = 0
    // The distribution is that of the last minutes, the total that of the last interval: a step is followed at once.
    const scale = plan.budget !== undefined && expected > 0 ? observed / expected : 1
    for (const pattern of all) pattern.perMinute = pattern.history.perMinute * scale
    allocate(all, now)
    const share = guaranteedShare()
    onInfeasible(share > 1 ? share : undefined)
    onInterval()
  }

  /** Plans anew: the traffic is beyond what was expected. Patterns with enough records have a rate each, the others one together. */
  function recompute(now: number): void {
    const elapsed = Math.max(MIN_RUNNING_MILLIS, now - intervalStart)
    const all = strata()
    const hasOwnRate = ({ inInterval, history }: PatternSampling) =>
      inInterval >= MIN_RUNNING_COUNT || history.perMinute < 0
    const runningOf = ({ inInterval }: PatternSampling) => (inInterval * MILLIS_PER_MINUTE) / elapsed
    let running = 0
    let expected = 0
    for (const pattern of all) {
      if (hasOwnRate(pattern)) continue
      running += runningOf(pattern)
      expected += pattern.history.perMinute
    }
    const scale = expected > 0 ? running / expected : 1
    for (const pattern of all) {
      pattern.perMinute = hasOwnRate(pattern) ? runningOf(pattern) : pattern.history.perMinute * scale
    }
    allocate(all, now)
    demand.limit = Math.max(demand.limit, STEP_RATIO * demand.came)
  }

  function allocate(all: readonly PatternSampling[], now: number): void {
    for (const pattern of all) {
      pattern.cost = costOf(pattern, 0)
      pattern.value = values.of(pattern)
    }
    plan.allocate(all, spending, boost, now)
    demand.limit = (STEP_RATIO * plan.expectedDemand) / INTERVALS_PER_MINUTE
  }

  function hasBudget(budget: Budget | undefined): boolean {
    return budget?.unit === plan.budget?.unit && budget?.perSecond === plan.budget?.perSecond
  }

  function guaranteedShare(): number {
    return spending.perMinute('guaranteed') / plan.perMinute
  }

  return withFastMembers({
    useBudget(budget) {
      if (hasBudget(budget)) return
      if (budget?.unit !== plan.budget?.unit) spending = new Spending()
      plan = createPlan(budget)
      allocate(strata(), lastTick)
    },
    useBoost(next) {
      boost = next
    },
    useValues(next) {
      if (next.equals(values)) return
      values = next
      allocate(strata(), lastTick)
    },
    allocationBefore(budget, nextValues) {
      // Before the first interval the plan knows no traffic, and has promised nothing.
      if (isCold || (hasBudget(budget) && nextValues.equals(values))) return undefined
      const { probabilityAt } = plan.snapshot
      const valuesBefore = values
      return (stratum) => probabilityAt(rateOf(stratum), stratum.cost, valuesBefore.of(stratum))
    },
    tick(now) {
      lastTick = now
      errorSurge.seen(1)
      if (now - intervalStart >= INTERVAL_MILLIS) closeInterval(now)
      else if (Number.isNaN(intervalStart)) intervalStart = now
    },
    countError(traceId) {
      errorSurge.error()
      if (traceId !== undefined && traceHash.take(traceId)) errorSurge.trace(traceHash.low, true)
    },
    countTrace: (hash) => errorSurge.trace(hash, false),
    stratumOf(pattern) {
      return pattern.history.perMinute < 0 && isTableFull() ? overflow : pattern
    },
    arrive(stratum, cost) {
      stratum.inInterval++
      demand.came += cost
      if (!demand.mayBeBeyondLimit) return
      revokeLeases()
      if (demand.isBeyondLimit) recompute(lastTick)
    },
    leaseable: (cost) => demand.leaseable(cost),
    leased: (cost) => demand.lease(cost),
    settled(pattern, records, cost, seenAt) {
      pattern.inInterval += records
      demand.came += records * cost
      demand.lease(-records * cost)
      errorSurge.seen(records)
      lastTick = Math.max(lastTick, seenAt)
    },
    get intervalEnd() {
      return intervalStart + INTERVAL_MILLIS
    },
    get snapshot() {
      return plan.snapshot
    },
    allocated(stratum, cost, snapshot, later) {
      const rate = rateOf(stratum, later)
      const isPlanned = rate === stratum.perMinute && snapshot === plan.snapshot
      return isPlanned ? stratum.probability : snapshot.probabilityAt(rate, cost, stratum.value)
    },
    perMinuteOf: (stratum) => rateOf(stratum),
    bucketFactor: (now) => plan.bucketFactor(now),
    spend(kind, cost) {
      spending.add(kind, cost)
      plan.spend(cost)
    },
    costOf,
    batchCut: (records, bytes) => overhead.add(records, bytes),
    budgetStats: () => budgetStatsOf(plan.budget, spending),
    allowancesPerMinute: () => (plan.budget === undefined ? thinned : plan.perMinute),
    thinnedPerMinute: () => thinned,
    surgeStats: (now) => ({
      active: strata().filter(({ surgesUntil }) => surgesUntil > now).length,
      patterns: patternSurges,
      errorRate: errorSurge.count,
      isFault: errorSurge.isActive(now),
    }),
  })
}
