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
}

export interface KeyStore {
  /** The team of that name, made if there is none. */
  ensureTeam(name: string, now: number): Promise<number>
  count(): Promise<number>
  add(key: StoredKey, entry: AuditEntry): Promise<void>
  find(id: string): Promise<StoredKey | undefined>
  list(teamId: number): Promise<StoredKey[]>
  /** Whether the team has such a key. Of one that was revoked before nothing is changed, nor written. */
  revoke(teamId: number, id: string, now: number, entry: AuditEntry): Promise<boolean>
}
