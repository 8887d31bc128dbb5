import fs from 'node:fs'
import { isMainThread } from 'node:worker_threads'
import { systemTimers } from './timer.js'

const STDERR = 2
/** Less than a pipe takes whole or not at all (4,096 bytes on Linux), whatever the characters. */
const MAX_CHARACTERS = 1_300
const MAX_WAITING = 16
const RETRY_MILLIS = 1_000
const { O_WRONLY, O_NONBLOCK = 0, O_NOCTTY = 0 } = fs.constants

/** What is asked of the file system: Node's own, or that of a test. */
export type DescriptorFiles = Pick<typeof fs, 'fstatSync' | 'openSync' | 'writeSync' | 'closeSync' | 'readFileSync'>

/** Lines that stderr had no room for. */
const waiting: string[] = []
let isRetryArmed = false

/**
 * Writes a line to stderr, and neither throws nor blocks nor keeps the process alive, whatever stderr is: closed, a pipe that nobody
 * reads, a terminal that is stopped. Not by `process.stderr`: an app may watch or replace its `write`, and what that could not write
 * keeps a process from ending. A line that finds no room waits (the newest 16 do), and is tried again with the next one and every second.
 */
export function writeToStderr(line: string): void {
  waiting.push(line.length > MAX_CHARACTERS ? `${line.slice(0, MAX_CHARACTERS)}…\n` : line)
  if (waiting.length > MAX_WAITING) waiting.shift()
  writeWaiting()
}

function writeWaiting(): void {
  while (waiting.length > 0 && writeOnce(waiting[0]!, fs, identity) !== 'full') waiting.shift()
  if (waiting.length === 0 || isRetryArmed) return
  isRetryArmed = true
  systemTimers.after(RETRY_MILLIS, () => {
    isRetryArmed = false
    writeWaiting()
  })
}

/** What stderr was when this was loaded: an app that closes it may get the same number for a file of its own. */
const identity = identityOf(fs)

export function identityOf(files: DescriptorFiles): string | undefined {
  try {
    const { dev, ino, rdev } = files.fstatSync(STDERR)
    return `${dev} ${ino} ${rdev}`
  } catch {
    return undefined
  }
}

/** One attempt. `full`: it would have to wait. `gone`: there is no stderr, or not the one that was there. */
export function writeOnce(
  line: string,
  files: DescriptorFiles,
  expected: string | undefined,
  isMain = isMainThread,
): 'written' | 'full' | 'gone' {
  let opened: number | undefined
  try {
    if (expected === undefined || identityOf(files) !== expected) return 'gone'
    const stat = files.fstatSync(STDERR)
    if (stat.isFIFO() || stat.isCharacterDevice()) opened = openAgain(files)
    const isConnection = opened === undefined && (stat.isFIFO() || stat.isSocket())
    if (isConnection && !isNonBlocking(files, isMain)) return 'full'
    files.writeSync(opened ?? STDERR, line)
    return 'written'
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EAGAIN' ? 'full' : 'gone'
  } finally {
    if (opened !== undefined) closeQuietly(opened, files)
  }
}

/**
 * Opened anew, a pipe or terminal does not block, and does so for nobody else. Only for the one write, so that who reads a pipe sees its
 * end when the app closes it. A file would be written at another place, and a socket cannot be opened.
 */
function openAgain(files: DescriptorFiles): number | undefined {
  try {
    return files.openSync(`/proc/self/fd/${STDERR}`, O_WRONLY | O_NONBLOCK | O_NOCTTY)
  } catch {
    // No /proc, or it belongs to another user.
    return undefined
  }
}

/** In the main thread it is made so: Node does that when `process.stderr` is first read, as by any use of the console. */
function isNonBlocking(files: DescriptorFiles, isMain: boolean): boolean {
  if (isMain) {
    void process.stderr
    return true
  }
  let flags: string | undefined
  try {
    flags = /flags:\s*(\d+)/.exec(files.readFileSync(`/proc/self/fdinfo/${STDERR}`, 'latin1'))?.[1]
  } catch {
    // Not Linux: a line is worth more than what can only happen where nobody reads it.
  }
  return flags === undefined || (Number.parseInt(flags, 8) & O_NONBLOCK) !== 0
}

function closeQuietly(fd: number, files: DescriptorFiles): void {
  try {
    files.closeSync(fd)
  } catch {
    // What was to be written is written.
  }
}
