import type { EpochSeconds } from '../../internal/clock.js'
import type { AuditEntry } from './audit.js'
import type { StoredBudget } from './budgets.js'

/** `lock`: the allocator leaves the rate alone. `exemption`: everything is kept. `label`: it is of another class than its words say. */
export const OVERRIDE_KINDS = ['lock', 'exemption', 'label'] as const
export type OverrideKind = (typeof OVERRIDE_KINDS)[number]

/** What a person said about a pattern of a service, or about all that have one signature. */
export interface StoredOverride {
  readonly teamId: number
  readonly service: string
  readonly signature: string
  /** Empty: it is of all patterns that have the signature. */
  readonly check: string
  readonly kind: OverrideKind
  /** Of a lock: 0–1. */
  readonly rate: number
  /** Of a label: the class. */
  readonly label?: string | undefined
  readonly reason: string
  readonly createdAt: number
  readonly createdBy: string
  readonly expiresAt: number | undefined
}

/** What tells an override from all others. */
export type OverrideKey = Pick<StoredOverride, 'teamId' | 'service' | 'signature' | 'check' | 'kind'>

/**
 * What came of setting one.
 *
 * - `set`: it is in force, and of this time, which no other one of its key ever has.
 * - `changed`: it was to replace another one than there is.
 * - `locked`: a policy has one rate a signature, and this lock gives it.
 */
export type OverridePut =
  | { readonly kind: 'set'; readonly createdAt: number }
  | { readonly kind: 'changed' }
  | { readonly kind: 'locked'; readonly by: StoredOverride }

export interface OverrideStore {
  /** Returns the overrides that have not expired. */
  list(teamId: number, service: string, now: EpochSeconds): Promise<StoredOverride[]>
  /** Returns those of all services. */
  ofTeam(teamId: number, now: EpochSeconds): Promise<StoredOverride[]>
  /**
   * Sets one, as of its `createdAt` or of the second after that of the one it replaces.
   *
   * @param replaces only where the override is of this `createdAt`; 0: only where none is in force
   */
  set(override: StoredOverride, entry: AuditEntry, replaces?: number): Promise<OverridePut>
  /** Sets all of these, and a budget with them, or nothing: then it returns what stands in the way. Those that there were are replaced. */
  setAll(
    overrides: readonly StoredOverride[],
    budget: StoredBudget | undefined,
    entries: readonly AuditEntry[],
  ): Promise<{ readonly kind: 'set' } | Exclude<OverridePut, { readonly kind: 'set' }>>
  /** Returns whether there was one. @param replaces as of `set` */
  remove(key: OverrideKey, entry: AuditEntry, replaces?: number): Promise<boolean>
}
