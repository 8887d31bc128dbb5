import { MIN_PROBABILITY } from './thinning.js'

const LADDER_RATIO = 1.5
const DEAD_BAND = 0.3
const MAX_FALL_PER_REVISION = 0.5

/**
 * Returns the next rate of a pattern, on the ladder 1.5^−k. People and alerts see each change, so it stays while what is wanted is
 * within ±30 % of it. It falls to no less than half in one revision, and rises at once.
 *
 * @param current rate in force, 0.001–1
 * @param wanted what the allocator asks for, 0.001–1
 * @example
 * ladderRate(1, 0.01) // → 0.667: the step next above a half
 */
export function ladderRate(current: number, wanted: number): number {
  if (Math.abs(wanted - current) <= DEAD_BAND * current) return current
  const aim = Math.max(MIN_PROBABILITY, wanted < current ? Math.max(wanted, current * MAX_FALL_PER_REVISION) : wanted)
  return onLadder(aim)
}

/** Returns the step nearest to a rate, but not below it: rounding takes nothing of what was allotted. */
function onLadder(rate: number): number {
  const k = Math.floor(Math.log(1 / rate) / Math.log(LADDER_RATIO) + 1e-9)
  return Math.max(MIN_PROBABILITY, LADDER_RATIO ** -Math.max(0, k))
}
