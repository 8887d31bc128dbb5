import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import * as z from 'zod/mini'
import { UsageError } from '../../command/usage-error.js'

/** A connection by OAuth, as it is kept. */
export interface SavedConnection {
  readonly host: string
  readonly project: string
  readonly client_id: string
  readonly token_endpoint: string
  readonly access_token: string
  readonly refresh_token: string | undefined
  /** Epoch milliseconds. */
  readonly expires_at: number
  readonly scopes: readonly string[]
}

const SAVED = z.object({
  host: z.string(),
  project: z.string(),
  client_id: z.string(),
  token_endpoint: z.string(),
  access_token: z.string(),
  refresh_token: z.optional(z.string()),
  expires_at: z.number(),
  scopes: z.array(z.string()),
})

type Environment = Readonly<Record<string, string | undefined>>

const STALE_LOCK_MILLIS = 60_000
/** Others than the owner. */
const OTHERS = 0o077

/** Returns where a connection is kept: in the folder for settings of this user. */
export function connectionFile(env: Environment): string {
  const folder = env['XDG_CONFIG_HOME'] || env['APPDATA'] || path.join(env['HOME'] || homedir(), '.config')
  return path.join(folder, 'lipservice', 'posthog.json')
}

/** Returns the connection that is kept. @throws UsageError if others may read it, or it is no connection */
export function readConnection(file: string): SavedConnection | undefined {
  let text: string
  try {
    if (process.platform !== 'win32' && (statSync(file).mode & OTHERS) !== 0)
      throw new UsageError(`${file} has a token in it, and others may read it: chmod 600, then connect anew`)
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  try {
    const parsed = z.safeParse(SAVED, JSON.parse(text))
    if (parsed.success) return { ...parsed.data, refresh_token: parsed.data.refresh_token }
  } catch {
    // No JSON: said below.
  }
  throw new UsageError(`${file} is no connection: lipservice posthog disconnect removes it`)
}

/** Writes it whole or not at all, for its owner alone. */
export function writeConnection(file: string, connection: SavedConnection): void {
  const folder = path.dirname(file)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const beside = `${file}.${randomBytes(6).toString('hex')}`
  try {
    writeFileSync(beside, `${JSON.stringify(connection, undefined, 2)}\n`, { mode: 0o600, flag: 'wx' })
    chmodSync(beside, 0o600)
    renameSync(beside, file)
  } catch (error) {
    rmSync(beside, { force: true })
    throw new UsageError(`${file} cannot be written: ${(error as NodeJS.ErrnoException).code}`)
  }
}

/** Returns whether there was one. */
export function removeConnection(file: string): boolean {
  try {
    unlinkSync(file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw new UsageError(`${file} cannot be removed: ${(error as NodeJS.ErrnoException).code}`)
  }
}

/** Takes the lock of a file. Returns what releases it; `undefined`: somebody else has it. */
export function lockOf(file: string, epochMillis: number): (() => void) | undefined {
  const lock = `${file}.lock`
  try {
    // Of a process that was killed.
    if (epochMillis - statSync(lock).mtimeMs > STALE_LOCK_MILLIS) rmSync(lock, { force: true })
  } catch {
    // There is none.
  }
  try {
    closeSync(openSync(lock, 'wx', 0o600))
    return () => rmSync(lock, { force: true })
  } catch {
    return undefined
  }
}
