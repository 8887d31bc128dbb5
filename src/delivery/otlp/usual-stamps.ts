import type { Stamps } from './encoding.js'

/** The stamps of a pattern, in their order. Behind them others may follow, such as the uid of a record. */
const OF_PATTERN = ['lipservice.weight', 'lipservice.signature', 'lipservice.reason'] as const
export const PATTERN_STAMPS = OF_PATTERN.length
const MAX_PATTERNS = 2_000

interface Encoded {
  readonly weight: unknown
  readonly reason: unknown
  readonly bytes: Uint8Array
}

/** Returns how many stamps there are if they begin as those of a pattern do, or else 0. */
export function countOfPattern(stamps: Stamps): number {
  let count = 0
  for (const key in stamps) {
    if (count < PATTERN_STAMPS && key !== OF_PATTERN[count]) return 0
    count++
  }
  return count
}

/** Remembers the stamps of patterns as they are encoded: they are the same until its weight is another. Where patterns never end it begins anew. */
export class UsualStamps {
  readonly #known = new Map<unknown, Encoded>()

  /** Returns the attributes of a pattern, encoded, without those behind. */
  of(stamps: Stamps): Uint8Array | undefined {
    const known = this.#known.get(stamps['lipservice.signature'])
    const isSame = known?.weight === stamps['lipservice.weight'] && known?.reason === stamps['lipservice.reason']
    return isSame ? known?.bytes : undefined
  }

  /** @param bytes what is copied */
  remember(stamps: Stamps, bytes: Uint8Array): void {
    if (this.#known.size >= MAX_PATTERNS) this.#known.clear()
    const { 'lipservice.weight': weight, 'lipservice.reason': reason } = stamps
    this.#known.set(stamps['lipservice.signature'], { weight, reason, bytes: new Uint8Array(bytes) })
  }
}
