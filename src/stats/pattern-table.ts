import type { Random } from '../internal/random.js'
import type { PatternReport } from '../protocol/stats-report.js'
import { MAX_EXEMPT_OF_FAMILY, type WordFamily } from '../protocol/word-family.js'
import type { PatternSampling } from '../sampling/pattern-sampling.js'
import type { Signature } from '../signature/signature.js'
import type { Merge } from '../signature/signer.js'
import type { EvictedPatterns } from './evicted-patterns.js'
import { type FamilyRule, familyBandOf, isOfFamily } from './families/family-rule.js'
import type { UntoldFamilies } from './families/untold-families.js'
import { WordFamilies } from './families/word-families.js'
import type { PatternEntry } from './pattern-entry.js'
import type { PatternKey } from './pattern-index.js'
import { type EntryLeases, PatternSlots } from './pattern-slots.js'

const DEFAULT_CAPACITY = 10_000
/** Patterns that are older stay themselves when their family becomes one pattern. */
const FAMILY_AGE_MILLIS = 10 * 60_000

export interface PatternTableOptions {
  /** Chooses what leaves a full table, so that nobody outside can tell. */
  readonly random: Random
  /** Of what seeds are made. Default: `random`, for tests. */
  readonly secretRandom?: Random
  /** Default: there are none. */
  readonly leases?: EntryLeases
  /** A pattern was evicted; its arrivals of the running interval count for the overflow. */
  readonly onEvict?: (pattern: PatternSampling) => void
  /** Default: 10,000 patterns. */
  readonly capacity?: number
}

/**
 * The bounded table of the patterns seen, and what of them is reported next. When it is full, what is seen least leaves for a new
 * pattern, warnings last: patterns that are seen often stay, even in a flood of others.
 */
export class PatternTable implements Iterable<PatternEntry> {
  readonly #slots: PatternSlots
  readonly #families: WordFamilies
  #isTaken = true
  /** The slots where the next take begins, and where the last one began. */
  #nextSlot = 0
  #lastSlot = 0

  constructor(options: PatternTableOptions) {
    const { random, secretRandom = random, onEvict = () => {}, leases, capacity = DEFAULT_CAPACITY } = options
    this.#slots = new PatternSlots({ random, onEvict, leases, capacity })
    this.#families = new WordFamilies(Math.floor(secretRandom() * 2 ** 32))
  }

  get size(): number {
    return this.#slots.entries.length
  }

  get isFull(): boolean {
    return this.#slots.isFull
  }

  /** Distinct patterns admitted so far, evicted ones included. */
  get admitted(): number {
    return this.#slots.admitted
  }

  get evicted(): EvictedPatterns {
    return this.#slots.evicted
  }

  /** Families of words that are one pattern. */
  get families(): number {
    return this.#families.size
  }

  /** Families that were learned here, and the server has not been told. */
  get untoldFamilies(): UntoldFamilies {
    return this.#families.untold
  }

  /** The last take, if there was one, went to the end of the table, and was not put back. */
  get isTaken(): boolean {
    return this.#isTaken
  }

  /** Returns the entry of a pattern, or of the family that it belongs to; a new one if there is none. `now` is monotonic milliseconds. */
  entryOf(signature: Signature, severityNumber = 0, now = 0): PatternEntry {
    return this.#slots.get(signature) ?? this.#entryOfNew(signature, severityNumber, now)
  }

  /** Returns the entry of a pattern that is in the table by itself. */
  known(signature: Signature): PatternEntry | undefined {
    return this.#slots.get(signature)
  }

  /** Returns the signature of the pattern that a record would be counted for. */
  resolve(signature: Signature, severityNumber: number): Signature {
    if (this.#slots.get(signature) !== undefined) return signature
    return this.#families.familyOf(signature, familyBandOf(severityNumber))?.signature ?? signature
  }

  /** Returns the entry of a pattern, or of the one that it was merged into. Only its id and its check together name a pattern. */
  find(pattern: PatternKey): PatternEntry | undefined {
    return this.#slots.find(pattern)
  }

  /** Merges the entries of patterns that `merge` makes one, with all that was counted. */
  regroup(merge: Merge): void {
    this.#regroup(({ pattern }) => merge(pattern))
  }

  /** Puts the families of a policy in force. Patterns that are older than ten minutes stay themselves. `now` is monotonic milliseconds. */
  useFamilies(families: readonly WordFamily[], now: number): void {
    this.#families.use(families)
    if (families.length > 0) this.#gather((entry) => this.#families.familyOf(entry.pattern, entry.admittedBand), now)
  }

  /** The server has lost templates: of patterns of these ids, or of all. The next report has them again. */
  tellTemplatesAgain(ids?: ReadonlySet<string>): void {
    for (const entry of this) if (ids === undefined || ids.has(entry.signature)) entry.isTemplateTold = false
  }

  /** The server has lost word families. */
  tellFamiliesAgain(): void {
    this.#families.tellAgain()
  }

  /**
   * Returns what happened since the last take, pattern by pattern, in one step. Ends before the first that does not fit; the next take
   * goes on there. Default: all fit. `templatesOnce` leaves out templates that were in a take before.
   */
  take(fits: (report: PatternReport) => boolean = () => true, templatesOnce = false): PatternReport[] {
    this.#lastSlot = this.#nextSlot
    const { evicted, entries } = this.#slots
    const reports = evicted.take().filter((report) => fits(report) || evicted.putBack(report))
    for (; this.#nextSlot < entries.length; this.#nextSlot++) {
      const entry = entries[this.#nextSlot]!
      const report = entry.take(templatesOnce)
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
    return this.#slots.samplings
  }

  [Symbol.iterator](): Iterator<PatternEntry> {
    return this.#slots.entries.values()
  }

  #regroup(mergedOf: (entry: PatternEntry) => Signature): void {
    this.#nextSlot = 0
    this.#lastSlot = 0
    this.#slots.regroup(mergedOf)
  }

  #entryOfNew(signature: Signature, severityNumber: number, now: number): PatternEntry {
    const band = familyBandOf(severityNumber)
    const family = this.#families.take(signature, severityNumber, now)
    if (family === undefined) return this.#slots.admit(signature, now, band)
    const { rule, isNew } = family
    if (isNew) {
      const isMember = (entry: PatternEntry) => entry.admittedBand === band && isOfFamily(rule, entry.template)
      this.#gather((entry) => (isMember(entry) ? rule : undefined), now)
    }
    return this.#slots.get(rule.signature) ?? this.#slots.admit(rule.signature, now, band)
  }

  /**
   * Makes the young patterns of families one. What is old, or has had records of a higher severity than the family, stays itself.
   */
  #gather(ruleOf: (entry: PatternEntry) => FamilyRule | undefined, now: number): void {
    this.#regroup((entry) => {
      const { pattern, admittedAt, highestBand } = entry
      const rule = ruleOf(entry)
      if (rule === undefined || pattern.template === rule.signature.template) return pattern
      if (now - admittedAt < FAMILY_AGE_MILLIS && highestBand <= rule.band) return rule.signature
      this.#families.exempt(pattern)
      if (rule.exempt.length <= MAX_EXEMPT_OF_FAMILY) rule.exempt.push({ signature: pattern.id, check: pattern.check })
      return pattern
    })
  }
}
