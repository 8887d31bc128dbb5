import type { KeptRecord } from './kept-record.js'
import type { Lane } from './lane.js'
import { patternKey } from './pattern-name.js'
import type { CollapsedErrors } from './spool/collapse.js'

/** How many of a pattern's first records, and of its last, stay; fewer where that frees too little. */
const KEPT_EDGES = [
  { first: 10, last: 10 },
  { first: 3, last: 3 },
  { first: 1, last: 1 },
  { first: 1, last: 0 },
] as const
type Edge = (typeof KEPT_EDGES)[number]

/** Errors of one pattern in a lane that are nowhere else. */
class LanePattern {
  readonly key: string
  records = 0
  bytes = 0
  passed = 0
  /** What its summary will stand for. */
  count = 0
  firstMillis = Number.POSITIVE_INFINITY
  lastMillis = Number.NEGATIVE_INFINITY
  /** Records, and a summary of before, that the new summary takes the place of. */
  gone = 0

  /** @param key of the pattern: id and check */
  constructor(key: string) {
    this.key = key
  }

  /** About what collapsing frees, in bytes; 0 where too few would go. */
  freedBy({ first, last }: Edge): number {
    const going = this.records - first - last
    return going < 2 ? 0 : (this.bytes * going) / this.records
  }

  take({ meta, timeMillis, summarySince = timeMillis }: KeptRecord): void {
    this.count += meta.weight
    this.gone++
    this.firstMillis = Math.min(this.firstMillis, summarySince)
    this.lastMillis = Math.max(this.lastMillis, timeMillis)
  }
}

export interface LaneCollapseOptions {
  readonly lane: Lane
  /** Returns the record that stands for collapsed errors, in the place of the first of them. */
  readonly summaryOf: (errors: CollapsedErrors, first: KeptRecord) => KeptRecord
  /** `records` became `summaries`. */
  readonly onCollapsed: (records: number, summaries: number) => void
}

/**
 * Frees room in a lane: errors of the largest patterns become their first, their last and a summary, until `bytesToFree` are free or nothing
 * is left to collapse. Only errors that are nowhere else, or a copy on disk would come back. Returns the bytes that it freed.
 */
export function collapseLane(options: LaneCollapseOptions, bytesToFree: number): number {
  const { lane } = options
  const before = lane.bytes
  for (const edge of KEPT_EDGES) {
    const missing = bytesToFree - (before - lane.bytes)
    if (missing > 0) collapseOnce(options, edge, missing)
  }
  // What stays of a run of records must not hold the memory of those that are gone.
  if (lane.bytes < before) lane.replaceAll(Array.from(lane.records(), withOwnBytes))
  return before - lane.bytes
}

function withOwnBytes(record: KeptRecord): KeptRecord {
  const { bytes } = record
  return bytes === undefined || bytes.byteLength === bytes.buffer.byteLength
    ? record
    : { ...record, bytes: bytes.slice() }
}

function collapseOnce({ lane, summaryOf, onCollapsed }: LaneCollapseOptions, edge: Edge, bytesToFree: number): void {
  // Of FATAL ones ten and ten stay.
  const isCollapsible = (record: KeptRecord) => isNowhereElse(record) && (edge === KEPT_EDGES[0] || !record.isFatal)
  const chosen = largest([...survey(lane, isCollapsible).values()], edge, bytesToFree)
  if (chosen.size === 0) return
  const kept: KeptRecord[] = []
  /** Where summaries come, by pattern. */
  const places = new Map<LanePattern, number>()
  for (const record of lane.records()) {
    const pattern = isCollapsible(record) ? chosen.get(patternKey(record.meta)) : undefined
    if (pattern === undefined || stays(record, pattern, edge)) {
      kept.push(record)
      continue
    }
    pattern.take(record)
    if (places.has(pattern)) continue
    places.set(pattern, kept.length)
    kept.push(record)
  }
  let records = 0
  for (const [pattern, at] of places) {
    const { count, firstMillis, lastMillis, gone } = pattern
    kept[at] = summaryOf({ count, firstMillis, lastMillis }, kept[at]!)
    records += gone
  }
  lane.replaceAll(kept)
  onCollapsed(records, places.size)
}

function survey(lane: Lane, isCollapsible: (record: KeptRecord) => boolean): Map<string, LanePattern> {
  const patterns = new Map<string, LanePattern>()
  for (const record of lane.records()) {
    if (!isCollapsible(record) || record.summarySince !== undefined) continue
    const key = patternKey(record.meta)
    const pattern = patterns.get(key) ?? new LanePattern(key)
    patterns.set(key, pattern)
    pattern.records++
    pattern.bytes += record.size
  }
  return patterns
}

function largest(patterns: LanePattern[], edge: Edge, bytesToFree: number): Map<string, LanePattern> {
  const chosen = new Map<string, LanePattern>()
  let freed = 0
  for (const pattern of patterns.sort((a, b) => b.freedBy(edge) - a.freedBy(edge))) {
    const bytes = pattern.freedBy(edge)
    if (bytes === 0 || freed >= bytesToFree) break
    chosen.set(pattern.key, pattern)
    freed += bytes
  }
  return chosen
}

function isNowhereElse({ meta, ticket }: KeptRecord): boolean {
  return meta.durable && ticket === undefined
}

function stays(record: KeptRecord, pattern: LanePattern, { first, last }: Edge): boolean {
  if (record.summarySince !== undefined) return false
  const i = pattern.passed++
  return i < first || i >= pattern.records - last
}
