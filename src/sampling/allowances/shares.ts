/** Share of a budget that `first` is capped at. */
export const FIRST_SHARE = 0.5
/** Share of a budget that `novel` is capped at. */
export const NOVEL_SHARE = 0.1
/** Share of a budget that `failed` is capped at. */
export const FAILED_SHARE = 0.2
/** What all allowances together may take of a budget. */
export const MAX_ALLOWANCE_SHARE = 0.8
