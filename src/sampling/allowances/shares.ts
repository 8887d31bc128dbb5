/** Shares of a budget that allowances are capped at. */
export const FIRST_SHARE = 0.5
export const NOVEL_SHARE = 0.1
export const FAILED_SHARE = 0.2
/** What all allowances together may take of a budget. */
export const MAX_ALLOWANCE_SHARE = 0.8
