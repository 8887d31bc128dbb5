import type { Random } from '../internal/random.js'
import type { LogRecord } from '../log-record.js'
import type { Policy } from '../protocol/policy.js'
import { countArrival, rateAt } from './adaptive/arrival-rate.js'
import { type Budget, type BudgetAllocator, createBudgetAllocator } from './adaptive/budget.js'
import { clipProbability, thinningProbability } from './adaptive/thinning.js'
import { type Ceilings, compileCeilings, NO_CEILINGS } from './ceilings.js'
import type { DropDecision, KeepDecision, KeepReason, SamplingDecision } from './decision.js'
import type { Examination } from './examination.js'
import { createFloorAllowance, type FloorAllowance } from './floor-allowance.js'
import { createIncidentWindow } from './incident-window.js'
import { blockOf, type PatternSampling } from './pattern-sampling.js'
import { traceRandomness } from './randomness.js'
import { CONSISTENT_RECORDS_PER_TRACE, createTraceCounts } from './trace-counts.js'

const ERROR_SEVERITY = 17
/** A severity that cannot be read is never thinned below this. */
const MIN_PROBABILITY_UNREADABLE = 0.1
const DEFAULT_KEEP_FIRST = { count: 5, per_seconds: 60 }
/** `first` and `novel` keeps a window without a budget. */
const FLOOR_RECORDS_PER_WINDOW = 1_000
const FIRST_SHARE_OF_BUDGET = 0.5
const NOVEL_SHARE_OF_BUDGET = 0.1

export interface SamplerOptions {
  readonly budget?: Budget | undefined
  /** True = kept with reason `pinned`. */
  readonly alwaysKeep?: ((record: LogRecord) => boolean) | undefined
  readonly random: Random
  /** All patterns, for the budget's allocation. */
  readonly patterns: () => Iterable<PatternSampling>
}

export interface Sampler {
  /**
   * Decides one record in the order: error, pinned, incident, first, novel, adaptive. `now` is monotonic milliseconds;
   * `severityNumber` is 1–24, 0 if it cannot be read.
   */
  decide(
    record: LogRecord,
    examined: Examination,
    severityNumber: number,
    pattern: PatternSampling,
    now: number,
  ): SamplingDecision
  /** Puts a policy in force; `undefined` goes back to local adaptation. Patterns keep what they have learnt. */
  usePolicy(policy: Policy | undefined): void
  /** Opens the process-wide pass-through window. */
  openIncident(now: number, until: number): void
}

export function createSampler({ budget: localBudget, alwaysKeep, random, patterns }: SamplerOptions): Sampler {
  const traceCounts = createTraceCounts()
  const incident = createIncidentWindow()
  let ceilings: Ceilings = NO_CEILINGS
  let keepFirst = DEFAULT_KEEP_FIRST
  let windowMillis = keepFirst.per_seconds * 1000
  let budget: Budget | undefined = localBudget
  let allocator: BudgetAllocator | undefined = budget && createBudgetAllocator(budget)
  let floor = floorFor(allocator, windowMillis)

  function demands(now: number) {
    return Array.from(patterns(), (pattern) => ({
      perMinute: rateAt(pattern.rate, now),
      cost: allocator?.unit === 'bytes' ? Math.max(1, pattern.meanBytes) : 1,
      ceiling: pattern.ceiling,
    }))
  }

  function keptWhole(reason: KeepReason, pattern: PatternSampling, estimatedBytes: number): KeepDecision {
    allocator?.spendUnconditionally(costOf(pattern, estimatedBytes))
    return keep(pattern, reason, 1, 1, estimatedBytes)
  }

  function costOf(pattern: PatternSampling, estimatedBytes: number): number {
    if (allocator?.unit !== 'bytes') return 1
    return pattern.meanBytes > 0 ? pattern.meanBytes : estimatedBytes
  }

  function probabilityOf(pattern: PatternSampling, severityNumber: number, cost: number, now: number): number {
    const perMinute = countArrival(pattern.rate, now)
    const ceiling = ceilings.of(pattern.signature, severityNumber)
    pattern.ceiling = ceiling ?? 1
    let p: number
    if (allocator !== undefined) p = Math.min(pattern.ceiling, allocator.probabilityOf(perMinute, cost))
    else p = ceiling ?? thinningProbability(perMinute)
    return clipProbability(severityNumber === 0 ? Math.max(p, MIN_PROBABILITY_UNREADABLE) : p)
  }

  return {
    decide(record, examined, severityNumber, pattern, now) {
      const { hasException, pinned, estimatedBytes } = examined
      if (severityNumber >= ERROR_SEVERITY || hasException) return keptWhole('error', pattern, estimatedBytes)
      if (pinned || alwaysKeep?.(record) === true) return keptWhole('pinned', pattern, estimatedBytes)
      if (incident.isOpen(now)) return keptWhole('incident', pattern, estimatedBytes)

      const cost = costOf(pattern, estimatedBytes)
      const window = Math.floor(now / windowMillis)
      const seenBefore = pattern.window >= 0
      if (pattern.window !== window) {
        pattern.window = window
        pattern.inWindow = 0
      }
      const inWindow = ++pattern.inWindow
      if (inWindow === 1 && floor.takeFirst(window, seenBefore, cost))
        return keptWhole('first', pattern, estimatedBytes)
      if (inWindow > 1 && inWindow <= keepFirst.count && floor.takeNovel(window, cost)) {
        return keptWhole('novel', pattern, estimatedBytes)
      }

      allocator?.update(now, () => demands(now))
      const p = probabilityOf(pattern, severityNumber, cost, now)
      const traceId = record.spanContext?.traceId
      const r = typeof traceId === 'string' ? traceRandomness(traceId) : -1
      if (r >= 0 && traceCounts.countBefore(traceId!, pattern.ordinal, now) < CONSISTENT_RECORDS_PER_TRACE) {
        return r >= 1 - p ? keep(pattern, 'adaptive', p, 1 / p, estimatedBytes) : drop(pattern, p)
      }
      const block = blockOf(pattern, severityNumber, random)
      const weight = block.draw(p)
      return weight > 0
        ? keep(pattern, 'adaptive', 1 / weight, weight, estimatedBytes)
        : drop(pattern, block.probability)
    },

    usePolicy(policy) {
      ceilings = policy === undefined ? NO_CEILINGS : compileCeilings(policy)
      keepFirst = { ...DEFAULT_KEEP_FIRST, ...policy?.keep_first }
      windowMillis = keepFirst.per_seconds * 1000
      const effective = smallerBudget(localBudget, policy?.budget?.bytes_per_second)
      if (effective?.unit !== budget?.unit || effective?.perSecond !== budget?.perSecond) {
        budget = effective
        allocator = budget && createBudgetAllocator(budget)
      }
      floor = floorFor(allocator, windowMillis)
    },

    openIncident: incident.open,
  }
}

function floorFor(allocator: BudgetAllocator | undefined, windowMillis: number): FloorAllowance {
  if (allocator === undefined) {
    return createFloorAllowance({ first: FLOOR_RECORDS_PER_WINDOW, novel: FLOOR_RECORDS_PER_WINDOW })
  }
  const perWindow = (allocator.perMinute * windowMillis) / 60_000
  return createFloorAllowance({ first: perWindow * FIRST_SHARE_OF_BUDGET, novel: perWindow * NOVEL_SHARE_OF_BUDGET })
}

/** Budgets in different units cannot be compared: the local one holds. */
function smallerBudget(local: Budget | undefined, remoteBytesPerSecond: number | undefined): Budget | undefined {
  if (remoteBytesPerSecond === undefined || local?.unit === 'records') return local
  if (local !== undefined && local.perSecond <= remoteBytesPerSecond) return local
  return { unit: 'bytes', perSecond: remoteBytesPerSecond }
}

function keep(
  pattern: PatternSampling,
  reason: KeepReason,
  probability: number,
  weight: number,
  estimatedBytes: number,
): KeepDecision {
  return { keep: true, reason, signature: pattern.signature, probability, weight, estimatedBytes }
}

function drop(pattern: PatternSampling, probability: number): DropDecision {
  const last = pattern.lastDrop
  if (last !== undefined && last.probability === probability) return last
  const decision: DropDecision = Object.freeze({
    keep: false,
    reason: 'adaptive',
    signature: pattern.signature,
    probability,
    weight: 0,
  })
  pattern.lastDrop = decision
  return decision
}
