/** Traits of a token. Something varies here; without it the text itself counts. */
export const GAP = 1
/** In parentheses, alone: `(word)`. */
export const IN_PARENTHESES = 2
/** Alone after a colon: `ready: yes`. */
export const AFTER_COLON = 4
/** A gap that holds a digit. */
export const NUMERIC = 8
/** A gap made of words (`order.payment.completed`): signed by them if nothing else is left. */
export const WORDY = 16
