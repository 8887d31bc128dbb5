import { ladderRate } from '../sampling/adaptive/ladder.js'
import { MIN_PROBABILITY } from '../sampling/adaptive/thinning.js'

/**
 * Rates are upper bounds, and every instance divides its own part of the budget below them: they leave it this much
 * room, so that one that sees more than its share can use what others leave.
 */
const HEADROOM = 2
/** From 1 down to the lowest rate, at half a step each. */
const MAX_LADDER_STEPS = 24
/** What changed so often today may only rise: a pattern that comes and goes is kept at its higher rate. */
const CHANGES_BEFORE_RISE_ONLY = 10
/** With the last change it is let go: what cannot be changed any more must not keep a budget from being spent. */
const MAX_CHANGES_PER_DAY = 14

/** How far rates may go: all the way, by one revision's step, or not at all. */
export type RateSteps = 'at once' | 'one step' | 'hold'

/**
 * Returns the rate that follows one in force, for a probability that is wanted, on a ladder of rates: small changes are none.
 *
 * @param changes how often it was changed today
 */
export function nextRate(current: number, probability: number, how: RateSteps, changes: number): number {
  if (how === 'hold' || changes >= MAX_CHANGES_PER_DAY) return current
  const wanted = Math.min(1, Math.max(MIN_PROBABILITY, probability * HEADROOM))
  let rate = ladderRate(current, wanted)
  for (let step = 1; how === 'at once' && step < MAX_LADDER_STEPS; step++) {
    const next = ladderRate(rate, wanted)
    if (next === rate) break
    rate = next
  }
  if (changes < CHANGES_BEFORE_RISE_ONLY || rate === current) return rate
  if (rate < current) return current
  return changes === MAX_CHANGES_PER_DAY - 1 ? 1 : rate
}
