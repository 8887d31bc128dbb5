import type { PatternClass, Worth } from 'lipservice/allocation'
import type { WordFamily } from 'lipservice/protocol'
import type { HourProfile } from '../budgets/hour-profile.js'
import type { Living } from '../budgets/living.js'
import type { EpochSeconds } from '../internal/clock.js'
import type { Current } from '../policies/current-policies.js'
import type { RatedCheck } from '../policies/policy-patterns.js'
import type { ServiceRow } from '../store/store.js'

export interface DemandedPattern extends Worth {
  readonly template: string
  /** Names the pattern, as `patternName` does. */
  readonly signature: string
  /** Expected records per minute of the fleet, at this hour. */
  readonly perMinute: number
  /** The most records of a minute in an open incident; 0: there is none. */
  readonly surge: number
  /** Bytes of a kept record, as billed. */
  readonly bytes: number
  /** A model raised it. */
  readonly isJudged?: boolean
}

/** What a model says of the patterns of a service, as far as it is heard. */
export interface Judged {
  readonly model: string
  readonly classes: ReadonlyMap<string, PatternClass>
}

/** Returns what is heard of a model, of a service; `undefined`: nothing. */
export type JudgedReader = (service: ServiceRow, now: EpochSeconds) => Promise<Judged | undefined>

/** What was kept, as billed. */
export interface Spent {
  readonly bytes: number
  readonly records: number
}

/** All that the control loop knows of a service at one moment. */
export interface ServiceState {
  readonly service: ServiceRow
  readonly current: Current
  readonly living: Living
  readonly patterns: readonly DemandedPattern[]
  /** Names of patterns of protected classes and exempt ones, seen lately or not, and which. */
  readonly alwaysKept: ReadonlyMap<string, 'exempt' | 'security' | 'audit'>
  /** Rates that people fixed, by the name of the pattern; by the signature where all that have it are meant. */
  readonly locks: ReadonlyMap<string, number>
  /** What people said that patterns are, by their names. */
  readonly labels: ReadonlyMap<string, string>
  /** The model that is heard; `undefined`: none. */
  readonly judgedBy?: string | undefined
  /** Whose the rates and values of a policy are. */
  readonly ratedCheck: RatedCheck
  /** For its policy; `undefined`: no instance has told of any. */
  readonly families: readonly WordFamily[] | undefined
  readonly profile: HourProfile
  /** Volume by hour, the last two weeks: what the profile was learnt from. */
  readonly hours: readonly HourVolume[]
  /** End of the last minute that is counted completely. */
  readonly complete: EpochSeconds
  /** Spent from midnight (UTC) until `complete`. */
  readonly today: Spent
  /** In the last minutes before `complete`: what was spent, and what was logged. */
  readonly lately: Spent & { readonly seconds: number; readonly seen: Spent }
}

export interface HourVolume {
  /** Start of the hour. */
  readonly time: EpochSeconds
  readonly volume: number
}
