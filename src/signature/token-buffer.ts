/** Only the first 256 code units of a message decide: as accurate as all of them, and bounded. */
export const MAX_LENGTH = 256

/** The text itself counts. */
export const LITERAL = 0
/** Something varies here. */
export const GAP = 1

/** In parentheses, alone: `(word)`. */
export const IN_PARENTHESES = 1
/** Alone after a colon: `ready: yes`. */
export const AFTER_COLON = 2
/** A gap that starts with a digit. */
export const NUMERIC = 4
/** A gap made of words (`order.payment.completed`): signed by them if nothing else is left. */
export const WORDY = 8

export const SEED = 0x811c9dc5 | 0
export const EXACT_PRIME = 0x01000193
export const LOWER_PRIME = 0x5bd1e995

/** The tokens of one message, in arrays that are made once: the hot path allocates nothing. */
export interface TokenBuffer {
  count: number
  readonly kind: Uint8Array
  readonly flags: Uint8Array
  readonly start: Uint16Array
  readonly end: Uint16Array
  /** Hash of the exact text of a literal. */
  readonly exactHash: Int32Array
  /** Hash of the text of a literal with bit 5 set in each unit, so that ASCII case makes no difference. */
  readonly lowerHash: Int32Array
}

export function createTokenBuffer(): TokenBuffer {
  const capacity = MAX_LENGTH + 1
  return {
    count: 0,
    kind: new Uint8Array(capacity),
    flags: new Uint8Array(capacity),
    start: new Uint16Array(capacity),
    end: new Uint16Array(capacity),
    exactHash: new Int32Array(capacity),
    lowerHash: new Int32Array(capacity),
  }
}

/** Appends a gap and answers its end. */
export function pushGap(tokens: TokenBuffer, start: number, end: number, flags: number): number {
  const n = tokens.count++
  tokens.kind[n] = GAP
  tokens.flags[n] = flags
  tokens.start[n] = start
  tokens.end[n] = end
  return end
}

/** Appends a literal and answers its end. */
export function pushLiteral(
  tokens: TokenBuffer,
  start: number,
  end: number,
  exact: number,
  lower: number,
  flags: number,
): number {
  const n = tokens.count++
  tokens.kind[n] = LITERAL
  tokens.flags[n] = flags
  tokens.start[n] = start
  tokens.end[n] = end
  tokens.exactHash[n] = exact
  tokens.lowerHash[n] = lower
  return end
}
