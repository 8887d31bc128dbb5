import type { Random } from '../../internal/random.js'
import type { Adaptation } from '../adaptive/adaptation.js'
import type { PlanSnapshot } from '../adaptive/plan.js'
import { clipProbability } from '../adaptive/thinning.js'
import { droppedAgain, kept, type SamplingDecision } from '../decision.js'
import { bandOf, type PatternSampling } from '../pattern-sampling.js'
import type { PolicyRates } from '../policy-rates.js'
import type { TraceHash } from '../trace-hash.js'
import { type TraceDraws, TraceTable } from '../trace-table.js'
import { ALWAYS, type LastStep, outlook } from './decision-step.js'
import type { Subject } from './subject.js'

/** A severity that cannot be read is never thinned below this. */
const MIN_PROBABILITY_UNREADABLE = 0.1

export interface DrawParts {
  readonly adaptation: Adaptation
  readonly rates: PolicyRates
  readonly traceHash: TraceHash
  readonly random: Random
}

export interface DrawStep extends LastStep {
  /**
   * Returns whether the next record of a trace is drawn by blocks, and then counts it for its trace: a lease may decide it. Otherwise nothing has
   * happened.
   */
  goesByBlocks(traceId: string, now: number): boolean
  /**
   * Returns how many next records of a pattern and severity band are dropped for certain, as far as draws decide, and up to how many records of
   * the pattern in this interval that holds: until then the rate ends no block.
   *
   * @param leased records of the pattern's other bands that may come meanwhile
   */
  lookAhead(subject: Subject, leased: number): { readonly records: number; readonly bound: number }
}

const NOTHING = { records: 0, bound: 0 }
/** Records of other bands, or kept ones, that may come beside those that are looked ahead to. */
const ROOM_FOR_OTHERS = 16

/** Draws what no step before has decided. */
export function drawStep({ adaptation, rates, traceHash, random }: DrawParts): DrawStep {
  /** An app without traces needs no memory for them. */
  let traces: TraceTable | undefined

  /** Returns p by the traffic, the policies and a plan, now or so many records later. No draw has an influence on it. */
  function planned(
    { pattern, severityNumber, now }: Subject,
    stratum: PatternSampling,
    cost: number,
    plan: PlanSnapshot,
    later = 0,
  ): number {
    const allocated = adaptation.allocated(stratum, cost, plan, later)
    const least = rates.isFalling(now) ? rates.lowerBound({ pattern, stratum, severityNumber, allocated }, now) : 0
    const bounded = Math.max(rates.bounded(rates.ceilingOf(pattern, severityNumber), allocated), least)
    return clipFor(severityNumber, bounded * (stratum.surgesUntil > now ? plan.boost : 1))
  }

  /** Returns the factor on p by what was spent. */
  function factorAt(now: number): number {
    const factor = adaptation.bucketFactor(now)
    // While probabilities fall to a smaller budget, what is spent beyond it lowers nothing.
    return rates.isFalling(now) ? Math.max(1, factor) : factor
  }

  /** Returns a planned p, corrected by a factor, which lifts nothing above a ceiling. */
  function corrected(plan: number, factor: number, ceiling: number, severityNumber: number): number {
    const p = plan * factor
    return clipFor(severityNumber, factor > 1 ? Math.min(p, Math.max(plan, ceiling)) : p)
  }

  const drawsAt = (now: number): TraceDraws => ({ plan: adaptation.snapshot, factor: factorAt(now) })

  function drawn({ pattern, estimatedBytes }: Subject, p: number, weight: number, cost: number): SamplingDecision {
    if (weight === 0) return droppedAgain(pattern, p, 'adaptive')
    adaptation.spend('drawn', cost)
    return kept(pattern, 'adaptive', p, weight, estimatedBytes)
  }

  /** Returns whether the blocks of a pattern go on after so many more records. */
  function holds(subject: Subject, later: number): boolean {
    const { pattern, severityNumber, estimatedBytes } = subject
    const cost = adaptation.costOf(pattern, estimatedBytes)
    const plan = planned(subject, pattern, cost, adaptation.snapshot, later)
    return pattern.blocks.holds(bandOf(severityNumber), plan)
  }

  return {
    decide(subject) {
      const { record, pattern, severityNumber, estimatedBytes, now } = subject
      const cost = adaptation.costOf(pattern, estimatedBytes)
      const stratum = adaptation.stratumOf(pattern)
      adaptation.arrive(stratum, cost)
      stratum.ceiling = rates.ceilingOf(pattern, severityNumber) ?? 1
      const traceId = record.spanContext?.traceId
      if (traceId !== undefined && traceHash.take(traceId)) {
        adaptation.countTrace(traceHash.low)
        traces ??= new TraceTable()
        const draws = traces.drawsOf(traceHash, pattern.ordinal, now, drawsAt)
        if (draws !== undefined) {
          subject.isDrawnByTrace = true
          const plan = planned(subject, stratum, cost, draws.plan)
          const p = corrected(plan, draws.factor, stratum.ceiling, severityNumber)
          return drawn(subject, p, traceHash.randomness >= 1 - p ? 1 / p : 0, cost)
        }
      }
      const plan = planned(subject, stratum, cost, adaptation.snapshot)
      const p = corrected(plan, factorAt(now), stratum.ceiling, severityNumber)
      const band = bandOf(severityNumber)
      const weight = stratum.blocks.draw(band, p, plan, random)
      return drawn(subject, stratum.blocks.probabilityOf(band), weight, cost)
    },
    explain(subject) {
      const { pattern, severityNumber, estimatedBytes, now } = subject
      const stratum = adaptation.stratumOf(pattern)
      const cost = adaptation.costOf(pattern, estimatedBytes)
      const ceiling = rates.ceilingOf(pattern, severityNumber) ?? 1
      const { snapshot } = adaptation
      const probability = corrected(planned(subject, stratum, cost, snapshot), factorAt(now), ceiling, severityNumber)
      const numbers = {
        perMinute: adaptation.perMinuteOf(stratum),
        allocated: adaptation.allocated(stratum, cost, snapshot),
        ceiling,
        boost: stratum.surgesUntil > now ? snapshot.boost : 1,
        bucket: adaptation.bucketFactor(now),
        probability,
      }
      return [outlook('adaptive', true, 'drawn', probability, numbers)]
    },
    // A surge that ends changes what is planned, and so may end a block.
    passesUntil: ({ pattern, now }) => (pattern.surgesUntil > now ? pattern.surgesUntil : ALWAYS),
    goesByBlocks(traceId, now) {
      if (!traceHash.take(traceId)) return true
      if (traces === undefined || !traces.goesByBlocks(traceHash, now)) return false
      adaptation.countTrace(traceHash.low)
      return true
    },
    lookAhead(subject, leased) {
      const { pattern, severityNumber, now } = subject
      if (rates.isFalling(now) || adaptation.stratumOf(pattern) !== pattern) return NOTHING
      const ahead = pattern.blocks.ahead(bandOf(severityNumber))
      if (ahead === 0 || !holds(subject, 0)) return NOTHING
      // The more records, the lower is p: what holds at the last holds before.
      let later = 2 * (ahead + leased) + ROOM_FOR_OTHERS
      while (later > leased && !holds(subject, later)) later >>= 1
      return { records: Math.min(ahead, later - leased), bound: pattern.inInterval + later }
    },
  }
}

function clipFor(severityNumber: number, probability: number): number {
  return clipProbability(severityNumber === 0 ? Math.max(probability, MIN_PROBABILITY_UNREADABLE) : probability)
}
