import type { LifeTimes } from '../budgets/living.js'
import type { EpochSeconds } from '../internal/clock.js'

const MINUTE_SECONDS = 60

/** How long the stages take, and what judging them has to wait for. */
export interface RolloutTimes {
  /** Counts of a minute are complete so long after its end. */
  readonly lagSeconds: number
  /** When an instance counts as living. */
  readonly life: LifeTimes
  readonly shadowSeconds: number
  readonly canarySeconds: number
  /** How long a plan is watched once it is in force. */
  readonly watchSeconds: number
  /** Between the polls of an SDK. */
  readonly refreshSeconds: number
}

/** Returns the end of the last minute that is counted completely. */
export function completeAt(now: EpochSeconds, { lagSeconds }: RolloutTimes): EpochSeconds {
  return Math.floor((now - lagSeconds) / MINUTE_SECONDS) * MINUTE_SECONDS
}
