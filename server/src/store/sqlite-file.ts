import { accessSync, closeSync, constants, openSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { DatabaseGoneError, isBusy } from './database-error.js'

const MEMORY = ':memory:'
const CACHE_KIB = 64 * 1024
/** While it is being opened, SQLite itself may wait for a lock: nobody is served yet. */
const OPEN_TIMEOUT_MILLIS = 5_000
const OWNER_ONLY = 0o600
/** What is larger is not read as a whole at the start. */
const MAX_CHECKED_BYTES = 1024 ** 3

/** Opens a connection to a file, which is made for its owner alone if there is none. @throws Error that says why it cannot be */
export function openSqliteFile(file: string): DatabaseSync {
  try {
    if (file !== MEMORY) makeForOwner(file)
    const database = new DatabaseSync(file, { timeout: OPEN_TIMEOUT_MILLIS })
    database.exec(
      `PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -${CACHE_KIB}; PRAGMA foreign_keys = ON;
       PRAGMA busy_timeout = 0`,
    )
    return database
  } catch (error) {
    throw new Error(`cannot open the SQLite file ${resolve(file)}: ${problemOf(file) ?? (error as Error).message}`, {
      cause: error,
    })
  }
}

export function closeIfOpen(database: DatabaseSync): void {
  try {
    database.close()
  } catch {
    // It is closed.
  }
}

/** Reads all of the file. @throws if it is damaged */
export function checkIntegrity(file: string, database: DatabaseSync): void {
  if (file === MEMORY || statSync(file).size > MAX_CHECKED_BYTES) return
  let found: string
  try {
    found = String((database.prepare('PRAGMA quick_check(1)').get() as { quick_check: unknown }).quick_check)
  } catch (error) {
    found = (error as Error).message
  }
  if (found === 'ok') return
  throw new Error(`the SQLite file ${resolve(file)} is damaged: ${found.slice(0, 200)}. Restore it from a backup`)
}

/** Returns a check that a path still leads to the file that is there now. It throws DatabaseGoneError. */
export function fileWatch(file: string): () => void {
  if (file === MEMORY) return () => {}
  const opened = statSync(file)
  return () => {
    const now = statSync(file, { throwIfNoEntry: false })
    if (now?.ino === opened.ino && now.dev === opened.dev) return
    throw new DatabaseGoneError(
      `the database file ${resolve(file)} was ${now === undefined ? 'removed' : 'replaced'} while the server runs; start the server again`,
    )
  }
}

/**
 * Takes a file for this process until it ends, however it ends: the system gives the lock back. It is on a file beside it, so
 * that tools can read and write the database.
 *
 * @returns a function that gives it back. @throws if another process has it
 */
export function claimFile(file: string): () => void {
  if (file === MEMORY) return () => {}
  const path = `${file}-lock`
  makeForOwner(path)
  const lock = new DatabaseSync(path)
  try {
    lock.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if (!isBusy(error)) throw error
    throw new Error(
      `another server has the SQLite file ${resolve(file)}: one file is for one server. Use postgres://… for several`,
    )
  }
  return () => lock.close()
}

/**
 * Makes an empty file, unless there is one: that may not even be opened here, because closing it would give back the locks that
 * SQLite has on it in this process.
 */
function makeForOwner(file: string): void {
  try {
    closeSync(openSync(file, 'wx', OWNER_ONLY))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

/** Returns what the file system has against a file. */
function problemOf(file: string): string | undefined {
  const folder = dirname(resolve(file))
  const at = statSync(file, { throwIfNoEntry: false })
  const mayWrite = (path: string): boolean => {
    try {
      accessSync(path, constants.W_OK)
      return true
    } catch {
      return false
    }
  }
  if (at?.isDirectory()) return 'it is a folder'
  if (statSync(folder, { throwIfNoEntry: false }) === undefined) return `there is no folder ${folder}`
  if (at !== undefined && !mayWrite(file)) return 'it may not be written'
  if (!mayWrite(folder)) return `the folder ${folder} may not be written`
  return undefined
}
