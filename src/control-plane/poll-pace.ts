import { deniedMillis, patientBackoffMillis, spread } from '../internal/backoff.js'
import type { Random } from '../internal/random.js'

const REFRESH_SPREAD = 0.2
/** After a refused key, this many successes in a row bring the normal interval back. */
const SUCCESSES_TO_TRUST = 2

/** Returns the delay until the next poll, in milliseconds, by how the last ones went. */
export interface PollPace {
  afterSuccess(refreshMillis: number): number
  afterFailure(retryAfterMillis: number | undefined): number
  /** The key was refused. */
  afterDenial(): number
}

export function createPollPace(random: Random): PollPace {
  let failures = 0
  let distrust = 0
  return {
    afterSuccess(refreshMillis) {
      failures = 0
      if (distrust > 0) distrust--
      return distrust > 0 ? deniedMillis(random) : spread(refreshMillis, REFRESH_SPREAD, random)
    },
    afterFailure(retryAfterMillis) {
      failures++
      return retryAfterMillis ?? patientBackoffMillis(failures, random)
    },
    afterDenial() {
      failures++
      distrust = SUCCESSES_TO_TRUST
      return deniedMillis(random)
    },
  }
}
