import type { Random } from '../internal/random.js'
import type { Policy } from '../protocol/policy.js'
import type { LogRecord } from '../record/log-record.js'
import type { Adaptation } from './adaptive/adaptation.js'
import { type Budget, smallerBudget } from './adaptive/budget.js'
import type { SpendingKind } from './adaptive/spending.js'
import { clipProbability } from './adaptive/thinning.js'
import {
  type DropDecision,
  type DropReason,
  dropped,
  type KeepDecision,
  type KeepReason,
  type SamplingDecision,
} from './decision.js'
import type { Examination } from './examination.js'
import { createFloor, DEFAULT_KEEP_FIRST } from './floor.js'
import type { IncidentWindow } from './incident-window.js'
import { bandOf, type PatternSampling } from './pattern-sampling.js'
import { createPolicyRates } from './policy-rates.js'
import { traceRandomness } from './randomness.js'
import type { Arrival } from './rate-slew.js'
import { CONSISTENT_RECORDS_PER_TRACE, createTraceCounts } from './trace-counts.js'

export const ERROR_SEVERITY = 17
/** A severity that cannot be read is never thinned below this. */
const MIN_PROBABILITY_UNREADABLE = 0.1
const DEFAULT_BOOST = 2

export interface SamplerOptions {
  readonly budget: Budget | undefined
  /** True = kept with reason `pinned`. */
  readonly alwaysKeep: ((record: LogRecord) => boolean) | undefined
  readonly random: Random
  readonly adaptation: Adaptation
  readonly incident: IncidentWindow
  /** A remote rate of 0 silences the floor too. */
  readonly allowRemoteSilence: boolean
}

export interface Inspection {
  /** Records of the pattern in the running window. */
  readonly inWindow: number
  /** How many of them the floor keeps, while its allowance lasts. */
  readonly limit: number
  readonly perMinute: number
  /** What allocator or thinning give it. */
  readonly allocated: number
  /** Upper bound by the policy; 1 without one. */
  readonly ceiling: number
  /** Factor of a surge. */
  readonly boost: number
  /** Factor of the token bucket on draws without a trace. */
  readonly bucket: number
  readonly probability: number
}

export interface Sampler {
  /**
   * Decides one record in the order: error, pinned, incident, silenced, first, novel, adaptive. `now` is monotonic milliseconds;
   * `severityNumber` is 1–24, 0 if it cannot be read.
   */
  decide(
    record: LogRecord,
    examined: Examination,
    severityNumber: number,
    pattern: PatternSampling,
    now: number,
  ): SamplingDecision
  /** What would decide a record of this pattern, without counting or drawing. */
  inspect(pattern: PatternSampling, severityNumber: number, estimatedBytes: number, now: number): Inspection
  isPinned(record: LogRecord, signature: string): boolean
  isIncident(now: number): boolean
  isSilenced(pattern: PatternSampling, severityNumber: number, now: number): boolean
  /**
   * Puts a policy in force; `undefined` goes back to local adaptation. Patterns keep what they have learnt. Probabilities fall to
   * what it says at most 10× per refresh interval, unless `atOnce`.
   */
  usePolicy(policy: Policy | undefined, now: number, atOnce?: boolean): void
}

export function createSampler(options: SamplerOptions): Sampler {
  const { budget: localBudget, alwaysKeep, random, adaptation, incident, allowRemoteSilence } = options
  const traceCounts = createTraceCounts(Math.floor(random() * 2 ** 32))
  const rates = createPolicyRates(allowRemoteSilence, localBudget !== undefined)
  let floor = createFloor(DEFAULT_KEEP_FIRST, localBudget)
  adaptation.useBudget(localBudget)
  adaptation.useBoost(DEFAULT_BOOST)

  function keptWhole(
    reason: KeepReason,
    kind: SpendingKind,
    pattern: PatternSampling,
    estimatedBytes: number,
  ): KeepDecision {
    adaptation.spend(kind, adaptation.costOf(pattern, estimatedBytes))
    return keep(pattern, reason, 1, 1, estimatedBytes)
  }

  function drawn(
    pattern: PatternSampling,
    probability: number,
    weight: number,
    cost: number,
    estimatedBytes: number,
  ): SamplingDecision {
    if (weight === 0) return drop(pattern, probability)
    adaptation.spend('drawn', cost)
    return keep(pattern, 'adaptive', probability, weight, estimatedBytes)
  }

  /** p of the record by what arrived and what policies say. No draw has an influence on it. */
  function plannedProbability(
    pattern: PatternSampling,
    stratum: PatternSampling,
    severityNumber: number,
    cost: number,
    now: number,
  ): number {
    const allocated = adaptation.arrive(stratum, cost)
    const ceiling = rates.ceilingOf(pattern.signature, severityNumber)
    stratum.ceiling = ceiling ?? 1
    const bounded = Math.max(
      rates.bounded(ceiling, allocated),
      leastOf({ signature: pattern.signature, stratum, severityNumber, allocated }, now),
    )
    return clipFor(severityNumber, bounded * adaptation.boostOf(stratum, now))
  }

  function leastOf(arrival: Arrival, now: number): number {
    return rates.isFalling(now) ? rates.least(arrival, now) : 0
  }

  /** What the token bucket makes of a plan: what it has left over lifts nothing above a ceiling. */
  function corrected(planned: number, ceiling: number, severityNumber: number, now: number): number {
    // What is spent beyond a budget that policies have cut has no say while its probabilities come down.
    const factor = rates.isFalling(now) ? Math.max(1, adaptation.bucketFactor(now)) : adaptation.bucketFactor(now)
    const p = planned * factor
    return clipFor(severityNumber, factor > 1 ? Math.min(p, Math.max(planned, ceiling)) : p)
  }

  return {
    decide(record, examined, severityNumber, pattern, now) {
      const { hasException, pinned, estimatedBytes } = examined
      adaptation.tick(now)
      if (severityNumber >= ERROR_SEVERITY || hasException) {
        adaptation.countError()
        return keptWhole('error', 'guaranteed', pattern, estimatedBytes)
      }
      if (pinned || alwaysKeep?.(record) === true || rates.keepsAll(pattern.signature)) {
        return keptWhole('pinned', 'guaranteed', pattern, estimatedBytes)
      }
      if (incident.isOpen(now)) return keptWhole('incident', 'guaranteed', pattern, estimatedBytes)

      if (rates.isSilenced(pattern, severityNumber, now)) return drop(pattern, 0, 'silenced')
      const cost = adaptation.costOf(pattern, estimatedBytes)
      const floorReason = floor.take(pattern, cost, now)
      if (floorReason !== undefined) return keptWhole(floorReason, 'floor', pattern, estimatedBytes)

      const stratum = adaptation.stratumOf(pattern)
      const planned = plannedProbability(pattern, stratum, severityNumber, cost, now)
      const traceId = record.spanContext?.traceId
      const r = typeof traceId === 'string' ? traceRandomness(traceId) : -1
      if (r >= 0 && traceCounts.countBefore(traceId!, pattern.ordinal, now) < CONSISTENT_RECORDS_PER_TRACE) {
        // Without the bucket: its level tells of earlier draws of this trace, which are this draw too.
        return drawn(pattern, planned, r >= 1 - planned ? 1 / planned : 0, cost, estimatedBytes)
      }
      const p = corrected(planned, stratum.ceiling, severityNumber, now)
      const band = bandOf(severityNumber)
      const weight = stratum.blocks.draw(band, p, planned, random)
      return drawn(pattern, stratum.blocks.probabilityOf(band), weight, cost, estimatedBytes)
    },

    inspect(pattern, severityNumber, estimatedBytes, now) {
      const stratum = adaptation.stratumOf(pattern)
      const { perMinute, allocated } = adaptation.inspect(stratum, adaptation.costOf(pattern, estimatedBytes))
      const ceiling = rates.ceilingOf(pattern.signature, severityNumber)
      const least = leastOf({ signature: pattern.signature, stratum, severityNumber, allocated }, now)
      const boost = adaptation.boostOf(stratum, now)
      const bucket = adaptation.bucketFactor(now)
      const planned = clipFor(severityNumber, Math.max(rates.bounded(ceiling, allocated), least) * boost)
      const probability = corrected(planned, ceiling ?? 1, severityNumber, now)
      return {
        ...floor.inspect(pattern, now),
        perMinute,
        allocated,
        ceiling: ceiling ?? 1,
        boost,
        bucket,
        probability,
      }
    },
    isPinned: (record, signature) => alwaysKeep?.(record) === true || rates.keepsAll(signature),
    isIncident: incident.isOpen,
    isSilenced: rates.isSilenced,

    usePolicy(policy, now, atOnce = false) {
      const budget = smallerBudget(localBudget, policy?.budget?.bytes_per_second)
      floor = createFloor(policy?.keep_first ?? DEFAULT_KEEP_FIRST, budget, localBudget)
      const allocationBefore = adaptation.allocationBefore(budget, policy?.pattern_values)
      adaptation.useBudget(budget)
      adaptation.useBoost(policy?.anomaly_boost ?? DEFAULT_BOOST)
      adaptation.useValues(policy?.pattern_values)
      rates.use(policy, { hasBudget: budget !== undefined, allocationBefore, now, atOnce })
    },
  }
}

function clipFor(severityNumber: number, probability: number): number {
  return clipProbability(severityNumber === 0 ? Math.max(probability, MIN_PROBABILITY_UNREADABLE) : probability)
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

/** Reasons have probabilities of their own: 0 is no adaptive one. */
function drop(pattern: PatternSampling, probability: number, reason: DropReason = 'adaptive'): DropDecision {
  const last = pattern.lastDrop
  if (last !== undefined && last.probability === probability) return last
  const decision = dropped(reason, pattern.signature, probability)
  pattern.lastDrop = decision
  return decision
}
