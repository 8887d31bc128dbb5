import type { Stamps } from './encoding.js'

/** The stamps of a pattern, in their order; behind them, of a record that is guaranteed, its uid. */
export const OF_PATTERN = ['lipservice.weight', 'lipservice.signature', 'lipservice.reason'] as const
export const UID = 'log.record.uid'
const MAX_PATTERNS = 2_000

interface Encoded {
  readonly weight: unknown
  readonly reason: unknown
  readonly bytes: Uint8Array
}

/** Returns whether stamps are those of a pattern, with or without a uid, and no other. */
export function areOfPattern(stamps: Stamps): boolean {
  let count = 0
  for (const key in stamps) {
    const expected = count < OF_PATTERN.length ? OF_PATTERN[count] : UID
    if (key !== expected || ++count > OF_PATTERN.length + 1) return false
  }
  return count >= OF_PATTERN.length
}

/** Remembers the stamps of patterns as they are encoded: they are the same until its weight is another. Where patterns never end it begins anew. */
export class UsualStamps {
  readonly #known = new Map<unknown, Encoded>()

  /** Returns the attributes of a pattern, encoded, without the uid. */
  of(stamps: Stamps): Uint8Array | undefined {
    const known = this.#known.get(stamps['lipservice.signature'])
    const isSame = known?.weight === stamps['lipservice.weight'] && known?.reason === stamps['lipservice.reason']
    return isSame ? known?.bytes : undefined
  }

  remember(stamps: Stamps, bytes: Uint8Array): void {
    if (this.#known.size >= MAX_PATTERNS) this.#known.clear()
    const { 'lipservice.weight': weight, 'lipservice.reason': reason } = stamps
    this.#known.set(stamps['lipservice.signature'], { weight, reason, bytes })
  }
}
