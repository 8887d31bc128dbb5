import fs from 'node:fs'
import path from 'node:path'

const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_WRONLY } = fs.constants
/** Windows has no such flags. */
const NO_FOLLOW = O_NOFOLLOW ?? 0
/** A pipe that nobody writes to would hold a thread of the pool for ever. */
const NO_WAIT = O_NONBLOCK ?? 0
const FILE_MODE = 0o600
const DIRECTORY_MODE = 0o700
/** Whatever else is in a directory, a look at it ends. */
const MAX_ENTRIES_READ = 50_000
const MAX_NAMES = 4_096
const ENTRIES_AT_ONCE = 256
/** Fewer, where it blocks. */
const MAX_ENTRIES_MEASURED = 10_000
const MAX_FILES_SIZED = 512
/** Of `blocks`, whatever a file system uses. */
const BLOCK_BYTES = 512

/** An open segment file. */
export interface SpoolFile {
  /** Writes all bytes by one synchronous `write`. @throws when not all were written */
  append(bytes: Uint8Array): void
  /** Writes off the event loop. */
  appendLater(bytes: Uint8Array): Promise<void>
  /** Makes what was appended survive a loss of power, off the event loop. */
  sync(): Promise<void>
  /** Cuts what a failed append may have left. */
  truncate(size: number): void
  /** Closes after the operations in progress. Never rejects. */
  close(): Promise<void>
}

/** The file operations of the spool: a test can stop at any of them. All but `touch` and `remove*` throw. */
export interface SpoolFiles {
  /** Makes the directory, mode 0700, or checks that it is one of our own. */
  prepare(directory: string): void
  /** Creates a file, mode 0600. @throws if it exists */
  create(file: string): SpoolFile
  /** Returns the names that are wanted, 4,096 at most. @throws unless it is a directory, and no link to one */
  list(directory: string, isWanted: (name: string) => boolean): Promise<string[]>
  /**
   * Returns the bytes on disk of the regular files of this user that are wanted, but for larger ones than `maxFileBytes`. Blocks.
   * @throws unless it is a directory
   */
  usage(directory: string, isWanted: (name: string) => boolean, maxFileBytes: number): number
  /** Returns up to `length` bytes from `position`; fewer at the end. Waits for nobody. @throws unless it is a regular file of our own */
  read(file: string, position: number, length: number): Promise<Uint8Array>
  size(file: string): Promise<number>
  /** Returns the time of the last change, in milliseconds since the epoch. */
  modified(file: string): Promise<number>
  rename(from: string, to: string): Promise<void>
  remove(file: string): Promise<void>
  removeNow(file: string): void
  /** Sets the time of the last change to now: a sign that the owner lives. */
  touch(file: string): Promise<void>
  /** Makes names that were created or removed survive a loss of power. */
  syncDirectory(directory: string): Promise<void>
}

/**
 * Makes a directory and those above it. Not by `recursive`, which never returns where a file system answers ENOENT although the directory
 * above is there, as /proc does.
 */
function makeDirectory(directory: string): void {
  try {
    fs.mkdirSync(directory, { mode: DIRECTORY_MODE })
  } catch (error) {
    const parent = path.dirname(directory)
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && parent !== directory) {
      makeDirectory(parent)
      makeLast(directory)
    } else if (!isDirectory(directory)) throw error
  }
}

/** Another process may be faster. */
function makeLast(directory: string): void {
  try {
    fs.mkdirSync(directory, { mode: DIRECTORY_MODE })
  } catch (error) {
    if (!isDirectory(directory)) throw error
  }
}

function isDirectory(directory: string): boolean {
  return fs.statSync(directory, { throwIfNoEntry: false })?.isDirectory() === true
}

/** @throws RangeError when the path is a link, or a directory that other users own or may write to */
function prepare(directory: string): void {
  // Without a slash at its end, which would lead through a link.
  const resolved = path.resolve(directory)
  makeDirectory(resolved)
  const stat = fs.lstatSync(resolved)
  if (stat.isSymbolicLink()) throw new RangeError('is a link')
  const own = process.geteuid?.()
  if (own !== undefined && (stat.uid !== own || (stat.mode & 0o022) !== 0)) {
    throw new RangeError('is owned by another user, or others may write to it')
  }
}

function create(file: string): SpoolFile {
  const fd = fs.openSync(file, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | NO_FOLLOW, FILE_MODE)
  let closed = false
  /** Operations under way: the descriptor is closed behind the last. */
  let busy = 0
  let onClosed = () => {}
  const closeIfIdle = () => {
    if (closed && busy === 0) fs.close(fd, () => onClosed())
  }
  const later = (start: (done: (error: Error | null) => void) => void) =>
    new Promise<void>((resolve, reject) => {
      if (closed) {
        resolve()
        return
      }
      busy++
      start((error) => {
        busy--
        closeIfIdle()
        if (error) reject(error)
        else resolve()
      })
    })
  return {
    append(bytes) {
      if (fs.writeSync(fd, bytes) !== bytes.length) throw new Error('short write')
    },
    appendLater: (bytes) =>
      later((done) =>
        fs.write(fd, bytes, (error, written) =>
          done(error ?? (written === bytes.length ? null : new Error('short write'))),
        ),
      ),
    sync: () => later((done) => fs.fdatasync(fd, done)),
    truncate: (size) => fs.ftruncateSync(fd, size),
    close: () =>
      new Promise((resolve) => {
        if (closed) {
          resolve()
          return
        }
        closed = true
        onClosed = resolve
        closeIfIdle()
      }),
  }
}

async function list(directory: string, isWanted: (name: string) => boolean): Promise<string[]> {
  if (!(await fs.promises.lstat(directory)).isDirectory()) throw new Error('not a directory')
  const names: string[] = []
  const entries = await fs.promises.opendir(directory, { bufferSize: ENTRIES_AT_ONCE })
  let left = MAX_ENTRIES_READ
  for await (const { name } of entries) {
    if (isWanted(name)) names.push(name)
    if (names.length >= MAX_NAMES || --left === 0) break
  }
  return names
}

/** Of more files than are asked for their size, it is taken to be that of the mean. */
function usage(directory: string, isWanted: (name: string) => boolean, maxFileBytes: number): number {
  const entries = fs.opendirSync(directory, { bufferSize: ENTRIES_AT_ONCE })
  let bytes = 0
  let sized = 0
  let wanted = 0
  try {
    for (let left = MAX_ENTRIES_MEASURED; left > 0; left--) {
      const entry = entries.readSync()
      if (entry === null) break
      if (!isWanted(entry.name)) continue
      wanted++
      if (sized >= MAX_FILES_SIZED) continue
      sized++
      const onDisk = bytesOnDisk(fs.lstatSync(path.join(directory, entry.name), { throwIfNoEntry: false }))
      if (onDisk <= maxFileBytes) bytes += onDisk
    }
  } finally {
    entries.closeSync()
  }
  return sized === 0 ? 0 : (bytes / sized) * wanted
}

/** A small file takes a block, and a long one with nothing in it none. */
function bytesOnDisk(stat: fs.Stats | undefined): number {
  if (stat === undefined || !isOwnFile(stat)) return 0
  return stat.blocks === undefined ? stat.size : stat.blocks * BLOCK_BYTES
}

function isOwnFile(stat: fs.Stats): boolean {
  const own = process.geteuid?.()
  return stat.isFile() && (own === undefined || stat.uid === own)
}

/** @throws unless it is a regular file of our own */
function assertOwnFile(stat: fs.Stats): void {
  if (!isOwnFile(stat)) throw new Error('not a file of this user')
}

async function read(file: string, position: number, length: number): Promise<Uint8Array> {
  // Before it is opened, too: opening a device may have an effect.
  assertOwnFile(await fs.promises.lstat(file))
  const handle = await fs.promises.open(file, O_RDONLY | NO_FOLLOW | NO_WAIT)
  try {
    const stat = await handle.stat()
    assertOwnFile(stat)
    const buffer = Buffer.allocUnsafeSlow(Math.max(0, Math.min(length, stat.size - position)))
    let filled = 0
    while (filled < buffer.length) {
      const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, position + filled)
      if (bytesRead === 0) break
      filled += bytesRead
    }
    return buffer.subarray(0, filled)
  } finally {
    await handle.close()
  }
}

async function syncDirectory(directory: string): Promise<void> {
  const handle = await fs.promises.open(directory, O_RDONLY)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

export const systemFiles: SpoolFiles = {
  prepare,
  create,
  list,
  usage,
  read,
  size: async (file) => (await fs.promises.lstat(file)).size,
  modified: async (file) => (await fs.promises.lstat(file)).mtimeMs,
  rename: (from, to) => fs.promises.rename(from, to),
  remove: (file) => fs.promises.rm(file, { force: true }),
  removeNow: (file) => fs.rmSync(file, { force: true }),
  touch: async (file) => {
    const now = new Date()
    await fs.promises.lutimes(file, now, now)
  },
  syncDirectory,
}

export const joinPath = path.join
