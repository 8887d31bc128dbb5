import { HalfSipHash, type HashKey } from '../internal/half-siphash.js'

const LENGTH = 32
const DIGITS_PER_WORD = 8
/** 53 bits, as many as a number in [0, 1) has. */
const HIGH_SHARE = 2 ** -32
const LOW_BITS = 21
const LOW_SHARE = 2 ** -53

/**
 * The keyed hash of a trace id: the same in every process that has the key, and nothing that whoever chose the id can tell. What an
 * id decides is decided by this hash. The last id's is remembered: the records of a trace often come in a row.
 */
export class TraceHash {
  /** The hash, as two unsigned 32-bit words. */
  high = 0
  low = 0
  #hash: HalfSipHash
  #lastId = ''
  readonly #words = new Uint32Array(LENGTH / DIGITS_PER_WORD)

  constructor(key: HashKey) {
    this.#hash = new HalfSipHash(key)
  }

  useKey(key: HashKey): void {
    this.#hash = new HalfSipHash(key)
    this.#lastId = ''
  }

  /** Takes a trace id. Returns whether it is one: 32 hex digits that are not all zero. */
  take(traceId: unknown): boolean {
    if (traceId === this.#lastId && traceId !== '') return true
    if (typeof traceId !== 'string' || !this.#read(traceId)) return false
    const [word0, word1, word2, word3] = this.#words
    this.#hash.hash(word0!, word1!, word2!, word3!)
    this.high = this.#hash.high
    this.low = this.#hash.low
    this.#lastId = traceId
    return true
  }

  /** A number that is uniform in [0, 1), by the hash. */
  get randomness(): number {
    return this.high * HIGH_SHARE + (this.low >>> (32 - LOW_BITS)) * LOW_SHARE
  }

  #read(traceId: string): boolean {
    if (traceId.length !== LENGTH) return false
    let any = 0
    for (let i = 0; i < LENGTH; i += DIGITS_PER_WORD) {
      let word = 0
      for (let k = i; k < i + DIGITS_PER_WORD; k++) {
        const digit = hexDigit(traceId.charCodeAt(k))
        if (digit < 0) return false
        word = (word << 4) | digit
      }
      any |= word
      this.#words[i / DIGITS_PER_WORD] = word
    }
    return any !== 0
  }
}

function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48
  if (code >= 97 && code <= 102) return code - 87
  if (code >= 65 && code <= 70) return code - 55
  return -1
}
