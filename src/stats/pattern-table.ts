import type { Random } from '../internal/random.js'
import type { PatternReport } from '../protocol/stats-report.js'
import { PatternSampling } from '../sampling/pattern-sampling.js'
import type { Merge, Signature } from '../signature/signature.js'
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
 * The bounded table of the patterns seen. When it is full, the least seen of a few entries drawn at random leaves for a new one:
 * patterns that are seen often stay, even in a flood of others. Its counts go to `evicted`, so that totals stay exact.
 */
export interface PatternTable extends Iterable<PatternEntry> {
  entryOf(signature: Signature): PatternEntry
  find(signature: string): PatternEntry | undefined
  /** Merges the entries of patterns that `merge` makes one, with all that was counted. */
  regroup(merge: Merge): void
  readonly size: number
  readonly isFull: boolean
  /** Distinct patterns admitted so far, evicted ones included. */
  readonly admitted: number
  readonly evicted: EvictedPatterns
  /**
   * Returns what happened since the last take, pattern by pattern, in one step. Ends before the first that does not fit; the next take
   * goes on there. Default: all fit.
   */
  take(fits?: (report: PatternReport) => boolean): PatternReport[]
  /** The last take, if there was one, went to the end of the table, and was not put back. */
  readonly isTaken: boolean
  /** Undoes a take whose report was never accepted. */
  putBack(reports: readonly PatternReport[]): void
  /** Returns the sampler's state of each pattern. */
  samplings(): readonly PatternSampling[]
}

export function createPatternTable(options: PatternTableOptions): PatternTable {
  const { random, onEvict, capacity = DEFAULT_CAPACITY } = options
  const byId = new Map<string, PatternEntry>()
  // In the order of their slots, so that one can be drawn at random.
  const entries: PatternEntry[] = []
  let samplings: PatternSampling[] = []
  /**
   * Where the counts of merged patterns went: reports and encodings in progress still name them. It names no entries, so that no
   * chain is a circle; it is bounded as the entries are.
   */
  const mergedInto = new Map<string, string>()
  const evicted = new EvictedPatterns()
  let admitted = 0
  let isTaken = true
  /** The slots where the next take begins, and where the last one began. */
  let nextSlot = 0
  let lastSlot = 0

  function leastSeenSlot(): number {
    let least = Math.floor(random() * capacity)
    for (let i = 1; i < EVICTION_PROBES; i++) {
      const slot = Math.floor(random() * capacity)
      if (entries[slot]!.seen < entries[least]!.seen) least = slot
    }
    return least
  }

  function evict(slot: number): void {
    const victim = entries[slot]!
    byId.delete(victim.signature)
    onEvict?.(victim.sampling)
    evicted.add(victim)
  }

  function entryOf(signature: Signature): PatternEntry {
    const known = byId.get(signature.id)
    if (known !== undefined) return known
    let slot = entries.length
    if (slot >= capacity) {
      slot = leastSeenSlot()
      evict(slot)
    }
    mergedInto.delete(signature.id)
    const entry = new PatternEntry(signature.id, signature.template, new PatternSampling(signature.id))
    entries[slot] = entry
    samplings[slot] = entry.sampling
    byId.set(signature.id, entry)
    admitted++
    return entry
  }

  function find(signature: string): PatternEntry | undefined {
    for (let id: string | undefined = signature; id !== undefined; id = mergedInto.get(id)) {
      const entry = byId.get(id)
      if (entry !== undefined) return entry
    }
    return undefined
  }

  function remember(merged: string, target: string): void {
    for (const oldest of mergedInto.keys()) {
      if (mergedInto.size < capacity) break
      mergedInto.delete(oldest)
    }
    mergedInto.set(merged, target)
  }

  return {
    entryOf,
    find,
    regroup(merge) {
      const all = entries.splice(0)
      samplings = []
      byId.clear()
      nextSlot = lastSlot = 0
      const keep = (entry: PatternEntry) => {
        samplings[entries.push(entry) - 1] = entry.sampling
        byId.set(entry.signature, entry)
      }
      const mergedOf = ({ signature, template }: PatternEntry) => merge({ id: signature, template })
      const leaving = all.filter((entry) => {
        const stays = mergedOf(entry).id === entry.signature
        if (stays) keep(entry)
        return !stays
      })
      for (const entry of leaving) {
        const target = mergedOf(entry)
        entryOf(target).absorb(entry)
        remember(entry.signature, target.id)
      }
    },
    get size() {
      return entries.length
    },
    get isFull() {
      return entries.length >= capacity
    },
    get admitted() {
      return admitted
    },
    evicted,
    take(fits = () => true) {
      lastSlot = nextSlot
      const reports = evicted.take().filter((report) => fits(report) || evicted.putBack(report))
      for (; nextSlot < entries.length; nextSlot++) {
        const entry = entries[nextSlot]!
        const report = entry.take()
        if (report === undefined) continue
        if (!fits(report)) {
          entry.putBack(report)
          isTaken = false
          return reports
        }
        reports.push(report)
      }
      isTaken = true
      nextSlot = 0
      return reports
    },
    get isTaken() {
      return isTaken
    },
    putBack(reports) {
      isTaken = false
      nextSlot = lastSlot
      for (const report of reports) {
        const entry = find(report.signature)
        if (entry === undefined) evicted.putBack(report)
        else entry.putBack(report)
      }
    },
    samplings: () => samplings,
    [Symbol.iterator]: () => entries.values(),
  }
}
