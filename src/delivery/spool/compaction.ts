import type { Backlog, UnreadPart } from './backlog.js'
import { Collapse } from './collapse.js'
import { type Frame, FrameWriter } from './frame.js'
import { headerFrame } from './segment-header.js'
import { identityOf, temporaryName } from './segment-name.js'
import { readPiece } from './segment-reader.js'
import type { Spool } from './spool.js'
import type { SpoolFiles } from './spool-files.js'

/** How many of a pattern's first records, and of its last, stay; fewer when that did not make room. */
const KEPT_EDGES = [10, 3, 1] as const
/** A compaction that left more than this share of the bytes counts as having made no room. */
const MAX_SHARE_LEFT = 0.7

export interface Compaction {
  /** Collapses the records of a backlog. Returns whether that made room. @throws what the file system throws */
  run(backlog: Backlog): Promise<boolean>
}

export interface CompactionOptions {
  readonly spool: Spool
  readonly files: SpoolFiles
  readonly directory: string
  /** `records` became `summaries`; `uncounted` of the records had not been counted as waiting. */
  readonly onCollapsed: (change: { records: number; summaries: number; uncounted: boolean }) => void
}

/**
 * Rewrites segments: the new file is written under another name, synced and renamed, and only then are the old ones removed. A
 * kill in between leaves both; the header of the new one names those it replaces.
 */
export function createCompaction({ spool, files, directory, onCollapsed }: CompactionOptions): Compaction {
  async function framesOf(
    { segment, offset }: UnreadPart,
    visit: (frames: readonly Frame[]) => Promise<void> | void,
  ): Promise<void> {
    for (let at = offset, isAtEnd = false; !isAtEnd; ) {
      const piece = await readPiece(segment, at, files)
      await visit(piece.frames.filter(({ type }) => type !== 'header'))
      at = piece.next
      isAtEnd = piece.isAtEnd
    }
  }

  async function rewrite(backlog: Backlog, parts: readonly UnreadPart[], edge: number): Promise<number> {
    const collapse = new Collapse(edge)
    const survey = (frames: readonly Frame[]) => {
      for (const frame of frames) collapse.survey(frame)
    }
    for (const part of parts) await framesOf(part, survey)
    const segment = spool.plan(parts[0]!.segment.name.created)
    const temporary = temporaryName(segment.path)
    const file = files.create(temporary)
    try {
      const out = createOutput(file.appendLater, segment.name.salt)
      out.add(headerFrame({ ...parts[0]!.header, replaces: parts.map(({ segment }) => identityOf(segment.name)) }))
      let kept = 0
      const copy = async (frames: readonly Frame[]) => {
        const staying = frames.filter((frame) => collapse.passes(frame))
        for (const frame of staying) out.add(frame)
        kept += staying.length
        await out.flush()
      }
      for (const part of parts) await framesOf(part, copy)
      const summaries = collapse.summaries()
      for (const frame of summaries) out.add(frame)
      segment.size = await out.flush()
      await file.sync()
      await files.rename(temporary, segment.path)
      await files.syncDirectory(directory)
      const counted = parts.some(({ records }) => records > 0)
      const waiting = counted ? kept + summaries.length : 0
      spool.take(segment)
      for (let i = 0; i < waiting; i++) segment.hold()
      const before = parts.reduce((sum, part) => sum + part.segment.size, 0)
      backlog.replace(parts, segment, waiting)
      onCollapsed({ records: collapse.collapsed, summaries: summaries.length, uncounted: !counted })
      return segment.size / before
    } catch (error) {
      await files.remove(temporary).catch(() => {})
      throw error
    } finally {
      await file.close()
    }
  }

  return {
    async run(backlog) {
      const tried = new Set<string>()
      try {
        for (;;) {
          const before = [...tried]
          // Fewer and fewer of each pattern stay, until that made room; then those of another resource.
          for (const edge of KEPT_EDGES) {
            const skipped = new Set(before)
            const parts = backlog.freeze(skipped)
            if (parts.length === 0) return false
            if ((await rewrite(backlog, parts, edge)) <= MAX_SHARE_LEFT) return true
            for (const resource of skipped) tried.add(resource)
          }
        }
      } finally {
        backlog.thaw()
      }
    },
  }
}

/** Holds what is to be written, a piece of a segment at most, until it is flushed. */
function createOutput(write: (bytes: Uint8Array) => Promise<void>, salt: number) {
  const writer = new FrameWriter()
  let waiting: Uint8Array[] = []
  let size = 0
  return {
    add(frame: Frame): void {
      const framed = Buffer.from(writer.write(frame, salt))
      waiting.push(framed)
      size += framed.length
    },
    /** Returns the bytes so far. */
    async flush(): Promise<number> {
      if (waiting.length > 0) await write(Buffer.concat(waiting))
      waiting = []
      return size
    },
  }
}
