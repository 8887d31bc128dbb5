import type { Frame } from './frame.js'
import type { Segment, SpoolTicket } from './segment.js'
import { parseHeader, type SegmentHeader } from './segment-header.js'
import { readPiece } from './segment-reader.js'
import type { SpoolFiles } from './spool-files.js'

const MAX_READ_FAILURES = 3

/** A record that was read from the spool. */
export interface ReadRecord {
  readonly frame: Frame
  readonly ticket: SpoolTicket
  readonly header: SegmentHeader
}

/** A segment that is still to be read, or the rest of it. */
export interface UnreadPart {
  readonly segment: Segment
  readonly offset: number
  /** Records in it that are counted as waiting; of an adopted segment nobody has counted any. */
  readonly records: number
  readonly header: SegmentHeader
}

interface Unread extends UnreadPart {
  offset: number
  records: number
  header: SegmentHeader
  /** Of the oldest record that is counted as waiting. */
  sequence: number
  isBegun: boolean
  failures: number
}

/** Holds that the backlog itself has on a segment. */
const READER_HOLDS = 1

export interface BacklogOptions {
  readonly files: SpoolFiles
  /** For segments whose header cannot be read. */
  readonly header: SegmentHeader
  /** Records of a segment were counted as waiting and are not there. */
  readonly onDamaged: (records: number) => void
  /** Returns whether a segment may still grow. */
  readonly isActive: (segment: Segment) => boolean
}

/** Records that are only on disk, oldest first. It takes a few fields of memory a segment. */
export class Backlog {
  readonly #options: BacklogOptions
  #unread: Unread[] = []
  #count = 0
  #reading = false
  #frozen: readonly UnreadPart[] = []
  damages = 0

  constructor(options: BacklogOptions) {
    this.#options = options
  }

  /** Records that are counted as waiting here. */
  get count(): number {
    return this.#count
  }

  get isEmpty(): boolean {
    return this.#unread.length === 0
  }

  /** Sequence of the oldest record that is counted as waiting; `Infinity` if none. */
  get oldest(): number {
    return this.#unread[0]?.sequence ?? Number.POSITIVE_INFINITY
  }

  /** Adds a record that was just appended and is not in memory. */
  add({ segment, offset }: SpoolTicket, sequence: number): void {
    this.#count++
    const last = this.#unread.at(-1)
    if (last?.segment === segment) {
      last.records++
      return
    }
    segment.hold()
    const { header } = this.#options
    this.#unread.push({ segment, offset, records: 1, header, sequence, failures: 0, isBegun: false })
  }

  /** Adds a segment whose records are not counted yet. The backlog takes over the hold that its finder has on it. */
  adopt(segment: Segment, header: SegmentHeader): void {
    const sequence = Number.POSITIVE_INFINITY
    this.#unread.push({ segment, offset: 0, records: 0, header, sequence, failures: 0, isBegun: false })
  }

  /**
   * Returns the parts of one resource that may be rewritten, and reads none of them until `thaw`: no reader has begun such a part, nothing
   * is appended to it, and nothing in memory refers to it. `tried`: resources to leave out, to which this one is added.
   */
  freeze(tried: Set<string>): readonly UnreadPart[] {
    const isFree = ({ segment, records, isBegun, header }: Unread) =>
      !isBegun &&
      !this.#options.isActive(segment) &&
      segment.holds === records + READER_HOLDS &&
      !tried.has(keyOf(header))
    const first = this.#unread.findIndex(isFree)
    if (first < 0) return []
    const resource = keyOf(this.#unread[first]!.header)
    this.#frozen = this.#unread.slice(first).filter((unread) => isFree(unread) && keyOf(unread.header) === resource)
    tried.add(resource)
    return this.#frozen
  }

  thaw(): void {
    this.#frozen = []
  }

  /** Replaces parts by `rewritten`, in which `records` of the waiting are left. It has a hold for each and one for the backlog. */
  replace(gone: readonly UnreadPart[], rewritten: Segment, records: number): void {
    const at = this.#unread.findIndex((unread) => gone.includes(unread))
    const { header, sequence } = this.#unread[at]!
    const left = this.#unread.filter((unread) => !gone.includes(unread))
    left.splice(at, 0, { segment: rewritten, offset: 0, records, header, sequence, failures: 0, isBegun: false })
    this.#unread = left
    this.#count += records
    for (const { segment, records } of gone) {
      this.#count -= records
      for (let i = 0; i < records + READER_HOLDS; i++) segment.release()
    }
  }

  /**
   * Passes the next records to `take`, at most about 1 MiB. Returns whether it made progress: it makes none while the head is
   * being read or rewritten, or the disk fails. Never throws.
   */
  async read(take: (record: ReadRecord) => void): Promise<boolean> {
    const head = this.#unread[0]
    if (head === undefined || this.#reading || this.#frozen.includes(head)) return false
    this.#reading = true
    try {
      await this.#readHead(head, take)
      return true
    } catch {
      head.failures++
      if (head.failures >= MAX_READ_FAILURES) this.#finish(head)
      return false
    } finally {
      this.#reading = false
    }
  }

  async #readHead(head: Unread, take: (record: ReadRecord) => void): Promise<void> {
    head.isBegun = true
    const { frames, next, damages, isAtEnd } = await readPiece(head.segment, head.offset, this.#options.files)
    head.failures = 0
    head.offset = next
    this.damages += damages
    this.#emit(head, frames, take)
    if (isAtEnd) this.#finish(head)
  }

  #emit(head: Unread, frames: readonly Frame[], take: (record: ReadRecord) => void): void {
    const { segment } = head
    for (const frame of frames) {
      if (frame.type === 'header') {
        head.header = parseHeader(frame) ?? head.header
        continue
      }
      // Appended records hold their segment already; those of an adopted one begin to do so now.
      if (head.records > 0) {
        head.records--
        this.#count--
      } else segment.hold()
      if (Number.isFinite(head.sequence)) head.sequence = frame.sequence + 1
      take({ frame, ticket: { segment, offset: 0 }, header: head.header })
    }
  }

  #finish(head: Unread): void {
    this.#unread.shift()
    if (head.records > 0) {
      this.#count -= head.records
      this.#options.onDamaged(head.records)
      for (let i = 0; i < head.records; i++) head.segment.release()
    }
    head.segment.release()
  }
}

function keyOf({ resource }: SegmentHeader): string {
  return JSON.stringify(resource)
}
