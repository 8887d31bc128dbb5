import type { EpochSeconds } from '../../internal/clock.js'
import type { AuditEntry } from './audit.js'

/** Somebody who logged in with a key. */
export interface StoredSession {
  /** SHA-256 of its id, hex: the id itself is the browser's alone. */
  readonly hash: string
  readonly teamId: number
  readonly keyId: string
  readonly createdAt: EpochSeconds
  /** From then on it is refused, however much it is used. */
  readonly expiresAt: EpochSeconds
  /** So is it from then on, unless it is used; to about a minute. */
  readonly idleUntil: EpochSeconds
}

/** What logs in once, in place of a key. */
export interface StoredLoginCode {
  /** SHA-256 of it, hex. */
  readonly hash: string
  readonly teamId: number
  /** The key that it logs in as. */
  readonly keyId: string
  readonly expiresAt: EpochSeconds
}

/** How many sessions there may be at once; of more, those end that were not used for longest. */
export interface SessionBounds {
  readonly perKey: number
  readonly perTeam: number
}

/** What becomes other sessions where one begins. */
export interface NewSession {
  readonly session: StoredSession
  readonly bounds: SessionBounds
  readonly entry: AuditEntry
  /** Returns what the audit says of one that ends for it. */
  readonly entryOfEnded: (ended: StoredSession) => AuditEntry
  /** Hash of the code that it begins by, which is used up. */
  readonly code?: string | undefined
}

export interface SessionStore {
  /** Returns whether it began: not by a code that is used up or over. */
  begin(begun: NewSession): Promise<boolean>
  find(hash: string): Promise<StoredSession | undefined>
  /** Returns whether there was one. */
  end(hash: string, entry: AuditEntry): Promise<boolean>
  /** Writes until when sessions may be idle, in one transaction; none ends earlier by it. */
  used(uses: readonly Pick<StoredSession, 'hash' | 'idleUntil'>[]): Promise<void>
  addCode(code: StoredLoginCode, entry: AuditEntry): Promise<void>
  /** Returns a code that is not over. */
  findCode(hash: string, now: EpochSeconds): Promise<StoredLoginCode | undefined>
  /** Removes what is over. */
  forget(now: EpochSeconds): Promise<void>
}
