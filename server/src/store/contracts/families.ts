import type { EpochSeconds } from '../../internal/clock.js'

/** As many word families as a service may have. For a new one the one leaves that was told longest ago. */
export const MAX_FAMILIES = 256
/** As many exemptions as the protocol lets a family have. One more is stored: it says that there were too many. */
export const MAX_EXEMPT = 256

/** A word family as an instance tells it. */
export interface ToldFamily {
  /** With `<+>` where the words differ. */
  readonly template: string
  readonly severity: 'TRACE' | 'DEBUG' | 'INFO' | 'WARNING'
  /** Names of patterns that stay themselves. */
  readonly exempt: readonly string[]
}

/** A word family of a service: what all instances told of it. */
export interface StoredFamily extends ToldFamily {
  readonly firstTold: EpochSeconds
  readonly lastTold: EpochSeconds
}

/** Word families are written with the reports that tell them. */
export interface FamilyStore {
  /** Returns the families of a service, first told first; at most {@link MAX_FAMILIES}. */
  of(serviceId: number): Promise<StoredFamily[]>
  hasAny(serviceId: number): Promise<boolean>
}
