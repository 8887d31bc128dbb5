import { existsSync, lstatSync, mkdtempSync, rmdirSync } from 'node:fs'
import path from 'node:path'
import { foundSpools } from '../../spool/found-spools.js'
import { bytes } from '../../terminal/numbers.js'
import type { App } from '../app/app.js'
import type { Check, Finding } from '../finding.js'
import { resolvedOf } from '../resolved.js'

/** The directory where errors wait on disk: whether it can be written and trusted, and what dead processes left in it. */
export const spool: Check = {
  title: 'Spool',
  async run(app) {
    const { options } = resolvedOf(app)
    if (options?.spool === undefined) return { says: undefined, findings: [] }
    const directory = path.resolve(app.folder, options.spool.directory)
    const unusable = unusableFindings(directory)
    if (unusable.length > 0) return { says: directory, findings: unusable }
    return {
      says: directory,
      findings: [...spaceFindings(app, directory, options.spool.maxBytes), ...(await orphanFindings(app, directory))],
    }
  },
}

const SETTING = 'spoolDirectory / LIPSERVICE_SPOOL_DIR'

function unusableFindings(directory: string): Finding[] {
  const stat = existsSync(directory) ? lstatSync(directory) : undefined
  const own = process.geteuid?.()
  if (stat?.isSymbolicLink()) return [notPrivate(directory, 'is a link')]
  if (stat?.isDirectory() && own !== undefined && stat.uid !== own)
    return [notPrivate(directory, 'belongs to another user')]
  if (stat?.isDirectory() && own !== undefined && (stat.mode & 0o022) !== 0)
    return [notPrivate(directory, 'may be written by others')]
  try {
    tryToWrite(nearest(directory))
    return []
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const why = code === 'ENOTDIR' || code === 'EEXIST' ? 'a file stands in its way' : `it cannot be written (${code})`
    return [
      {
        name: 'spool_unusable',
        what: `the spool ${directory} cannot be used: ${why}; errors would wait in memory and die with the process`,
        fix: `check ${SETTING}, and let the app's user write there`,
        change: [`mkdir -p -m 700 ${directory}`],
      },
    ]
  }
}

const notPrivate = (directory: string, why: string): Finding => ({
  name: 'spool_not_private',
  what: `the spool ${directory} ${why}: it is refused, and the app does not start`,
  fix: "make it a directory of the app's own user, mode 700",
  change: [`chmod 700 ${directory}`],
})

/** The directory, or the one above it where it would be made. */
function nearest(directory: string): string {
  let at = directory
  while (!existsSync(at) && path.dirname(at) !== at) at = path.dirname(at)
  return at
}

/** @throws what the file system throws */
function tryToWrite(directory: string): void {
  rmdirSync(mkdtempSync(path.join(directory, '.lipservice-doctor-')))
}

function spaceFindings({ machine }: App, directory: string, maxBytes: number): Finding[] {
  const free = machine.freeBytes(nearest(directory))
  if (free >= maxBytes) return []
  return [
    {
      name: 'disk_low',
      what: `the disk of ${directory} has ${bytes(free)} left, and the spool may take ${bytes(maxBytes)}`,
      fix: 'make room, or set LIPSERVICE_SPOOL_MAX_BYTES lower',
      change: [`export LIPSERVICE_SPOOL_MAX_BYTES=${Math.max(1024 * 1024, Math.floor(free / 2))}`],
    },
  ]
}

async function orphanFindings({ machine }: App, directory: string): Promise<Finding[]> {
  // One that cannot be looked into is a finding of its own.
  const left = (await foundSpools(directory, machine.now).catch(() => [])).filter(({ state }) => state === 'orphaned')
  if (left.length === 0) return []
  const size = left.reduce((sum, one) => sum + one.bytes, 0)
  const services = [...new Set(left.map(({ service }) => service))].join(', ')
  return [
    {
      name: 'spool_orphans',
      what: `errors of ${services} wait in ${directory} (${bytes(size)}), and no process that lives will send them`,
      fix: 'see and send them: lipservice spool list, lipservice spool send',
      change: [`lipservice spool send --dir ${directory}`],
    },
  ]
}
