import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs'

const GROUP_OR_OTHERS_WRITE = 0o022
// A FIFO would hold open() up; neither flag exists on Windows.
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/**
 * Returns the content of a small file that nobody else can have written, read at once; `undefined` if there is none.
 *
 * @throws Error with what is wrong with the file, or the one of the file system
 */
export function readPrivateFile(path: string, maxBytes: number): Buffer | undefined {
  const descriptor = openExisting(path)
  if (descriptor === undefined) return undefined
  try {
    const stats = fstatSync(descriptor)
    const problem = problemOf(stats, maxBytes)
    if (problem !== undefined) throw new Error(problem)
    const bytes = Buffer.allocUnsafe(stats.size)
    return bytes.subarray(0, readSync(descriptor, bytes, 0, stats.size, 0))
  } finally {
    closeSync(descriptor)
  }
}

function openExisting(path: string): number | undefined {
  try {
    return openSync(path, FLAGS)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    throw code === 'ELOOP' ? new Error('it is a symbolic link') : error
  }
}

function problemOf(stats: Pick<Stats, 'isFile' | 'size' | 'uid' | 'mode'>, maxBytes: number): string | undefined {
  if (!stats.isFile()) return 'it is not a regular file'
  const user = process.geteuid?.()
  if (user !== undefined && stats.uid !== user) return 'it belongs to another user'
  if (user !== undefined && (stats.mode & GROUP_OR_OTHERS_WRITE) !== 0) return 'others can write it'
  return stats.size > maxBytes ? `it is larger than ${maxBytes} bytes` : undefined
}
