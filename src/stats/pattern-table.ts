import type { PatternReport } from '../protocol/stats-report.js'
import { createPatternSampling, type PatternSampling } from '../sampling/pattern-sampling.js'
import type { Merge, Signature } from '../signature/signature.js'
import { addToOther } from './other-patterns.js'
import { PatternEntry } from './pattern-entry.js'

const DEFAULT_CAPACITY = 10_000
/** Entries looked at for an eviction: constant work per admission. */
const PROBES = 8

/**
 * The patterns seen, bounded. When it is full, the oldest of a few entries with the fewest records leaves for a new one; its
 * counts go to `other`, so that totals stay exact.
 */
export interface PatternTable extends Iterable<PatternEntry> {
  entryOf(signature: Signature, now: number): PatternEntry
  find(signature: string): PatternEntry | undefined
  /** Patterns that `merge` makes one become one entry, with all that was counted. */
  regroup(merge: Merge, now: number): void
  readonly size: number
  /** Distinct patterns admitted so far, evicted ones included. */
  readonly admitted: number
  readonly evicted: number
  /** Bytes seen of evicted patterns. */
  readonly evictedBytes: number
  /** What happened since the last take, pattern by pattern, in one step. */
  take(): PatternReport[]
  /** Undoes a take whose report was never accepted. */
  putBack(reports: readonly PatternReport[]): void
  samplings(): Iterable<PatternSampling>
}

export function createPatternTable(capacity = DEFAULT_CAPACITY): PatternTable {
  const entries = new Map<string, PatternEntry>()
  /** What evicted patterns had counted since the last take. */
  let other: PatternReport | undefined
  /**
   * Where the counts of merged patterns went: reports and encodings under way still name them. Names no entries, so that no chain
   * is a circle; bounded as the entries are.
   */
  const mergedInto = new Map<string, string>()
  let admitted = 0
  let evicted = 0
  let evictedBytes = 0

  function evict(): void {
    let victim: PatternEntry | undefined
    let probes = PROBES
    for (const entry of entries.values()) {
      if (victim === undefined || entry.seen < victim.seen) victim = entry
      if (--probes === 0) break
    }
    if (victim === undefined) return
    // Survivors of this probe move to the back, so that heavy hitters are not probed again and again.
    probes = PROBES
    for (const [id, entry] of entries) {
      if (probes-- === 0) break
      entries.delete(id)
      if (entry !== victim) entries.set(id, entry)
    }
    evicted++
    evictedBytes += Math.round(victim.size.bytes)
    const report = victim.take()
    if (report !== undefined) other = addToOther(other, report)
  }

  function entryOf(signature: Signature, now: number): PatternEntry {
    const known = entries.get(signature.id)
    if (known !== undefined) return known
    if (entries.size >= capacity) evict()
    admitted++
    mergedInto.delete(signature.id)
    const entry = new PatternEntry(signature.id, signature.template, createPatternSampling(signature.id, now))
    entries.set(signature.id, entry)
    return entry
  }

  function find(signature: string): PatternEntry | undefined {
    for (let id: string | undefined = signature; id !== undefined; id = mergedInto.get(id)) {
      const entry = entries.get(id)
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
    regroup(merge, now) {
      for (const entry of [...entries.values()]) {
        const target = merge({ id: entry.signature, template: entry.template })
        if (target.id === entry.signature) continue
        entries.delete(entry.signature)
        entryOf(target, now).absorb(entry, now)
        remember(entry.signature, target.id)
      }
    },
    get size() {
      return entries.size
    },
    get admitted() {
      return admitted
    },
    get evicted() {
      return evicted
    },
    get evictedBytes() {
      return evictedBytes
    },
    take() {
      const reports = other === undefined ? [] : [other]
      other = undefined
      for (const entry of entries.values()) {
        const report = entry.take()
        if (report !== undefined) reports.push(report)
      }
      return reports
    },
    putBack(reports) {
      for (const report of reports) {
        const entry = find(report.signature)
        if (entry === undefined) other = addToOther(other, report)
        else entry.putBack(report)
      }
    },
    *samplings() {
      for (const entry of entries.values()) yield entry.sampling
    },
    [Symbol.iterator]: () => entries.values(),
  }
}
