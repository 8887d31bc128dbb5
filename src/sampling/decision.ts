/**
 * Why a record was kept, in the order in which it is decided; `disabled` = sampling is switched off, `failed_open` = the
 * decision itself failed, so the record passes.
 */
export const KEEP_REASONS = [
  'error',
  'pinned',
  'incident',
  'first',
  'novel',
  'adaptive',
  'disabled',
  'failed_open',
] as const
/**
 * Why a record was dropped; `minimum_severity` = the app asked for none below that, in every mode; `silenced` = a policy asked for
 * none and the app lets it (`allowRemoteSilence`).
 */
export const DROP_REASONS = ['adaptive', 'minimum_severity', 'silenced'] as const

export type KeepReason = (typeof KEEP_REASONS)[number]
export type DropReason = (typeof DROP_REASONS)[number]

interface DecisionBase {
  /** Id of the record's pattern, 16 hex digits. */
  readonly signature: string
  /** Probability the record was kept with, 0.001–1; 0 where nothing of its kind is kept. */
  readonly probability: number
}

export interface KeepDecision extends DecisionBase {
  readonly keep: true
  readonly reason: KeepReason
  /** Adjusted count: how many records this one stands for, ≥ 1. */
  readonly weight: number
  /** Flat estimate of the record's encoded size in bytes, taken when it was decided. */
  readonly estimatedBytes: number
  /** Only in shadow mode: what would have been decided, and the weight it would have had (0 if dropped). */
  readonly shadow?: { readonly decision: 'keep' | 'drop'; readonly weight: number }
}

export interface DropDecision extends DecisionBase {
  readonly keep: false
  readonly reason: DropReason
  readonly weight: 0
}

export type SamplingDecision = KeepDecision | DropDecision

export function dropped(reason: DropReason, signature: string, probability: number): DropDecision {
  return Object.freeze({ keep: false, reason, signature, probability, weight: 0 })
}

/** Sampling is off: everything is shipped, and errors are guaranteed all the same. */
export function shipped(signature: string, estimatedBytes: number, reason: 'disabled' | 'error'): KeepDecision {
  return { keep: true, reason, signature, probability: 1, weight: 1, estimatedBytes }
}

/** Shadow ships everything with weight 1 and carries what would have been decided. */
export function inShadow(decision: SamplingDecision, estimatedBytes: number): KeepDecision {
  return {
    keep: true,
    reason: decision.keep ? decision.reason : 'adaptive',
    signature: decision.signature,
    probability: decision.probability,
    weight: 1,
    estimatedBytes,
    shadow: { decision: decision.keep ? 'keep' : 'drop', weight: decision.weight },
  }
}

/** What is written to disk, if there is a spool. A record whose decision failed may have been an error. */
export function isDurable({ reason }: KeepDecision): boolean {
  return reason === 'error' || reason === 'failed_open'
}

/**
 * Guarantees: what no policy may drop and what delivery never displaces. A record whose decision failed may have been an
 * error, so it counts as one.
 */
export function isGuaranteed(decision: KeepDecision): boolean {
  switch (decision.reason) {
    case 'error':
    case 'pinned':
    case 'incident':
    case 'failed_open':
      return true
    default:
      return false
  }
}
