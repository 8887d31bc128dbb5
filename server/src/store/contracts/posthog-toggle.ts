import type { AuditEntry } from './audit.js'

/** What sampling does: `active` samples, `shadow` keeps all and says what it would drop, `off` keeps all. */
export const SWITCH_MODES = ['active', 'shadow', 'off'] as const
export type SwitchMode = (typeof SWITCH_MODES)[number]

/** What the feature flag of a team said last. */
export interface StoredToggle {
  /** Of services that it does not name. */
  readonly mode: SwitchMode
  /** Of those that it names. */
  readonly services: ReadonlyMap<string, SwitchMode>
  /** Since when it has said that. */
  readonly since: number
}

export interface PostHogToggleStore {
  /** `undefined`: the team never had a flag. One that it has no more says `active`. */
  toggle(teamId: number): Promise<StoredToggle | undefined>
  /** Writes what the flag says, with its audit entries. Returns whether the connection is of that revision: if not, nothing is written. */
  setToggle(teamId: number, revision: number, toggle: StoredToggle, entries: readonly AuditEntry[]): Promise<boolean>
}
