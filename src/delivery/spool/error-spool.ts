import type { Timer } from '../../internal/timer.js'
import { mebibytes } from '../mebibytes.js'
import { LIMITS } from '../room-limits.js'
import { type Adopted, adoptSegments } from './adoption.js'
import { Backlog } from './backlog.js'
import { CollapsedCounts } from './collapsed-counts.js'
import { createCompaction } from './compaction.js'
import type { Frame } from './frame.js'
import { findOrphans, spoolsLeft } from './orphans.js'
import type { SpoolTicket } from './segment.js'
import type { SegmentHeader } from './segment-header.js'
import { createSpool, type SpoolParts } from './spool.js'

const MAINTENANCE_MILLIS = 60_000
/** Share of the disk budget that may be in memory as well. */
const IN_MEMORY = 1 / 4
/** A compaction that made no room is not repeated sooner. */
const COMPACTION_PAUSE_MILLIS = 10_000

export interface SpoolStats {
  /** On disk, adopted files included. */
  readonly bytes: number
  /** Errors that wait on disk and are not in memory too, as far as they are counted: those of dead processes are when they are read. */
  readonly records: number
  readonly segments: number
  /** Files of dead processes that were taken over. */
  readonly adoptedSegments: number
  /** Stretches of files that could not be read; what a killed process wrote only in part is among them. */
  readonly damages: number
  /** How often the disk was given up because it failed or was slow. */
  readonly episodes: number
}

export interface ErrorSpoolOptions extends SpoolParts {
  readonly header: SegmentHeader
  /** Errors became summaries; those of dead processes had not been counted before. */
  readonly onCollapsed: (change: { records: number; summaries: number; uncounted: boolean }) => void
  /** Waiting records are not where they were written. */
  readonly onDamaged: (records: number) => void
  /** There may be something to read. */
  readonly onReadable: () => void
}

/** Where errors are written before the log call returns. Nothing throws after it was made. */
export interface ErrorSpool {
  /** How much of what is on disk may be in memory as well, in bytes: only what is not can be collapsed. */
  readonly inMemoryBytes: number
  /** Disk budget. */
  readonly maxBytes: number
  /** Whether errors that were only counted may become summaries. */
  readonly hasRoom: boolean
  /** Errors of this process for which memory had no room. */
  readonly overflow: Backlog
  /** Errors that dead processes left. */
  readonly adopted: Backlog
  /** Errors that are only counted, until there is room for a summary. */
  readonly collapsedCounts: CollapsedCounts
  /** Writes an error. Returns its ticket; `full` beyond the disk budget; `failed` if the disk does not take it now. */
  append(frame: Frame): SpoolTicket | 'full' | 'failed'
  /** Counts an error for which there is neither disk nor memory. Returns `false` if it cannot be counted either. */
  holdBack(frame: Frame): boolean
  start(): void
  sync(): Promise<void>
  removeNow(): void
  close(): Promise<void>
  stats(): SpoolStats
}

/** @throws RangeError if the directory belongs to others */
export function createErrorSpool(options: ErrorSpoolOptions): ErrorSpool {
  const { directory, parent, files, owners, clock, timers, diag, header, onCollapsed, onDamaged, onReadable } = options
  const spool = createSpool(header, options)
  const backlogOptions = { files, header, onDamaged, isActive: spool.isActive }
  const overflow = new Backlog(backlogOptions)
  const adopted = new Backlog(backlogOptions)
  const collapsedCounts = new CollapsedCounts()
  const compaction = createCompaction({ spool, files, directory, onCollapsed })
  let adoptedSegments = 0
  let compacting: Promise<void> | undefined
  let compactionPauseEnd = Number.NEGATIVE_INFINITY
  let timer: Timer | undefined
  let maintaining: Promise<void> | undefined
  let closed = false

  async function compact(): Promise<void> {
    diag.once('spool_collapses', { limit: mebibytes(spool.maxBytes) })
    let madeRoom = false
    for (const backlog of [adopted, overflow]) {
      madeRoom = (await compaction.run(backlog).catch(() => false)) || madeRoom
      if (spool.taken < LIMITS.collapseAt * spool.maxBytes) break
    }
    if (!madeRoom) compactionPauseEnd = clock.monotonic() + COMPACTION_PAUSE_MILLIS
    compacting = undefined
    onReadable()
  }

  function compactIfNeeded(): void {
    if (spool.taken < LIMITS.collapseAt * spool.maxBytes) {
      diag.resolved('spool_collapses')
      return
    }
    if (compacting !== undefined || closed || clock.monotonic() < compactionPauseEnd) return
    compacting = compact()
  }

  const adoption = {
    directory,
    files,
    owners,
    header,
    epochMillis: clock.now,
    onFree: spool.onFree,
    onRefused: (error: unknown) => diag.once('spool_not_adopted', { directory, cause: error }),
  }

  /** What other services and backends left, as long as it does not make ours collapse. */
  async function adoptOthers(): Promise<void> {
    if (parent === undefined || options.adoptsOthers !== true) return
    for (const { spool: from } of await spoolsLeft({ directory, parent, files, owners, epochMillis: clock.now })) {
      let room = LIMITS.collapseAt * spool.maxBytes - spool.taken
      const hasRoom = (bytes: number) => {
        room -= bytes
        return room >= 0
      }
      if (!closed) takeOver(await adoptSegments({ ...adoption, from, hasRoom }))
    }
  }

  async function adopt(): Promise<void> {
    takeOver(await adoptSegments(adoption))
  }

  function takeOver(found: readonly Adopted[]): void {
    for (const { segment, header } of found) {
      spool.take(segment)
      adopted.adopt(segment, header)
      adoptedSegments++
    }
    if (found.length > 0) {
      // There was nothing to collapse before, perhaps.
      compactionPauseEnd = Number.NEGATIVE_INFINITY
      compactIfNeeded()
      onReadable()
    }
  }

  /** What waits on disk and is not for us to send, or not yet. */
  async function lookForOrphans(): Promise<void> {
    if (parent === undefined || closed) return
    const { ofOthers, ofOtherHosts } = await findOrphans({ directory, parent, files, owners, epochMillis: clock.now })
    if (ofOthers.files === 0) diag.resolved('spool_of_other_service')
    else diag.once('spool_of_other_service', { directory: parent, ...ofOthers })
    if (ofOtherHosts === 0) diag.resolved('spool_of_other_host')
    else diag.once('spool_of_other_host', { directory, files: ofOtherHosts })
  }

  async function maintain(): Promise<void> {
    await Promise.all([adopt().catch(() => {}), spool.touch()])
    onReadable()
    await adoptOthers().catch(() => {})
    await lookForOrphans()
    if (closed) return
    timer = timers.after(MAINTENANCE_MILLIS, () => {
      maintaining = maintain()
    })
  }

  return {
    inMemoryBytes: IN_MEMORY * spool.maxBytes,
    maxBytes: spool.maxBytes,
    get hasRoom() {
      return spool.taken < LIMITS.collapseAt * spool.maxBytes
    },
    overflow,
    adopted,
    collapsedCounts,
    append(frame) {
      const { maxBytes } = spool
      const isKnown = collapsedCounts.knows(frame)
      let ticket = spool.append(frame, (isKnown ? LIMITS.ordinary : LIMITS.newPattern) * maxBytes)
      if (ticket === 'full' && frame.isFatal) ticket = spool.append(frame, LIMITS.fatal * maxBytes)
      if (spool.taken >= LIMITS.collapseAt * maxBytes) compactIfNeeded()
      // From now on it is known: more of its pattern are counted.
      if (typeof ticket === 'object' && spool.taken > LIMITS.ordinary * maxBytes) collapsedCounts.admit(frame)
      return ticket
    },
    holdBack(frame) {
      if (!collapsedCounts.knows(frame) && !collapsedCounts.admit(frame)) return false
      collapsedCounts.add(frame)
      return true
    },
    start() {
      maintaining = maintain()
    },
    sync: spool.sync,
    removeNow: spool.removeNow,
    async close() {
      closed = true
      timer?.cancel()
      await Promise.all([maintaining, compacting])
      await spool.close()
    },
    stats: () => ({
      bytes: spool.bytes,
      records: overflow.count,
      segments: spool.segments,
      adoptedSegments,
      damages: overflow.damages + adopted.damages,
      episodes: spool.episodes,
    }),
  }
}
