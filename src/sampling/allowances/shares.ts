/** Every allowance, with its share of the budget. */
export const ALLOWANCE_SHARES = {
  /** First records of a pattern in a window, below WARN. */
  first: 0.3,
  /** And from WARN on: a flood of INFO must not spend what warnings need. */
  first_warn: 0.2,
  /** The next records of a pattern in a window, below WARN and from it on. */
  novel: 0.06,
  novel_warn: 0.04,
  /** Records whose outcome is a failure. */
  failed: 0.2,
  /** Data in the shape of an error, which anybody can send. */
  error_shaped: 0.1,
  /** Records with the attribute `lipservice.keep`, which anybody can send. */
  keep_attribute: 0.1,
  /** Patterns that a policy keeps whole. */
  keep_patterns: 0.1,
  /** What passes because the pass-through window is open, beside the rest: as much again as the budget. */
  incident: 1,
  /** The app's own word: unbounded, its share is shown. */
  always_keep: Number.POSITIVE_INFINITY,
} as const satisfies Record<string, number>

/** A guarantee that is counted against the budget, see the table of shares. */
export type AllowanceName = keyof typeof ALLOWANCE_SHARES

/** What all allowances together may take of a budget. */
export const MAX_ALLOWANCE_SHARE = 0.8
/** Share of a budget that `first` is capped at, of all severities together. */
export const FIRST_SHARE = ALLOWANCE_SHARES.first + ALLOWANCE_SHARES.first_warn
/** Share of a budget that `failed` is capped at. */
export const FAILED_SHARE = ALLOWANCE_SHARES.failed
/** Share of a budget that `novel` is capped at, of all severities together. */
export const NOVEL_SHARE = ALLOWANCE_SHARES.novel + ALLOWANCE_SHARES.novel_warn
