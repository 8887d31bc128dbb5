const FAMILIES = 4_096
const WAYS = 4
const SETS = FAMILIES / WAYS
const MAP_WORDS = 8
const MAP_BITS = 32 * MAP_WORDS

/**
 * About how many distinct words each family of templates had, by linear counting in 256 bits: 4,096 families in 148 KiB. In a full set
 * the family with the fewest words leaves for a new one, so that a flood of single templates pushes out none that grows.
 */
export class FamilySketch {
  readonly #tags = new Uint32Array(FAMILIES)
  readonly #bitCounts = new Uint8Array(FAMILIES)
  readonly #maps = new Uint32Array(FAMILIES * MAP_WORDS)

  /** Counts a word of a family. Returns about how many distinct ones there were. */
  add(familyHash: number, wordHash: number): number {
    const slot = this.#slotOf(familyHash)
    const bit = wordHash & (MAP_BITS - 1)
    const word = slot * MAP_WORDS + (bit >> 5)
    const mask = 1 << (bit & 31)
    if ((this.#maps[word]! & mask) === 0) {
      this.#maps[word]! |= mask
      this.#bitCounts[slot]!++
    }
    return MAP_BITS * Math.log(MAP_BITS / Math.max(1, MAP_BITS - this.#bitCounts[slot]!))
  }

  #slotOf(familyHash: number): number {
    const tag = familyHash >>> 0
    const first = (tag & (SETS - 1)) * WAYS
    let fewest = first
    for (let slot = first; slot < first + WAYS; slot++) {
      if (this.#tags[slot] === tag && this.#bitCounts[slot]! > 0) return slot
      if (this.#bitCounts[slot]! < this.#bitCounts[fewest]!) fewest = slot
    }
    this.#tags[fewest] = tag
    this.#bitCounts[fewest] = 0
    this.#maps.fill(0, fewest * MAP_WORDS, (fewest + 1) * MAP_WORDS)
    return fewest
  }
}
