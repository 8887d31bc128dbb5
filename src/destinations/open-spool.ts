import { createHash } from 'node:crypto'
import { joinPath, systemFiles } from '../delivery/spool/spool-files.js'
import { createSystemOwners } from '../delivery/spool/spool-owner.js'
import type { SpoolOptions } from '../delivery/spooling.js'
import type { Diag } from '../internal/diag.js'

/**
 * Opens the spool of a service in a directory. Only a spool of the same `identity` adopts what it leaves, so that errors of one
 * service and backend are never sent for another.
 *
 * @throws RangeError that names the option if the directory cannot be trusted, or is none
 */
export function openSpool(
  { directory, maxBytes }: { readonly directory: string; readonly maxBytes: number },
  identity: string,
  diag: Diag,
): SpoolOptions {
  const own = joinPath(directory, createHash('sha256').update(identity).digest('hex').slice(0, 16))
  try {
    systemFiles.prepare(own)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const isWrong = error instanceof RangeError || code === 'ENOTDIR' || code === 'EEXIST'
    if (isWrong) {
      const problem = error instanceof RangeError ? message : 'is not a directory'
      throw new RangeError(
        `lipservice: spoolDirectory must be a directory of this user's own; '${directory}' ${problem}`,
      )
    }
    // The disk may be mounted later: logging must not keep an app from starting.
    diag.once('spool_unusable', { directory, cause: error })
  }
  return { directory: own, parent: directory, maxBytes, files: systemFiles, owners: createSystemOwners() }
}
