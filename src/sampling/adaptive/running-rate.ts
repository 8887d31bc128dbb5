import type { PatternSampling } from '../pattern-sampling.js'
import { INTERVALS_PER_MINUTE } from './arrival-history.js'

/** Running totals this many times above what was expected are followed at once. */
export const STEP_RATIO = 2
/** Fewer records than this say little about a rate. */
export const MIN_RUNNING_COUNT = 10

/**
 * Returns records per minute, now or so many records later: what is expected, or the running interval's if that is beyond twice as many.
 */
export function rateOf(stratum: PatternSampling, later = 0): number {
  // A running interval counts as a whole one: the first records of a burst are no flood.
  const inInterval = stratum.inInterval + later
  const running = inInterval * INTERVALS_PER_MINUTE
  const isSignificant = inInterval >= MIN_RUNNING_COUNT || stratum.history.perMinute < 0
  return isSignificant && running > STEP_RATIO * stratum.perMinute ? running : stratum.perMinute
}
