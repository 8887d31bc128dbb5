import type { Clock } from '../../internal/clock.js'
import type { Diag } from '../../internal/diag.js'
import type { Random } from '../../internal/random.js'
import type { Timer, Timers } from '../../internal/timer.js'
import { type Frame, FrameWriter } from './frame.js'
import { Segment, type SpoolTicket } from './segment.js'
import { headerFrame, type SegmentHeader } from './segment-header.js'
import { formatSegmentName, identityOf, isOwnedBy, parseFileName } from './segment-name.js'
import { joinPath, type SpoolFiles } from './spool-files.js'
import { createSpoolHealth } from './spool-health.js'
import { NO_START, type SpoolOwners } from './spool-owner.js'

const DEFAULT_MAX_BYTES = 64 * 1024 * 1024
const SYNC_DELAY_MILLIS = 500
const MEASURE_MILLIS = 1_000
const MIN_SEGMENT_BYTES = 64 * 1024
const MAX_SEGMENT_BYTES = 16 * 1024 * 1024
/** How many segments fill the disk budget. */
const SEGMENTS_PER_BUDGET = 64

export interface SpoolParts {
  readonly directory: string
  /** Where spools of other services are; none: nobody looks for them. */
  readonly parent?: string
  /** Whether those that nobody takes care of are adopted. Default: `false`. */
  readonly adoptsOthers?: boolean
  readonly files: SpoolFiles
  readonly owners: SpoolOwners
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  readonly diag: Diag
  /** Disk budget in bytes. Default: 64 MiB. */
  readonly maxBytes?: number
}

/** The write-ahead files of one process (and thread). Nothing throws. */
export interface Spool {
  /** All bytes on disk, adopted files included. */
  readonly bytes: number
  /** Those, and the bytes that others of this service had in the directory at the last look. */
  readonly taken: number
  readonly maxBytes: number
  readonly segments: number
  readonly episodes: number
  /**
   * Appends synchronously, after `close` too: for whoever starts next. Returns `full` if more than `limit` bytes would be taken, `failed` if the
   * disk does not take it now.
   */
  append(frame: Frame, limit: number): SpoolTicket | 'full' | 'failed'
  /** Returns whether a segment is being appended to. */
  isActive(segment: Segment): boolean
  /** A segment of ours is not needed any more. */
  onFree(segment: Segment): void
  /** Shows other hosts that the owner lives. */
  touch(): Promise<void>
  /** Takes a file that was found, or written otherwise, as one of ours, held once. */
  take(segment: Segment): void
  /** Returns a segment of ours that has no file yet. `created`, epoch milliseconds, keeps its place among others. */
  plan(created?: number): Segment
  /** Makes what was appended survive a loss of power, and removes what is free, off the event loop. */
  sync(): Promise<void>
  /** Removes what is free, at once, for a process that ends now. */
  removeNow(): void
  close(): Promise<void>
}

export function createSpool(header: SegmentHeader, runtime: SpoolParts): Spool {
  const { directory, files, owners, clock, timers, random, diag, maxBytes = DEFAULT_MAX_BYTES } = runtime
  const segmentBytes = Math.min(MAX_SEGMENT_BYTES, Math.max(MIN_SEGMENT_BYTES, maxBytes / SEGMENTS_PER_BUDGET))
  const health = createSpoolHealth(directory, clock, diag)
  const writer = new FrameWriter()
  const segments = new Set<Segment>()
  const removals = new Map<string, Promise<void>>()
  /** Operations that nobody waits for but `close`. */
  const underWay = new Set<Promise<unknown>>()
  let active: Segment | undefined
  let bytes = 0
  /** On disk, of all other writers to this directory, living and dead. */
  let othersBytes = 0
  let measuredAt = Number.NEGATIVE_INFINITY
  let serial = 0
  let syncTimer: Timer | undefined
  let closed = false
  /** Left to whoever adopts them. */
  const abandoned = new Set<Segment>()

  function plan(created = clock.now()): Segment {
    const salt = Math.trunc(random() * 2 ** 32) >>> 0
    const name = { owner: owners.own, created, serial: serial++, salt }
    return new Segment(name, joinPath(directory, formatSegmentName(name)), onFree)
  }

  /** Looks what others have on disk: before the first file, and before a further one, but not again within a second. */
  function measure(): void {
    const now = clock.monotonic()
    if (now - measuredAt < MEASURE_MILLIS) return
    measuredAt = now
    // Adopted ones may be under way from one name to the other.
    const own = new Set([...segments].map(({ name }) => identityOf(name)))
    for (const path of removals.keys()) own.add(path)
    try {
      othersBytes = files.usage(directory, (file) => isOfOthers(file, own), maxBytes)
    } catch {
      // Not made yet, or it cannot be read: what is written next tells.
    }
  }

  function isOfOthers(file: string, own: ReadonlySet<string>): boolean {
    const found = parseFileName(file)
    if (found === undefined || (found.isTemporary && isOwnedBy(found.name, owners.own))) return false
    return !own.has(identityOf(found.name)) && !own.has(joinPath(directory, file))
  }

  function onFree(segment: Segment): void {
    // Nothing in it is wanted: the next error begins another file.
    if (segment === active) seal()
    segments.delete(segment)
    bytes -= segment.size
    const { path } = segment
    const removal = files.remove(path).catch(() => {})
    removals.set(path, removal)
    void removal.then(() => removals.delete(path))
  }

  function track(operation: Promise<unknown>): void {
    underWay.add(operation)
    void operation.then(() => underWay.delete(operation))
  }

  /** Lets any spool adopt what is left, a later one of this process included. */
  async function abandonAll(): Promise<void> {
    const left = [...segments].filter((segment) => segment !== active && !abandoned.has(segment))
    for (const segment of left) abandoned.add(segment)
    await Promise.all(left.map(abandon))
  }

  async function abandon({ name, path }: Segment): Promise<void> {
    const owner = { ...name.owner, start: NO_START }
    await files.rename(path, joinPath(directory, formatSegmentName({ ...name, owner }))).catch(() => {})
  }

  /** What came late is left to others, once nothing more is appended to it. A process that ends before is dead by then. */
  function armAbandoning(): void {
    syncTimer ??= timers.after(SYNC_DELAY_MILLIS, () => {
      syncTimer = undefined
      seal()
      void Promise.all(underWay).then(abandonAll)
    })
  }

  function seal(): void {
    const sealed = active
    active = undefined
    if (sealed?.file === undefined) return
    const { file } = sealed
    sealed.file = undefined
    // The last bytes of a segment are synced before it is closed.
    track(file.sync().catch(health.failed))
    track(file.close())
  }

  function open(): Segment {
    // It may have been removed meanwhile.
    files.prepare(directory)
    const segment = plan()
    segment.file = files.create(segment.path)
    segments.add(segment)
    active = segment
    track(files.syncDirectory(directory).catch(() => {}))
    write(segment, headerFrame(header))
    return segment
  }

  /** @throws what the file system throws */
  function write(segment: Segment, frame: Frame): void {
    const framed = writer.write(frame, segment.name.salt)
    segment.file!.append(framed)
    segment.size += framed.length
    bytes += framed.length
  }

  function giveUp(error: unknown): void {
    health.failed(error)
    const broken = active
    if (broken === undefined) return
    try {
      broken.file?.truncate(broken.size)
    } catch {
      // What it left is passed over when the file is read.
    }
    seal()
    if (broken.holds === 0) onFree(broken)
  }

  function armSync(): void {
    syncTimer ??= timers.after(SYNC_DELAY_MILLIS, () => {
      syncTimer = undefined
      const synced = active?.file?.sync().catch(health.failed)
      if (synced !== undefined) track(synced)
    })
  }

  return {
    maxBytes,
    get bytes() {
      return bytes
    },
    get taken() {
      return bytes + othersBytes
    },
    get segments() {
      return segments.size
    },
    get episodes() {
      return health.episodes
    },
    isActive: (segment) => segment === active,
    onFree,
    async touch() {
      await Promise.all([...segments].map(({ path }) => files.touch(path).catch(() => {})))
    },
    append(frame, limit) {
      if (!health.usable) return 'failed'
      const isNext = active === undefined || active.size >= segmentBytes
      if (isNext) measure()
      if (bytes + othersBytes + frame.content.length > limit) return 'full'
      try {
        const before = clock.monotonic()
        if (isNext) seal()
        const segment = active ?? open()
        const offset = segment.size
        write(segment, frame)
        segment.hold()
        health.wrote(clock.monotonic() - before)
        if (closed) armAbandoning()
        else armSync()
        return { segment, offset }
      } catch (error) {
        giveUp(error)
        return 'failed'
      }
    },
    take(segment) {
      segment.hold()
      segments.add(segment)
      bytes += segment.size
      // It was somebody else's, or a file that is about to go.
      othersBytes = Math.max(0, othersBytes - segment.size)
    },
    plan,
    async sync() {
      await active?.file?.sync().catch(health.failed)
      await Promise.all(removals.values())
    },
    removeNow() {
      for (const path of removals.keys()) {
        try {
          files.removeNow(path)
        } catch {
          // Its records come again at the next start.
        }
      }
    },
    async close() {
      closed = true
      syncTimer?.cancel()
      syncTimer = undefined
      seal()
      await Promise.all([...removals.values(), ...underWay])
      await abandonAll()
    },
  }
}
