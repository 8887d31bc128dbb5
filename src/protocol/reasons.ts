/** What a keep reason means for policies, delivery and budgets. */
export interface KeepReasonRow {
  /** It waits in a lane of its own: no sampled record displaces it in delivery. */
  readonly guaranteed: boolean
  /** It is written to the spool, if there is one. */
  readonly durable: boolean
  /** It is among the first records of its pattern in a window. */
  readonly floor: boolean
  /**
   * What of a budget it is counted as: `guaranteed` is never cut, the `floor` and an `allowance` have caps of their own, the
   * rest is `drawn`; `none` = no budget is in force.
   */
  readonly cost: 'guaranteed' | 'floor' | 'allowance' | 'drawn' | 'none'
}

const GUARANTEED = { guaranteed: true, durable: false, floor: false, cost: 'guaranteed' } as const
const FLOOR = { guaranteed: false, durable: false, floor: true, cost: 'floor' } as const

/**
 * Why a record is kept, in the order in which it is decided: one row a reason. SDK, server tables, savings and OpenAPI derive
 * from it.
 */
export const KEEP_REASON_TABLE = {
  /** Severity ERROR and above, or an error is attached. */
  error: { ...GUARANTEED, durable: true },
  /** The app, a record or a policy asks for it by name. */
  pinned: GUARANTEED,
  /** The pass-through window is open. */
  incident: GUARANTEED,
  /** The first of its pattern in the window. */
  first: FLOOR,
  /** One of the next of its pattern in the window. */
  novel: FLOOR,
  /** Its outcome is a failure (`<5xx>`, `<failed>`), and the allowance for failures is not spent. */
  failed: { guaranteed: true, durable: false, floor: false, cost: 'allowance' },
  /** Drawn. */
  adaptive: { guaranteed: false, durable: false, floor: false, cost: 'drawn' },
  /** Sampling is off. */
  disabled: { guaranteed: false, durable: false, floor: false, cost: 'none' },
  /** The decision itself failed: it may have been an error. */
  failed_open: { ...GUARANTEED, durable: true, cost: 'none' },
} as const satisfies Record<string, KeepReasonRow>

/** What a drop reason means. */
export interface DropReasonRow {
  /** Kept records stand for it by their weight. */
  readonly represented: boolean
}

/** Why a record is dropped: one row a reason. */
export const DROP_REASON_TABLE = {
  /** Drawn. */
  adaptive: { represented: true },
  /** The app asked for none below that, in every mode. */
  minimum_severity: { represented: false },
  /** A policy asked for none and the app lets it (`allowRemoteSilence`). */
  silenced: { represented: false },
} as const satisfies Record<string, DropReasonRow>

/** Why a record is kept: a row of {@link KEEP_REASON_TABLE}. */
export type KeepReason = keyof typeof KEEP_REASON_TABLE
/** Why a record is dropped: a row of {@link DROP_REASON_TABLE}. */
export type DropReason = keyof typeof DROP_REASON_TABLE

/** All reasons to keep, in the order in which they are decided. */
export const KEEP_REASONS = Object.keys(KEEP_REASON_TABLE) as readonly KeepReason[]
/** All reasons to drop. */
export const DROP_REASONS = Object.keys(DROP_REASON_TABLE) as readonly DropReason[]

/**
 * Returns the row of a keep reason. Of one that this version does not know it assumes what is safe: it belongs to no budget and
 * is not guaranteed.
 *
 * @example
 * keepReasonRow('first') // → { guaranteed: false, durable: false, floor: true, cost: 'floor' }
 */
export function keepReasonRow(reason: string): KeepReasonRow {
  return Object.hasOwn(KEEP_REASON_TABLE, reason) ? KEEP_REASON_TABLE[reason as KeepReason] : KEEP_REASON_TABLE.disabled
}
