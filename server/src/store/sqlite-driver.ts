import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { CompiledQuery, type DatabaseConnection, Kysely, SqliteAdapter, SqliteDialect, SqliteDriver } from 'kysely'
import { type Elapsed, pause, systemElapsed, yieldToEventLoop } from '../internal/clock.js'
import { isBusy } from './database-error.js'
import { checkFence } from './fencing.js'
import type { Tables } from './tables.js'

/** How long writes wait for a lock that somebody else holds; then they fail at once, until one succeeds. */
const MAX_LOCKED_MILLIS = 2_000
const RETRY_MILLIS = 20
/** Statements follow each other for so long; then everything else has its turn. */
const MAX_BURST_MILLIS = 10
/** Statements that stay prepared: many take longer to prepare than to run. */
const MAX_KEPT = 300
/** A statement keeps its text, and the values of its last run: characters, or bytes of a blob. */
const MAX_KEPT_CHARACTERS = 16_384
/** Not a PRAGMA, which may do its work as it is prepared, and no change of the schema. */
const IS_KEPT = /^\s*(?:select|insert|update|delete|with|begin|commit|rollback)\b/i

/**
 * `node:sqlite` as Kysely's dialect expects a database. Waits for locks without holding up the event loop: SQLite's own
 * waiting would.
 *
 * It works in the thread of the event loop, and its answers are there at once: without a pause a hundred statements would be one.
 *
 * @param checkFile throws when the file is no more the one that was opened
 */
export function kyselyOn(
  database: DatabaseSync,
  checkFile: () => void,
  elapsed: Elapsed = systemElapsed,
): Kysely<Tables> {
  const driver = new Driver(database, checkFile, elapsed)
  return new Kysely<Tables>({ dialect: new Dialect(database, driver) })
}

class Driver extends SqliteDriver {
  readonly #checkFile: () => void
  #inTransaction = false
  /** Since when it has been locked, by the monotonic clock. */
  #lockedSince: number | undefined
  readonly #elapsed: Elapsed
  /** When everything else had its turn, as far as is known. */
  #turnedAt: number

  constructor(database: DatabaseSync, checkFile: () => void, elapsed: Elapsed) {
    super({ database: adapted(database) })
    this.#checkFile = checkFile
    this.#elapsed = elapsed
    this.#turnedAt = elapsed()
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection()
    return {
      executeQuery: async (query) => {
        await this.#turn()
        if (!this.#inTransaction) this.#checkFile()
        return this.#patiently(() => connection.executeQuery(query))
      },
      streamQuery: (query, chunk) => connection.streamQuery(query, chunk),
    }
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    // At once for writing: a lock that is asked for later can fail in the middle.
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
    this.#inTransaction = true
    try {
      // Nobody else can write until it ends.
      await checkFence(connection, '')
    } catch (error) {
      await this.rollbackTransaction(connection)
      throw error
    }
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await super.commitTransaction(connection)
    this.#inTransaction = false
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // After some errors, such as a full disk, SQLite has done it by itself. The cause is what counts.
    await super.rollbackTransaction(connection).catch(() => {})
    this.#inTransaction = false
  }

  async #turn(): Promise<void> {
    if (this.#elapsed() - this.#turnedAt < MAX_BURST_MILLIS) return
    await yieldToEventLoop()
    this.#turnedAt = this.#elapsed()
  }

  async #patiently<Result>(work: () => Promise<Result>): Promise<Result> {
    for (;;) {
      try {
        const result = await work()
        this.#lockedSince = undefined
        return result
      } catch (error) {
        if (!isBusy(error)) throw error
        this.#lockedSince ??= this.#elapsed()
        if (this.#elapsed() - this.#lockedSince >= MAX_LOCKED_MILLIS) throw error
        await pause(RETRY_MILLIS)
      }
    }
  }
}

/** A migration is one transaction: SQLite's can hold changes of the schema. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

class Dialect extends SqliteDialect {
  readonly #driver: Driver

  constructor(database: DatabaseSync, driver: Driver) {
    super({ database: adapted(database) })
    this.#driver = driver
  }

  override createDriver(): Driver {
    return this.#driver
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter()
  }
}

/** Parameters come as one array. */
function adapted(database: DatabaseSync) {
  const kept = new Map<string, Prepared>()
  return {
    close: () => database.close(),
    prepare(text: string): Prepared {
      const again = kept.get(text)
      if (again === undefined) {
        const made = prepared(database, text, () => kept.delete(text))
        if (text.length <= MAX_KEPT_CHARACTERS && IS_KEPT.test(text)) kept.set(text, made)
        const [oldest] = kept.keys()
        if (kept.size > MAX_KEPT) kept.delete(oldest!)
        return made
      }
      // The last in the order of their use.
      kept.delete(text)
      kept.set(text, again)
      return again
    },
  }
}

function prepared(database: DatabaseSync, text: string, forget: () => void) {
  const statement = database.prepare(text)
  const valuesOf = (parameters: readonly unknown[]) => {
    if (parameters.some(isLong)) forget()
    return parameters as SQLInputValue[]
  }
  return {
    reader: statement.columns().length > 0,
    all: (parameters: readonly unknown[]) => statement.all(...valuesOf(parameters)),
    run: (parameters: readonly unknown[]) => statement.run(...valuesOf(parameters)),
    // Of its own: another call of the same text would begin it anew.
    iterate: (parameters: readonly unknown[]) => database.prepare(text).iterate(...valuesOf(parameters)),
  }
}
type Prepared = ReturnType<typeof prepared>

function isLong(value: unknown): boolean {
  return (typeof value === 'string' || value instanceof Uint8Array) && value.length > MAX_KEPT_CHARACTERS
}
