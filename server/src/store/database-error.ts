import { FencedError } from './fencing.js'

/**
 * What an error of a write says of the database.
 *
 * - `row`: this very row can never be written; others can.
 * - `database`: no row can be written now, whatever it holds.
 * - `gone`: the file is not the one that was opened; nothing that is written to it will be found again.
 * - `unknown`: neither is sure.
 */
export type DatabaseErrorKind = 'row' | 'database' | 'gone' | 'unknown'

export interface DatabaseProblem {
  readonly kind: DatabaseErrorKind
  /** For people, without anything of the data. */
  readonly reason: string
}

/** The file of the database was removed or replaced while it was open. */
export class DatabaseGoneError extends Error {}

const SQLITE_BUSY = 5
/** SQLite's primary result codes. */
const SQLITE_REASONS: Readonly<Record<number, DatabaseProblem>> = {
  3: { kind: 'database', reason: 'the database file may not be written' },
  [SQLITE_BUSY]: { kind: 'database', reason: 'the database is locked by another process' },
  6: { kind: 'database', reason: 'a table of the database is locked' },
  7: { kind: 'database', reason: 'the database has no memory left' },
  8: { kind: 'database', reason: 'the database is read-only' },
  9: { kind: 'database', reason: 'the database was interrupted' },
  10: { kind: 'database', reason: 'the disk of the database fails' },
  11: { kind: 'database', reason: 'the database file is damaged' },
  13: { kind: 'database', reason: 'the disk of the database is full' },
  14: { kind: 'database', reason: 'the database file cannot be opened' },
  15: { kind: 'database', reason: 'the locks of the database fail' },
  18: { kind: 'row', reason: 'a value is too large' },
  19: { kind: 'row', reason: 'a constraint refuses a row' },
  20: { kind: 'row', reason: 'a value is of another type' },
  22: { kind: 'database', reason: 'the file system cannot hold so large a database' },
  26: { kind: 'database', reason: 'the database file is none' },
}

/** Classes of SQLSTATE, or whole codes, the longer first. */
const POSTGRES_REASONS: readonly (readonly [prefix: string, DatabaseProblem])[] = [
  ['25006', { kind: 'database', reason: 'the database is read-only' }],
  ['53100', { kind: 'database', reason: 'the disk of the database is full' }],
  ['53200', { kind: 'database', reason: 'the database has no memory left' }],
  ['55P03', { kind: 'database', reason: 'the database is locked' }],
  ['57014', { kind: 'database', reason: 'the database takes too long' }],
  ['08', { kind: 'database', reason: 'the connection to the database is lost' }],
  ['21', { kind: 'row', reason: 'a row comes twice' }],
  ['22', { kind: 'row', reason: 'a value is not one that the database can hold' }],
  ['23', { kind: 'row', reason: 'a constraint refuses a row' }],
  ['25', { kind: 'database', reason: 'the database has ended the transaction' }],
  ['28', { kind: 'database', reason: 'the database refuses the login' }],
  ['3D', { kind: 'database', reason: 'there is no such database' }],
  ['40', { kind: 'database', reason: 'transactions are in the way of each other' }],
  ['42501', { kind: 'database', reason: 'the login may not write' }],
  ['53', { kind: 'database', reason: 'the database is short of something' }],
  ['54', { kind: 'row', reason: 'a value is too large' }],
  ['55', { kind: 'database', reason: 'the database is not in a state to write' }],
  ['57', { kind: 'database', reason: 'the database is shutting down or starting' }],
  ['58', { kind: 'database', reason: 'the system of the database fails' }],
  ['F0', { kind: 'database', reason: 'the configuration of the database fails' }],
  ['XX', { kind: 'database', reason: 'the database is damaged' }],
]

const UNANSWERED: DatabaseProblem = { kind: 'database', reason: 'the database does not answer' }
const OF_THE_NETWORK = /^E[A-Z]{3,}$/
/** Errors of `pg` without a code: the connection broke, or nobody answered in time. */
const CONNECTION_MESSAGE = /connection|timeout|timed out|not queryable/i

/** Returns what an error of a write means: whether the row or the database is to blame, and why. */
export function databaseProblemOf(error: unknown): DatabaseProblem {
  if (error instanceof DatabaseGoneError) return { kind: 'gone', reason: error.message }
  if (!(error instanceof Error)) return { kind: 'unknown', reason: 'it failed' }
  const { code, errcode } = error as { code?: unknown; errcode?: unknown }
  if (typeof errcode === 'number') return SQLITE_REASONS[errcode & 0xff] ?? unknownOf(error)
  if (typeof code === 'string') {
    const known = POSTGRES_REASONS.find(([prefix]) => code.length === 5 && code.startsWith(prefix))
    if (known !== undefined) return known[1]
    if (OF_THE_NETWORK.test(code)) return UNANSWERED
    return unknownOf(error)
  }
  // Our own code broke on what it was given.
  if (error instanceof RangeError || error instanceof TypeError || error instanceof SyntaxError)
    return { kind: 'row', reason: 'a value is not one that can be written' }
  return CONNECTION_MESSAGE.test(error.message) ? UNANSWERED : unknownOf(error)
}

/** Returns whether SQLite is locked by somebody else for the moment. */
export function isBusy(error: unknown): boolean {
  const errcode = (error as { errcode?: unknown } | undefined)?.errcode
  return typeof errcode === 'number' && (errcode & 0xff) === SQLITE_BUSY
}

function unknownOf(error: Error): DatabaseProblem {
  return { kind: 'unknown', reason: `the database refuses it (${error.name})` }
}

/** Returns whether an error is one of the database as a whole, or of whoever asked: what else is asked of it fails as well. */
export function concernsAll(error: unknown): boolean {
  if (error instanceof FencedError) return true
  const { kind } = databaseProblemOf(error)
  return kind === 'database' || kind === 'gone'
}
