import { randomUUID } from 'node:crypto'
import { dirname } from 'node:path'
import type { CacheFileSystem } from './cache-file-system.js'
import { type CachedPolicy, decodeCachedPolicy, encodeCachedPolicy, MAX_CACHE_FILE_BYTES } from './file-format.js'

export const previousGeneration = (path: string) => `${path}.1`

/**
 * Replaces the cached policy. At any moment either this one or the last is whole on disk, whoever else writes there. The
 * one before is kept, and a file that holds a later policy stays.
 *
 * @throws the error of the file system
 */
export async function writeGeneration(fs: CacheFileSystem, path: string, policy: CachedPolicy): Promise<void> {
  const bytes = encodeCachedPolicy(policy)
  if (bytes === undefined) return
  const current = await readCurrent(fs, path)
  if (current !== undefined && isLater(current, policy)) return
  // Others may be writing too, in this process or on other machines.
  const temporary = `${path}.${randomUUID()}.tmp`
  try {
    await writeDurably(fs, temporary, bytes)
    // A broken file must not push out the good one before it.
    if (current !== undefined) await ignoringAbsence(fs.rename(path, previousGeneration(path)))
    await fs.rename(temporary, path)
  } catch (error) {
    await fs.remove(temporary).catch(() => {})
    throw error
  }
  // Windows cannot; without it the last policy may be back after a loss of power.
  await fs.syncDirectory(dirname(path)).catch(() => {})
}

async function readCurrent(fs: CacheFileSystem, path: string): Promise<CachedPolicy | undefined> {
  const bytes = await fs.read(path, MAX_CACHE_FILE_BYTES)
  const decoded = bytes && decodeCachedPolicy(bytes)
  return decoded?.ok ? decoded.policy : undefined
}

const SAME_CLOCK_MILLIS = 60_000

/** Returns whether `current` is of the same service and accepted a little later. One from far ahead had a wrong clock. */
function isLater(current: CachedPolicy, policy: CachedPolicy): boolean {
  const ahead = current.acceptedAt - policy.acceptedAt
  const isSame = current.service === policy.service && current.teamId === policy.teamId
  return isSame && ahead > 0 && ahead < SAME_CLOCK_MILLIS
}

async function writeDurably(fs: CacheFileSystem, path: string, bytes: Buffer): Promise<void> {
  const file = await fs.create(path)
  try {
    await file.write(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function ignoringAbsence(work: Promise<void>): Promise<void> {
  await work.catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
}
