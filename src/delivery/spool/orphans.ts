import { headerOf, isStale } from './adoption.js'
import { isSpoolFile, parseSegmentName, type SegmentName } from './segment-name.js'
import { joinPath, type SpoolFiles } from './spool-files.js'
import type { SpoolOwners } from './spool-owner.js'

/** A spool of one service and backend, as `openSpool` names them. */
const SPOOL_NAME = /^[0-9a-f]{16}$/
const MAX_SPOOLS = 64
const MAX_SEGMENTS = 1_000
const UNKNOWN_SERVICE = 'another service or backend'

export interface OrphanOptions {
  /** This process's spool. */
  readonly directory: string
  /** Where spools of other services and backends are. */
  readonly parent: string
  readonly files: SpoolFiles
  readonly owners: SpoolOwners
  readonly epochMillis: () => number
}

/** Errors on disk that nobody who runs will send, or not soon. */
export interface Orphans {
  /** Files of spools whose writers are dead, and the service that one of them names. */
  readonly ofOthers: { readonly files: number; readonly service: string }
  /** Files in this spool of a host that cannot be asked whether it lives. */
  readonly ofOtherHosts: number
}

/** Looks once. Never throws: what cannot be read is none. */
export async function findOrphans(options: OrphanOptions): Promise<Orphans> {
  const { directory, files, owners } = options
  const own = await segmentsIn(directory, files)
  const ofOtherHosts = own.filter(({ owner }) => owner.host !== owners.own.host).length
  let count = 0
  let service = UNKNOWN_SERVICE
  for (const { spool, segments } of await spoolsLeft(options)) {
    count += segments.length
    service = (await serviceOf(spool, segments[0], files)) ?? service
  }
  return { ofOthers: { files: count, service }, ofOtherHosts }
}

/** A spool of another service or backend. */
export interface LeftSpool {
  /** Its directory. */
  readonly spool: string
  readonly segments: readonly FoundSegment[]
}

/** Returns the spools of others that nobody who lives takes care of. Never throws. */
export async function spoolsLeft(options: OrphanOptions): Promise<readonly LeftSpool[]> {
  const { directory, parent, files } = options
  const names = await files.list(parent, (name) => SPOOL_NAME.test(name)).catch(() => [])
  const left: LeftSpool[] = []
  for (const name of names.slice(0, MAX_SPOOLS)) {
    const spool = joinPath(parent, name)
    if (spool === directory) continue
    const segments = await segmentsIn(spool, files)
    if (segments.length > 0 && (await areAllLeft(spool, segments, options))) left.push({ spool, segments })
  }
  return left
}

/** One who lives takes over what the dead left beside it. */
async function areAllLeft(
  spool: string,
  segments: readonly FoundSegment[],
  { files, owners, epochMillis }: OrphanOptions,
): Promise<boolean> {
  for (const { owner, file } of segments) {
    const state = owners.stateOf(owner)
    if (state === 'alive') return false
    if (state === 'unknown' && !(await isStale(joinPath(spool, file), files, epochMillis()))) return false
  }
  return true
}

export interface FoundSegment extends SegmentName {
  readonly file: string
}

async function segmentsIn(directory: string, files: SpoolFiles): Promise<FoundSegment[]> {
  const names = await files.list(directory, isSpoolFile).catch(() => [])
  return names.slice(0, MAX_SEGMENTS).flatMap((file) => {
    const name = parseSegmentName(file)
    return name === undefined ? [] : [{ ...name, file }]
  })
}

async function serviceOf(
  spool: string,
  segment: FoundSegment | undefined,
  files: SpoolFiles,
): Promise<string | undefined> {
  if (segment === undefined) return undefined
  const header = await headerOf(joinPath(spool, segment.file), segment, files).catch(() => undefined)
  const name = header?.resource['service.name']
  return typeof name === 'string' && name !== '' ? name.slice(0, 100) : undefined
}
