import type { EpochSeconds } from '../../internal/clock.js'
import type { Scope } from '../../scope.js'
import type { AuditEntry } from './audit.js'

export interface StoredKey {
  readonly id: string
  readonly teamId: number
  readonly name: string
  readonly hash: string
  readonly scopes: readonly Scope[]
  readonly createdAt: number
  readonly revokedAt: number | undefined
  /** From then on it is refused. */
  readonly expiresAt?: number | undefined
  /** To about a minute. */
  readonly lastUsedAt?: number | undefined
  /** Reports that were refused, though the key itself was right. */
  readonly refusedReports?: number
}

/** What happened with a key since it was written down last. */
export interface KeyUse {
  readonly id: string
  readonly lastUsedAt: number | undefined
  readonly refusedReports: number
}

export interface KeyStore {
  /** Returns the id of the team of that name, which is made if there is none. */
  ensureTeam(name: string, now: EpochSeconds): Promise<number>
  /** Returns the id of the team of that name. */
  findTeam(name: string): Promise<number | undefined>
  /** Returns whether there is a team of that id that was not removed. */
  hasTeam(id: number): Promise<boolean>
  /** Makes a team whose id was given elsewhere, unless there is or was one: a team that was removed does not come back. */
  makeTeam(id: number, name: string, now: EpochSeconds, entry: AuditEntry): Promise<void>
  count(): Promise<number>
  add(key: StoredKey, entry: AuditEntry): Promise<void>
  find(id: string): Promise<StoredKey | undefined>
  list(teamId: number): Promise<StoredKey[]>
  /** Returns whether the team has such a key. A key that was revoked before stays as it is, and nothing is written. */
  revoke(teamId: number, id: string, now: EpochSeconds, entry: AuditEntry): Promise<boolean>
  /** Writes what happened with keys, in one transaction. */
  used(uses: readonly KeyUse[]): Promise<void>
}
