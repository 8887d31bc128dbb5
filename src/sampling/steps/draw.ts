import type { Random } from '../../internal/random.js'
import type { Adaptation } from '../adaptive/adaptation.js'
import { clipProbability } from '../adaptive/thinning.js'
import { droppedAgain, kept, type SamplingDecision } from '../decision.js'
import { bandOf, type PatternSampling } from '../pattern-sampling.js'
import type { PolicyRates } from '../policy-rates.js'
import { traceRandomness } from '../randomness.js'
import { CONSISTENT_RECORDS_PER_TRACE, type TraceCounts } from '../trace-counts.js'
import { type LastStep, outlook } from './decision-step.js'
import type { Subject } from './subject.js'

/** A severity that cannot be read is never thinned below this. */
const MIN_PROBABILITY_UNREADABLE = 0.1

export interface DrawParts {
  readonly adaptation: Adaptation
  readonly rates: PolicyRates
  readonly traceCounts: TraceCounts
  readonly random: Random
}

/** Draws what no step before has decided. */
export function drawStep({ adaptation, rates, traceCounts, random }: DrawParts): LastStep {
  /** Returns p by the traffic and the policies, given what the plan allocates. No draw has an influence on it. */
  function planned(subject: Subject, stratum: PatternSampling, allocated: number, ceiling: number | undefined): number {
    const { pattern, severityNumber, now } = subject
    const least = rates.isFalling(now)
      ? rates.lowerBound({ signature: pattern.signature, stratum, severityNumber, allocated }, now)
      : 0
    const bounded = Math.max(rates.bounded(ceiling, allocated), least)
    return clipFor(severityNumber, bounded * adaptation.boostOf(stratum, now))
  }

  /** Returns a planned p, corrected by the token bucket, which lifts nothing above a ceiling. */
  function corrected(plan: number, ceiling: number, { severityNumber, now }: Subject): number {
    // While probabilities fall to a smaller budget, what is spent beyond it lowers nothing.
    const factor = rates.isFalling(now) ? Math.max(1, adaptation.bucketFactor(now)) : adaptation.bucketFactor(now)
    const p = plan * factor
    return clipFor(severityNumber, factor > 1 ? Math.min(p, Math.max(plan, ceiling)) : p)
  }

  function drawn({ pattern, estimatedBytes }: Subject, p: number, weight: number, cost: number): SamplingDecision {
    if (weight === 0) return droppedAgain(pattern, p, 'adaptive')
    adaptation.spend('drawn', cost)
    return kept(pattern.signature, 'adaptive', p, weight, estimatedBytes)
  }

  return {
    decide(subject) {
      const { record, pattern, severityNumber, estimatedBytes, now } = subject
      const cost = adaptation.costOf(pattern, estimatedBytes)
      const stratum = adaptation.stratumOf(pattern)
      const allocated = adaptation.arrive(stratum, cost)
      const ceiling = rates.ceilingOf(pattern.signature, severityNumber)
      stratum.ceiling = ceiling ?? 1
      const plan = planned(subject, stratum, allocated, ceiling)
      const traceId = record.spanContext?.traceId
      const r = typeof traceId === 'string' ? traceRandomness(traceId) : -1
      if (r >= 0 && traceCounts.countBefore(traceId!, pattern.ordinal, now) < CONSISTENT_RECORDS_PER_TRACE) {
        // Without the bucket: its level depends on earlier draws of this trace, which are this draw too.
        return drawn(subject, plan, r >= 1 - plan ? 1 / plan : 0, cost)
      }
      const p = corrected(plan, stratum.ceiling, subject)
      const band = bandOf(severityNumber)
      const weight = stratum.blocks.draw(band, p, plan, random)
      return drawn(subject, stratum.blocks.probabilityOf(band), weight, cost)
    },
    explain(subject) {
      const { pattern, severityNumber, estimatedBytes, now } = subject
      const stratum = adaptation.stratumOf(pattern)
      const { perMinute, allocated } = adaptation.inspect(stratum, adaptation.costOf(pattern, estimatedBytes))
      const ceiling = rates.ceilingOf(pattern.signature, severityNumber)
      const plan = planned(subject, stratum, allocated, ceiling)
      const probability = corrected(plan, ceiling ?? 1, subject)
      const boost = adaptation.boostOf(stratum, now)
      const bucket = adaptation.bucketFactor(now)
      const numbers = { perMinute, allocated, ceiling: ceiling ?? 1, boost, bucket, probability }
      return [outlook('adaptive', true, 'drawn', probability, numbers)]
    },
  }
}

function clipFor(severityNumber: number, probability: number): number {
  return clipProbability(severityNumber === 0 ? Math.max(probability, MIN_PROBABILITY_UNREADABLE) : probability)
}
