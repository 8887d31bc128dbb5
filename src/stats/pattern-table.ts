import type { Random } from '../internal/random.js'
import type { PatternReport } from '../protocol/stats-report.js'
import { PatternSampling } from '../sampling/pattern-sampling.js'
import type { Signature } from '../signature/signature.js'
import type { Merge } from '../signature/signer.js'
import { EvictedPatterns } from './evicted-patterns.js'
import { type FamilyRule, familyBandOf, isOfFamily, WordFamilies } from './families/word-families.js'
import { PatternEntry } from './pattern-entry.js'
import { keyOf, PatternIndex, type PatternKey } from './pattern-index.js'

const DEFAULT_CAPACITY = 10_000
/** Entries that are compared for an eviction: constant work per admission. */
const EVICTION_PROBES = 8
/** Patterns that are older stay themselves when their family becomes one pattern. */
const FAMILY_AGE_MILLIS = 10 * 60_000

export interface PatternTableOptions {
  /** Chooses the entries to compare for an eviction, so that nobody outside can tell which pattern leaves. */
  readonly random: Random
  /** Of what seeds are made. Default: `random`, for tests. */
  readonly secretRandom?: Random
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
  readonly #families: WordFamilies
  readonly #random: Random
  readonly #onEvict: ((pattern: PatternSampling) => void) | undefined
  readonly #capacity: number
  readonly #index = new PatternIndex()
  /** In the order of their slots, so that one can be drawn at random. */
  readonly #entries: PatternEntry[] = []
  #samplings: PatternSampling[] = []
  /**
   * Where the counts of merged patterns went: reports and encodings in progress still name them. It names no entries, so that no
   * chain is a circle; it is bounded as the entries are.
   */
  readonly #mergedInto = new Map<string, Signature>()
  #admitted = 0
  #isTaken = true
  /** The slots where the next take begins, and where the last one began. */
  #nextSlot = 0
  #lastSlot = 0

  constructor({ random, secretRandom = random, onEvict, capacity = DEFAULT_CAPACITY }: PatternTableOptions) {
    this.#random = random
    this.#families = new WordFamilies(Math.floor(secretRandom() * 2 ** 32))
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

  /** Returns the entry of a pattern, or of the family that it belongs to; a new one if there is none. `now` is monotonic milliseconds. */
  entryOf(signature: Signature, severityNumber = 0, now = 0): PatternEntry {
    return this.#index.get(signature) ?? this.#entryOfNew(signature, severityNumber, now)
  }

  /** Returns the signature of the pattern that a record would be counted for. */
  resolve(signature: Signature, severityNumber: number): Signature {
    if (this.#index.get(signature) !== undefined) return signature
    return this.#families.familyOf(signature, severityNumber) ?? signature
  }

  /** Families of words that are one pattern. */
  get families(): number {
    return this.#families.size
  }

  /** Returns the entry of a pattern, or of the one that it was merged into. Only its id and its check together name a pattern. */
  find(pattern: PatternKey): PatternEntry | undefined {
    for (let key: PatternKey | undefined = pattern; key !== undefined; key = this.#mergedInto.get(keyOf(key))) {
      const entry = this.#index.get(key)
      if (entry !== undefined) return entry
    }
    return undefined
  }

  /** Merges the entries of patterns that `merge` makes one, with all that was counted. */
  regroup(merge: Merge): void {
    this.#regroup(({ pattern }) => merge(pattern))
  }

  #regroup(mergedOf: (entry: PatternEntry) => Signature): void {
    const all = this.#entries.splice(0)
    this.#samplings = []
    this.#index.clear()
    this.#nextSlot = 0
    this.#lastSlot = 0
    const leaving = all.filter((entry) => {
      const stays = keyOf(mergedOf(entry)) === keyOf(entry.pattern)
      if (stays) this.#put(this.#entries.length, entry)
      return !stays
    })
    for (const entry of leaving) {
      const target = mergedOf(entry)
      const { admittedAt, admittedBand } = entry
      const into = this.#index.get(target) ?? this.#admit(target, admittedAt, admittedBand)
      into.absorb(entry)
      this.#remember(keyOf(entry.pattern), target)
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
      const entry = this.find({ id: report.signature, check: report.check })
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

  #entryOfNew(signature: Signature, severityNumber: number, now: number): PatternEntry {
    const band = familyBandOf(severityNumber)
    const family = this.#families.take(signature, severityNumber, now)
    if (family === undefined) return this.#admit(signature, now, band)
    const { rule, isNew } = family
    if (isNew) this.#gather(rule, now)
    return this.#index.get(rule.signature) ?? this.#admit(rule.signature, now, band)
  }

  /** Makes the young patterns of a family one. */
  #gather(rule: FamilyRule, now: number): void {
    this.#regroup((entry) => {
      const { pattern, template, admittedAt, admittedBand } = entry
      if (admittedBand !== rule.band || template === rule.signature.template) return pattern
      if (!isOfFamily(rule, template)) return pattern
      if (now - admittedAt < FAMILY_AGE_MILLIS) return rule.signature
      this.#families.exempt(pattern)
      return pattern
    })
  }

  #admit(signature: Signature, now: number, band: number): PatternEntry {
    let slot = this.#entries.length
    if (slot >= this.#capacity) {
      slot = this.#leastSeenSlot()
      this.#evict(slot)
    }
    this.#mergedInto.delete(keyOf(signature))
    const { id, check, template } = signature
    const entry = new PatternEntry(signature, new PatternSampling(id, template, check), now, band)
    this.#put(slot, entry)
    this.#admitted++
    return entry
  }

  #put(slot: number, entry: PatternEntry): void {
    this.#entries[slot] = entry
    this.#samplings[slot] = entry.sampling
    this.#index.add(entry)
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
    this.#index.delete(victim)
    this.#onEvict?.(victim.sampling)
    this.evicted.add(victim)
  }

  #remember(merged: string, target: Signature): void {
    for (const oldest of this.#mergedInto.keys()) {
      if (this.#mergedInto.size < this.#capacity) break
      this.#mergedInto.delete(oldest)
    }
    this.#mergedInto.set(merged, target)
  }
}
