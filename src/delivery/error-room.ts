import type { Clock } from '../internal/clock.js'
import type { Diag } from '../internal/diag.js'
import { withFastMembers } from '../internal/fast-members.js'
import type { Timer, Timers } from '../internal/timer.js'
import type { DeliveryLedger } from './delivery-ledger.js'
import type { KeptRecord, Origin } from './kept-record.js'
import type { Lane } from './lane.js'
import { collapseLane } from './lane-collapse.js'
import { mebibytes } from './mebibytes.js'
import { patternNameOf } from './pattern-name.js'
import { LIMITS } from './room-limits.js'
import { parseSummary } from './spool/collapse.js'
import { CollapsedCounts, type CountedError } from './spool/collapsed-counts.js'
import { type SummaryStamps, summaryRecord } from './summary-record.js'

/** Above this much of the lane each record is asked whether it is FATAL, for which one that is deferred has to be parsed. */
const MANY_SHARE = 1 / 4
/** What is made in one turn of the event loop. */
const SUMMARIES_AT_ONCE = 256
/** A collapse frees as much of the lane, if it can. */
const FREED_SHARE = 1 / 4
/** One that freed less is not repeated sooner than in so many milliseconds. */
const ENOUGH_SHARE = 1 / 16
const PAUSE_MILLIS = 10_000

export interface ErrorRoomParts {
  /** Of guaranteed records. */
  readonly lane: Lane
  readonly origin: Origin
  readonly ledger: DeliveryLedger
  readonly summaryStamps: SummaryStamps
  /** Returns the sequence of a record that is made now. */
  readonly nextSequence: () => number
  readonly clock: Clock
  readonly timers: Timers
  readonly diag: Diag
}

/**
 * Room for guaranteed records in memory, the errors among them first. Where it runs out, errors of the largest pattern become a summary with
 * their number, off the log call; until then they are counted by pattern. The first error of another pattern has room of its own, and FATAL
 * more.
 */
export interface ErrorRoom {
  /** Takes a record that is nowhere else. Returns whether it was kept, or is counted until there is a summary. */
  enter(kept: KeptRecord, isFatal: () => boolean): boolean
  /** Returns whether there is ordinary room. */
  hasRoom(size: number): boolean
  /** Errors that are only counted. */
  readonly pending: number
  /** Makes summaries of what is only counted, as far as there is room; `isLast`: of all. */
  drain(isLast?: boolean): void
  close(): void
}

export function createErrorRoom(parts: ErrorRoomParts): ErrorRoom {
  const { lane, origin, ledger, summaryStamps, nextSequence, clock, timers, diag } = parts
  const counts = new CollapsedCounts()
  let timer: Timer | undefined
  let pauseEnd = Number.NEGATIVE_INFINITY

  const fitsWithin = (share: number, size: number) => lane.bytes + size <= share * lane.maxBytes

  function enterError(kept: KeptRecord, isFatal: () => boolean): boolean {
    if (fitsWithin(MANY_SHARE, kept.size)) {
      lane.push(kept)
      return true
    }
    const isNew = !counts.knows(kept.meta)
    const marked = isFatal() ? { ...kept, isFatal: true } : kept
    if (fitsWithin(LIMITS.ordinary, kept.size)) lane.push(marked)
    else if (isNew && fitsWithin(LIMITS.newPattern, kept.size) && counts.admit(sampleOf(kept))) lane.push(marked)
    else if (marked !== kept && lane.fits(kept.size)) lane.push(marked)
    else if (isNew && !counts.admit(sampleOf(kept))) return false
    else counts.add(sampleOf(kept))
    if (!fitsWithin(LIMITS.collapseAt, 0)) collapseSoon()
    return true
  }

  function collapseSoon(): void {
    timer ??= timers.after(Math.max(0, pauseEnd - clock.monotonic()), () => {
      timer = undefined
      collapse()
    })
  }

  function collapse(): void {
    if (fitsWithin(LIMITS.collapseAt, 0)) {
      drain()
      return
    }
    const freed = collapseLane({ lane, summaryOf, onCollapsed }, FREED_SHARE * lane.maxBytes)
    if (freed < ENOUGH_SHARE * lane.maxBytes) pauseEnd = clock.monotonic() + PAUSE_MILLIS
    drain()
  }

  const summaryOf: Parameters<typeof collapseLane>[0]['summaryOf'] = (errors, { meta, scope, sequence }) =>
    summaryRecord(errors, { ...patternNameOf(meta), scope, origin, sequence, ticket: undefined }, summaryStamps)

  function onCollapsed(records: number, summaries: number): void {
    ledger.collapse(records, summaries)
    diag.once('errors_collapsed', { limit: mebibytes(lane.maxBytes) })
  }

  function drain(isLast = false): void {
    if (counts.count === 0 || (!isLast && !fitsWithin(LIMITS.ordinary, 0))) return
    let isFull = false
    for (const { frame, count } of counts.drain(isLast ? undefined : SUMMARIES_AT_ONCE)) {
      const place = { ...patternNameOf(frame), scope: frame.scope, origin, sequence: nextSequence(), ticket: undefined }
      const kept = summaryRecord(parseSummary(frame), place, summaryStamps)
      if (isLast || fitsWithin(LIMITS.newPattern, kept.size)) {
        lane.push(kept)
        onCollapsed(count, 1)
      } else {
        counts.putBack(frame)
        isFull = true
      }
    }
    if (!isFull && counts.count > 0 && !isLast) collapseSoon()
  }

  return withFastMembers({
    enter(kept, isFatal) {
      if (kept.meta.durable) return enterError(kept, isFatal)
      if (!fitsWithin(LIMITS.collapseAt, kept.size)) return false
      lane.push(kept)
      return true
    },
    hasRoom: (size) => fitsWithin(LIMITS.ordinary, size),
    get pending() {
      return counts.count
    },
    drain,
    close() {
      timer?.cancel()
    },
  })
}

function sampleOf({ meta, scope, sequence, timeMillis }: KeptRecord): CountedError {
  return { encoding: 'protobuf', sequence, timeMillis, ...patternNameOf(meta), scope }
}
