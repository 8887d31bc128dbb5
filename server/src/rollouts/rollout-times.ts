const MINUTE_SECONDS = 60

/** Seconds. */
export interface RolloutTimes {
  /** Counts of a minute are complete so long after its end. */
  readonly lag: number
  /** An instance that reported within this time lives. */
  readonly live: number
  readonly shadow: number
  readonly canary: number
  readonly watch: number
  /** Between the polls of an SDK. */
  readonly refresh: number
}

/** End of the last minute that is counted completely. */
export function completeAt(seconds: number, { lag }: RolloutTimes): number {
  return Math.floor((seconds - lag) / MINUTE_SECONDS) * MINUTE_SECONDS
}
