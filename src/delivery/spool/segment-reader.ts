import { type Frame, MAX_PIECE_BYTES, readFrames } from './frame.js'
import type { Segment } from './segment.js'
import type { SpoolFiles } from './spool-files.js'

const READ_CHUNK_BYTES = 1024 * 1024

/** What one read of a segment brought. */
export interface SegmentPiece {
  readonly frames: readonly Frame[]
  /** Where the next read begins. */
  readonly next: number
  readonly damages: number
  readonly isAtEnd: boolean
}

/**
 * Reads a segment on from `offset`: about 1 MiB, 16 MiB where a frame is as large or the file is damaged, never more, whatever its size.
 * A stretch of 16 MiB without a frame is its end.
 *
 * @throws what the file system throws
 */
export async function readPiece(segment: Segment, offset: number, files: SpoolFiles): Promise<SegmentPiece> {
  let wanted = Math.min(segment.size - offset, READ_CHUNK_BYTES)
  let bytes = await files.read(segment.path, offset, wanted)
  let found = readFrames(bytes, segment.name.salt)
  if (found.frames.length === 0 && bytes.length === READ_CHUNK_BYTES) {
    wanted = Math.min(segment.size - offset, MAX_PIECE_BYTES)
    bytes = await files.read(segment.path, offset, wanted)
    found = readFrames(bytes, segment.name.salt)
  }
  const { frames, end, damages } = found
  // It may have grown meanwhile, and somebody may have made it shorter.
  const isRead = offset + bytes.length >= segment.size || bytes.length < wanted
  const isAtEnd = isRead || (frames.length === 0 && bytes.length >= MAX_PIECE_BYTES)
  return { frames, next: offset + end, damages: damages + (isAtEnd && end < bytes.length ? 1 : 0), isAtEnd }
}
