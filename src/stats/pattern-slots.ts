import type { Random } from '../internal/random.js'
import { PatternSampling } from '../sampling/pattern-sampling.js'
import type { Signature } from '../signature/signature.js'
import { EvictedPatterns } from './evicted-patterns.js'
import { MergedPatterns } from './merged-patterns.js'
import { PatternEntry } from './pattern-entry.js'
import { keyOf, PatternIndex, type PatternKey } from './pattern-index.js'

/** Entries that are compared for an eviction: constant work per admission. */
const EVICTION_PROBES = 8

/** Drops that are decided ahead, and counted later. */
export interface EntryLeases {
  /** Counts what was dropped of an entry. */
  settle(entry: PatternEntry): void
  /** Ends the leases of an entry, or of all. */
  revoke(entry: PatternEntry): void
  revokeAll(): void
}

export interface PatternSlotsOptions {
  /** Chooses the entries to compare for an eviction, so that nobody outside can tell which pattern leaves. */
  readonly random: Random
  /** A pattern was evicted; its arrivals of the running interval count for the overflow. */
  readonly onEvict: (pattern: PatternSampling) => void
  readonly leases: EntryLeases | undefined
  readonly capacity: number
}

/**
 * So many entries, by slot and by pattern. When they are full, the one of least rank of a few that are drawn at random leaves for a new
 * one. Its counts go to `evicted`, so that totals stay exact.
 */
export class PatternSlots {
  readonly evicted = new EvictedPatterns()
  /** Entries admitted so far. */
  admitted = 0
  readonly #random: Random
  readonly #onEvict: (pattern: PatternSampling) => void
  readonly #leases: EntryLeases | undefined
  readonly #capacity: number
  readonly #index = new PatternIndex()
  /** In the order of their slots, so that one can be drawn at random. */
  readonly #entries: PatternEntry[] = []
  #samplings: PatternSampling[] = []
  readonly #merged: MergedPatterns

  constructor({ random, onEvict, leases, capacity }: PatternSlotsOptions) {
    this.#random = random
    this.#onEvict = onEvict
    this.#leases = leases
    this.#capacity = capacity
    this.#merged = new MergedPatterns(capacity)
  }

  get entries(): readonly PatternEntry[] {
    return this.#entries
  }

  /** Returns the sampler's state of each pattern. */
  get samplings(): readonly PatternSampling[] {
    return this.#samplings
  }

  get isFull(): boolean {
    return this.#entries.length >= this.#capacity
  }

  get(pattern: PatternKey): PatternEntry | undefined {
    return this.#index.get(pattern)
  }

  /** Returns the entry of a pattern, or of the one that it was merged into. Only its id and its check together name a pattern. */
  find(pattern: PatternKey): PatternEntry | undefined {
    for (let key: PatternKey | undefined = pattern; key !== undefined; key = this.#merged.targetOf(key)) {
      const entry = this.#index.get(key)
      if (entry !== undefined) return entry
    }
    return undefined
  }

  /** Makes the entry of a pattern that has none. `now` is monotonic milliseconds. */
  admit(signature: Signature, now: number, band: number): PatternEntry {
    let slot = this.#entries.length
    const fills = slot === this.#capacity - 1
    if (slot >= this.#capacity) {
      slot = this.#leastSlot()
      this.#evict(slot)
    }
    this.#merged.forget(signature)
    const { id, check, template } = signature
    this.admitted++
    const sampling = new PatternSampling(id, template, check, this.admitted)
    const entry = new PatternEntry(signature, sampling, now, band)
    this.#put(slot, entry)
    // From now on patterns without a history are thinned together.
    if (fills) this.#leases?.revokeAll()
    return entry
  }

  /** Merges the entries that `mergedOf` gives one pattern, with all that was counted. */
  regroup(mergedOf: (entry: PatternEntry) => Signature): void {
    this.#leases?.revokeAll()
    const all = this.#entries.splice(0)
    this.#samplings = []
    this.#index.clear()
    const leaving = all.filter((entry) => {
      const stays = keyOf(mergedOf(entry)) === keyOf(entry.pattern)
      if (stays) this.#put(this.#entries.length, entry)
      return !stays
    })
    for (const entry of leaving) {
      const target = mergedOf(entry)
      const into = this.#index.get(target) ?? this.admit(target, entry.admittedAt, entry.admittedBand)
      into.absorb(entry)
      this.#merged.remember(entry.pattern, target)
    }
  }

  #put(slot: number, entry: PatternEntry): void {
    this.#entries[slot] = entry
    this.#samplings[slot] = entry.sampling
    this.#index.add(entry)
  }

  #leastSlot(): number {
    let least = Math.floor(this.#random() * this.#capacity)
    this.#leases?.settle(this.#entries[least]!)
    for (let i = 1; i < EVICTION_PROBES; i++) {
      const slot = Math.floor(this.#random() * this.#capacity)
      this.#leases?.settle(this.#entries[slot]!)
      if (this.#entries[slot]!.rank < this.#entries[least]!.rank) least = slot
    }
    return least
  }

  #evict(slot: number): void {
    const victim = this.#entries[slot]!
    this.#leases?.revoke(victim)
    this.#index.delete(victim)
    this.#onEvict(victim.sampling)
    this.evicted.add(victim)
  }
}
