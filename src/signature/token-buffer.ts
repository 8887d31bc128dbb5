import { MAX_BYTES } from './template-size.js'

/** The tokens of one message, in arrays that are made once: the hot path allocates nothing. */
export interface TokenBuffer {
  count: number
  /** Bytes of the template, with a space behind each token. */
  templateBytes: number
  /** Traits of the token. */
  readonly traits: Uint8Array
  /** What a literal is as a known word. */
  readonly word: Uint8Array
  /** Where it starts and ends in the message: `start | end << 16`. */
  readonly span: Int32Array
  /** Keyed hash of the text of a literal; {@link GAP_HASH} for a gap. */
  readonly hash: Int32Array
  /** Another keyed hash of it; {@link GAP_FINGERPRINT} for a gap. */
  readonly fingerprint: Int32Array
}

export const GAP_HASH = 0x1b873593
export const GAP_FINGERPRINT = 0x38b34ae5

export function createTokenBuffer(): TokenBuffer {
  const capacity = MAX_BYTES + 1
  return {
    count: 0,
    templateBytes: 0,
    traits: new Uint8Array(capacity),
    word: new Uint8Array(capacity),
    span: new Int32Array(capacity),
    hash: new Int32Array(capacity),
    fingerprint: new Int32Array(capacity),
  }
}

export function spanOf(start: number, end: number): number {
  return start | (end << 16)
}

export function startOf(span: number): number {
  return span & 0xffff
}

export function endOf(span: number): number {
  return span >>> 16
}
