import { readFrames } from './frame.js'
import { Segment } from './segment.js'
import { parseHeader, type SegmentHeader } from './segment-header.js'
import {
  byAge,
  formatSegmentName,
  identityOf,
  isOwnedBy,
  isSpoolFile,
  parseFileName,
  type SegmentName,
} from './segment-name.js'
import { joinPath, type SpoolFiles } from './spool-files.js'
import type { SpoolOwners } from './spool-owner.js'

/** An owner that cannot be checked counts as dead when its files were not touched for as long. */
const STALE_AFTER_MILLIS = 5 * 60_000
const MAX_HEADER_BYTES = 64 * 1024
/** A larger file without a header is none of ours. */
const MAX_HEADLESS_BYTES = 64 * 1024 * 1024

export interface Adopted {
  readonly segment: Segment
  readonly header: SegmentHeader
}

export interface AdoptionOptions {
  readonly directory: string
  /** The spool of another service or backend to adopt from. Default: our own. */
  readonly from?: string
  /** Returns whether there is room for a file of so many bytes. Default: there is, because our own are there already. */
  readonly hasRoom?: (bytes: number) => boolean
  readonly files: SpoolFiles
  readonly owners: SpoolOwners
  /** Returns the time, in milliseconds since the epoch. */
  readonly epochMillis: () => number
  /** For segments whose header cannot be read. */
  readonly header: SegmentHeader
  readonly onFree: (segment: Segment) => void
  /** What a dead owner left cannot be taken over. */
  readonly onRefused: (error: unknown) => void
}

/** Adopts the segments of dead owners, by renaming them: of several adopters one succeeds. Returns them, oldest first. */
export async function adoptSegments(options: AdoptionOptions): Promise<readonly Adopted[]> {
  const { directory, from: source = directory, hasRoom = () => true } = options
  const { files, owners, header, onFree, onRefused } = options
  const adopted: Adopted[] = []
  for (const name of await orphansIn(options)) {
    const from = joinPath(source, formatSegmentName(name))
    const to = joinPath(directory, formatSegmentName({ ...name, owner: owners.own }))
    try {
      // Read before it is ours: what cannot be read stays for the next round.
      const found = await headerOf(from, name, files)
      const size = await files.size(from)
      if (found === undefined && (size > MAX_HEADLESS_BYTES || source !== directory)) throw new Error('not a segment')
      if (!hasRoom(size)) break
      // Before the rename, or another host would see an old file of ours.
      await files.touch(from)
      await files.rename(from, to)
      const segment = new Segment({ ...name, owner: owners.own }, to, onFree)
      adopted.push({ segment, header: found ?? header })
      segment.size = await files.size(to)
    } catch (error) {
      // Another adopter was faster, or it cannot be read now.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') onRefused(error)
    }
  }
  return withoutReplaced(adopted, files)
}

async function orphansIn({
  directory,
  from = directory,
  files,
  owners,
  epochMillis,
}: AdoptionOptions): Promise<SegmentName[]> {
  const orphans: SegmentName[] = []
  for (const file of await files.list(from, isSpoolFile)) {
    const { name, isTemporary } = parseFileName(file)!
    if (isOwnedBy(name, owners.own)) continue
    const path = joinPath(from, file)
    const state = owners.stateOf(name.owner)
    if (state === 'alive') continue
    // Whose service it is may be about to start again.
    const mayBeWanted = state === 'unknown' || from !== directory
    if (mayBeWanted && !(await isStale(path, files, epochMillis()))) continue
    if (isTemporary) await files.remove(path).catch(() => {})
    else orphans.push(name)
  }
  return orphans.sort(byAge)
}

export async function isStale(path: string, files: SpoolFiles, epochMillis: number): Promise<boolean> {
  try {
    return epochMillis - (await files.modified(path)) > STALE_AFTER_MILLIS
  } catch {
    return false
  }
}

export async function headerOf(
  path: string,
  { salt }: SegmentName,
  files: SpoolFiles,
): Promise<SegmentHeader | undefined> {
  const { frames } = readFrames(await files.read(path, 0, MAX_HEADER_BYTES), salt)
  const first = frames[0]
  return first?.type === 'header' ? parseHeader(first) : undefined
}

/** Removes segments that another one replaces: a kill during a compaction leaves both. Returns the others. */
async function withoutReplaced(adopted: readonly Adopted[], files: SpoolFiles): Promise<readonly Adopted[]> {
  const replaced = new Set(adopted.flatMap(({ header }) => header.replaces ?? []))
  const isReplaced = ({ segment }: Adopted) => replaced.has(identityOf(segment.name))
  for (const { segment } of adopted.filter(isReplaced)) await files.remove(segment.path).catch(() => {})
  return adopted.filter((one) => !isReplaced(one))
}
