import { FRACTION } from '../internal/fraction.js'
import { type DropReason, KEEP_REASON_TABLE, type KeepReason } from '../protocol/reasons.js'

export type { DropReason, KeepReason }

/** What a pattern is known by: its id, and the check that no other template of this id has. Without a check it is none's. */
export interface PatternName {
  readonly signature: string
  readonly check?: string
}

interface DecisionBase {
  /** Id of the record's pattern, 16 hex digits. */
  readonly signature: string
  /** With the id it names one pattern only, 16 hex digits. Empty: nothing was decided by a pattern. */
  readonly check: string
  /** Probability that the record was kept, 0.001–1; 0 where nothing of its kind is kept. */
  readonly probability: number
}

/** Stands where no record was signed. */
export const NO_SIGNATURE = '0000000000000000'

/** Returns the decision to keep records that no step has decided. */
export function keptUndecided(reason: KeepReason): KeepDecision {
  // Made before any other: so all of them hold fractions.
  const decision = kept({ signature: NO_SIGNATURE, check: '' }, reason, FRACTION, FRACTION, 0)
  return Object.freeze(Object.assign(decision, { probability: 1, weight: 1 }))
}

/** A record is to be shipped. */
export interface KeepDecision extends DecisionBase {
  /** What TypeScript narrows a decision by. */
  readonly keep: true
  /** Why, by the first step that applied. */
  readonly reason: KeepReason
  /** Adjusted count: how many records this one stands for, ≥ 1. */
  readonly weight: number
  /** Flat estimate of the record's encoded size in bytes, taken when it was decided. */
  readonly estimatedBytes: number
  /** Only in shadow mode: what would have been decided, and the weight it would have had (0 if dropped). */
  readonly shadow?: { readonly decision: 'keep' | 'drop'; readonly weight: number }
}

/** A record is not to be shipped. Frozen, and shared by records of one pattern. */
export interface DropDecision extends DecisionBase {
  /** What TypeScript narrows a decision by. */
  readonly keep: false
  /** Why, by the first step that applied. */
  readonly reason: DropReason
  /** It stands for nothing. */
  readonly weight: 0
}

/** What becomes of a record. */
export type SamplingDecision = KeepDecision | DropDecision

export function dropped(
  reason: DropReason,
  { signature, check }: Required<PatternName>,
  probability: number,
): DropDecision {
  return Object.freeze({ keep: false, reason, signature, check, probability, weight: 0 })
}

export function kept(
  { signature, check }: Required<PatternName>,
  reason: KeepReason,
  probability: number,
  weight: number,
  estimatedBytes: number,
): KeepDecision {
  return { keep: true, reason, signature, check, probability, weight, estimatedBytes }
}

/** Holds the last drop, for the next one of the same probability. */
interface LastDrop extends Required<PatternName> {
  lastDrop: DropDecision | undefined
}

/** Returns a drop, the last one while its probability holds. Reasons have probabilities of their own: 0 is no adaptive one. */
export function droppedAgain(pattern: LastDrop, probability: number, reason: DropReason): DropDecision {
  const last = pattern.lastDrop
  if (last !== undefined && last.probability === probability) return last
  const decision = dropped(reason, pattern, probability)
  pattern.lastDrop = decision
  return decision
}

/** Returns the decision of shadow mode: it ships everything with weight 1, and has what would have been decided. */
export function inShadow(decision: SamplingDecision, estimatedBytes: number): KeepDecision {
  return {
    keep: true,
    reason: decision.keep ? decision.reason : 'adaptive',
    signature: decision.signature,
    check: decision.check,
    probability: decision.probability,
    weight: 1,
    estimatedBytes,
    shadow: { decision: decision.keep ? 'keep' : 'drop', weight: decision.weight },
  }
}

/** Returns whether the record is written to disk, if there is a spool. */
export function isDurable({ reason }: KeepDecision): boolean {
  return KEEP_REASON_TABLE[reason].durable
}

/** Returns whether no policy may drop the record, and delivery never displaces it. */
export function isGuaranteed({ reason }: KeepDecision): boolean {
  return KEEP_REASON_TABLE[reason].guaranteed
}
