import { createHash } from 'node:crypto'
import { joinPath, systemFiles } from '../delivery/spool/spool-files.js'
import { createSystemOwners } from '../delivery/spool/spool-owner.js'
import type { SpoolOptions } from '../delivery/spooling.js'
import type { Diag } from '../internal/diag.js'

/**
 * Opens the spool of a service in a directory. Only a spool of the same `identity` adopts what it leaves, so that errors of one
 * service and backend are never sent for another, unless that is asked for.
 *
 * @throws RangeError that names the option if the directory cannot be trusted, or is none
 */
export function openSpool(
  options: { readonly directory: string; readonly maxBytes: number; readonly adoptsOthers?: boolean },
  identity: string,
  diag: Diag,
): SpoolOptions {
  const { directory, maxBytes, adoptsOthers = false } = options
  const own = joinPath(directory, createHash('sha256').update(identity).digest('hex').slice(0, 16))
  try {
    prepare(directory)
    // What stands in the way in there is nothing that anybody configured: it is said, and errors wait in memory.
    systemFiles.prepare(own)
  } catch (error) {
    if (error instanceof RangeError) throw refusal(directory, error.message)
    // The disk may be mounted later: logging must not keep an app from starting.
    diag.once('spool_unusable', { directory, cause: error })
  }
  return { directory: own, parent: directory, adoptsOthers, maxBytes, files: systemFiles, owners: createSystemOwners() }
}

function prepare(directory: string): void {
  try {
    systemFiles.prepare(directory)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOTDIR' || code === 'EEXIST') throw new RangeError('is not a directory')
    throw error
  }
}

function refusal(directory: string, problem: string): RangeError {
  return new RangeError(`lipservice: spoolDirectory must be a directory of this user's own; '${directory}' ${problem}`)
}
