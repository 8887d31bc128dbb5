import type { PolicyKind, PolicyStage } from './policies.js'
import type { Period } from './totals.js'

/** A version of a policy without its document. */
export interface PolicyStanding {
  readonly version: number
  readonly kind: PolicyKind
  readonly stage: PolicyStage
  readonly stageAt: number
  readonly createdAt: number
}

/** Where a service stands at this moment. */
export interface ServiceStanding {
  readonly serviceId: number
  readonly name: string
  /** In force; `undefined`: there is none. */
  readonly policy: PolicyStanding | undefined
  /** On its way to be in force. */
  readonly candidate: PolicyStanding | undefined
  /** Everything is kept until then, epoch seconds. */
  readonly switchUntil: number | undefined
  /** Id of its newest open incident. */
  readonly openIncident: number | undefined
  /** Instances that reported since `liveSince`. */
  readonly liveInstances: number
  /** The release that began to report last. */
  readonly release: string | undefined
  /** Patterns that were seen in the period, and first seen in it. */
  readonly patterns: number
  readonly newPatterns: number
}

export interface StandingStore {
  /** Returns all services of a team, by name: the same few statements however many they are. */
  of(teamId: number, period: Period, liveSince: number): Promise<ServiceStanding[]>
}
