import { headerOf } from '../../delivery/spool/adoption.js'
import { spoolsLeft } from '../../delivery/spool/orphans.js'
import { byAge, isSpoolFile, parseSegmentName, type SegmentName } from '../../delivery/spool/segment-name.js'
import { joinPath, systemFiles } from '../../delivery/spool/spool-files.js'
import { createSystemOwners, type SpoolOwners } from '../../delivery/spool/spool-owner.js'
import { InputError } from '../input/input-error.js'

/** As `openSpool` names the spool of a service and backend. */
const SPOOL_NAME = /^[0-9a-f]{16}$/
const MAX_SPOOLS = 1_000
const UNKNOWN_SERVICE = 'unknown service'

/** Errors on disk of one service and backend. */
export interface FoundSpool {
  /** Name of its directory: 16 hex digits. */
  readonly id: string
  readonly directory: string
  readonly service: string
  /**
   * `orphaned`: nobody who lives will send them, unless the service starts again. `in use`: a process that lives takes care of them. `recent`: its
   * owner cannot be asked, and was here within 5 minutes.
   */
  readonly state: 'orphaned' | 'in use' | 'recent'
  /** Oldest first. */
  readonly segments: readonly SpoolSegment[]
  readonly bytes: number
}

export interface SpoolSegment {
  readonly name: SegmentName
  readonly file: string
  readonly bytes: number
}

/** Looks into a spool directory. Returns none where there is no such directory. @throws InputError where it cannot be looked into */
export async function foundSpools(
  parent: string,
  epochMillis: () => number,
  owners: SpoolOwners = createSystemOwners(),
): Promise<readonly FoundSpool[]> {
  const names = await systemFiles
    .list(parent, (name) => SPOOL_NAME.test(name))
    .catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return []
      throw new InputError(`${parent} cannot be read: ${error.code ?? error.message}`)
    })
  // No spool is ours, so that all are looked at.
  const left = await spoolsLeft({ directory: '', parent, files: systemFiles, owners, epochMillis })
  const orphaned = new Set(left.map(({ spool }) => spool))
  const spools: FoundSpool[] = []
  for (const id of names.sort().slice(0, MAX_SPOOLS)) {
    const directory = joinPath(parent, id)
    const segments = await segmentsIn(directory)
    if (segments.length === 0) continue
    const isAlive = segments.some(({ name }) => owners.stateOf(name.owner) === 'alive')
    spools.push({
      id,
      directory,
      service: await serviceOf(directory, segments),
      state: orphaned.has(directory) ? 'orphaned' : isAlive ? 'in use' : 'recent',
      segments,
      bytes: segments.reduce((sum, { bytes }) => sum + bytes, 0),
    })
  }
  return spools
}

async function segmentsIn(directory: string): Promise<SpoolSegment[]> {
  const files = await systemFiles.list(directory, isSpoolFile).catch(() => [])
  const segments = await Promise.all(
    files.map(async (file) => {
      const name = parseSegmentName(file)
      const bytes = await systemFiles.size(joinPath(directory, file)).catch(() => undefined)
      return name === undefined || bytes === undefined ? [] : [{ name, file, bytes }]
    }),
  )
  return segments.flat().sort((a, b) => byAge(a.name, b.name))
}

async function serviceOf(directory: string, segments: readonly SpoolSegment[]): Promise<string> {
  for (const { name, file } of segments) {
    const header = await headerOf(joinPath(directory, file), name, systemFiles).catch(() => undefined)
    const service = header?.resource['service.name']
    if (typeof service === 'string' && service !== '') return service.slice(0, 100)
  }
  return UNKNOWN_SERVICE
}
