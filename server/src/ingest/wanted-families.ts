import { createHash } from 'node:crypto'
import type { StatsReceipt } from 'lipservice/protocol'

/** Instances of a service that are asked at most. Others have learned alike. */
const MAX_MET = 1_024

/**
 * Which instances are to tell all of their word families again: where none of the service was stored, each that has reported
 * before, once. Whoever begins to report tells them by itself.
 */
export class WantedFamilies {
  readonly #isAsking: boolean
  /** Hashes: ids may be long. */
  readonly #met = new Set<number>()

  /** @param hasFamilies whether any family of the service is stored */
  constructor(hasFamilies: boolean) {
    this.#isAsking = !hasFamilies
  }

  /** Returns what the receipt of an instance's report says. */
  askedOf(instanceId: string, sequence: number): Pick<StatsReceipt, 'families_wanted'> {
    if (!this.#isAsking || this.#met.size >= MAX_MET) return {}
    const hash = createHash('sha256').update(instanceId).digest().readUInt32LE()
    if (this.#met.has(hash)) return {}
    this.#met.add(hash)
    return sequence > 0 ? { families_wanted: true } : {}
  }
}
