import type { Random } from '../internal/random.js'
import type { PatternReport } from '../protocol/stats-report.js'
import { PatternSampling } from '../sampling/pattern-sampling.js'
import type { Signature } from '../signature/signature.js'
import type { Merge } from '../signature/signer.js'
import { EvictedPatterns } from './evicted-patterns.js'
import { PatternEntry } from './pattern-entry.js'

const DEFAULT_CAPACITY = 10_000
/** Entries that are compared for an eviction: constant work per admission. */
const EVICTION_PROBES = 8

export interface PatternTableOptions {
  /** Chooses the entries to compare for an eviction, so that nobody outside can tell which pattern leaves. */
  readonly random: Random
  /** A pattern was evicted; its arrivals of the running interval count for the overflow. */
  readonly onEvict?: (pattern: PatternSampling) => void
  /** Default: 10,000 patterns. */
  readonly capacity?: number
}

/**
 * The bounded table of the patterns seen. When it is full, the least seen of a few entries drawn at random leaves for a new one, warnings last:
 * patterns that are seen often stay, even in a flood of others. Its counts go to `evicted`, so that totals stay exact.
 */
export class PatternTable implements Iterable<PatternEntry> {
  readonly evicted = new EvictedPatterns()
  readonly #random: Random
  readonly #onEvict: ((pattern: PatternSampling) => void) | undefined
  readonly #capacity: number
  readonly #byId = new Map<string, PatternEntry>()
  /** In the order of their slots, so that one can be drawn at random. */
  readonly #entries: PatternEntry[] = []
  #samplings: PatternSampling[] = []
  /**
   * Where the counts of merged patterns went: reports and encodings in progress still name them. It names no entries, so that no
   * chain is a circle; it is bounded as the entries are.
   */
  readonly #mergedInto = new Map<string, string>()
  #admitted = 0
  #isTaken = true
  /** The slots where the next take begins, and where the last one began. */
  #nextSlot = 0
  #lastSlot = 0

  constructor({ random, onEvict, capacity = DEFAULT_CAPACITY }: PatternTableOptions) {
    this.#random = random
    this.#onEvict = onEvict
    this.#capacity = capacity
  }

  get size(): number {
    return this.#entries.length
  }

  get isFull(): boolean {
    return this.#entries.length >= this.#capacity
  }

  /** Distinct patterns admitted so far, evicted ones included. */
  get admitted(): number {
    return this.#admitted
  }

  /** The last take, if there was one, went to the end of the table, and was not put back. */
  get isTaken(): boolean {
    return this.#isTaken
  }

  entryOf(signature: Signature): PatternEntry {
    return this.#byId.get(signature.id) ?? this.#admit(signature)
  }

  find(signature: string): PatternEntry | undefined {
    for (let id: string | undefined = signature; id !== undefined; id = this.#mergedInto.get(id)) {
      const entry = this.#byId.get(id)
      if (entry !== undefined) return entry
    }
    return undefined
  }

  /** Merges the entries of patterns that `merge` makes one, with all that was counted. */
  regroup(merge: Merge): void {
    const all = this.#entries.splice(0)
    this.#samplings = []
    this.#byId.clear()
    this.#nextSlot = 0
    this.#lastSlot = 0
    const mergedOf = ({ signature, template }: PatternEntry) => merge({ id: signature, template })
    const leaving = all.filter((entry) => {
      const stays = mergedOf(entry).id === entry.signature
      if (stays) this.#put(this.#entries.length, entry)
      return !stays
    })
    for (const entry of leaving) {
      const target = mergedOf(entry)
      this.entryOf(target).absorb(entry)
      this.#remember(entry.signature, target.id)
    }
  }

  /**
   * Returns what happened since the last take, pattern by pattern, in one step. Ends before the first that does not fit; the next take
   * goes on there. Default: all fit.
   */
  take(fits: (report: PatternReport) => boolean = () => true): PatternReport[] {
    this.#lastSlot = this.#nextSlot
    const { evicted } = this
    const reports = evicted.take().filter((report) => fits(report) || evicted.putBack(report))
    for (; this.#nextSlot < this.#entries.length; this.#nextSlot++) {
      const entry = this.#entries[this.#nextSlot]!
      const report = entry.take()
      if (report === undefined) continue
      if (!fits(report)) {
        entry.putBack(report)
        this.#isTaken = false
        return reports
      }
      reports.push(report)
    }
    this.#isTaken = true
    this.#nextSlot = 0
    return reports
  }

  /** Undoes a take whose report was never accepted. */
  putBack(reports: readonly PatternReport[]): void {
    this.#isTaken = false
    this.#nextSlot = this.#lastSlot
    for (const report of reports) {
      const entry = this.find(report.signature)
      if (entry === undefined) this.evicted.putBack(report)
      else entry.putBack(report)
    }
  }

  /** Returns the sampler's state of each pattern. */
  samplings(): readonly PatternSampling[] {
    return this.#samplings
  }

  [Symbol.iterator](): Iterator<PatternEntry> {
    return this.#entries.values()
  }

  #admit({ id, template }: Signature): PatternEntry {
    let slot = this.#entries.length
    if (slot >= this.#capacity) {
      slot = this.#leastSeenSlot()
      this.#evict(slot)
    }
    this.#mergedInto.delete(id)
    const entry = new PatternEntry(id, template, new PatternSampling(id, template))
    this.#put(slot, entry)
    this.#admitted++
    return entry
  }

  #put(slot: number, entry: PatternEntry): void {
    this.#entries[slot] = entry
    this.#samplings[slot] = entry.sampling
    this.#byId.set(entry.signature, entry)
  }

  #leastSeenSlot(): number {
    let least = Math.floor(this.#random() * this.#capacity)
    for (let i = 1; i < EVICTION_PROBES; i++) {
      const slot = Math.floor(this.#random() * this.#capacity)
      if (this.#entries[slot]!.rank < this.#entries[least]!.rank) least = slot
    }
    return least
  }

  #evict(slot: number): void {
    const victim = this.#entries[slot]!
    this.#byId.delete(victim.signature)
    this.#onEvict?.(victim.sampling)
    this.evicted.add(victim)
  }

  #remember(merged: string, target: string): void {
    for (const oldest of this.#mergedInto.keys()) {
      if (this.#mergedInto.size < this.#capacity) break
      this.#mergedInto.delete(oldest)
    }
    this.#mergedInto.set(merged, target)
  }
}
