import type { ReportingInstance } from '../store/store.js'
import type { Living } from './living.js'

/**
 * What an instance that lasts counts at least: one that is idle now may log later. All of them together then keep at most so many
 * times what they may, until the next turn of the control loop.
 */
const MIN_WEIGHT = 1 / 20
/** Those that come and go count for no more than this part of those that last. */
const MAX_PASSING_SHARE = 0.05
const MAX_ROUNDS = 50
const PRECISION = 1e-4

/**
 * Returns among how many equal parts a budget is divided, at least 1. All instances get the same part. One counts as far as it uses it:
 * whole if it logs as much as that or as much as a busy one, less if it logs less.
 *
 * @param perSecond what all may keep together, in bytes of records
 */
export function sharesOf({ lasting, passing, stretchSeconds }: Living, perSecond: number): number {
  const busy = busyRate(lasting)
  const sharesAt = (reference: number) => {
    const weights = lasting.reduce((sum, { bytesPerSecond }) => sum + weightOf(bytesPerSecond, reference), 0)
    // Only those that come all the time: the quietest stretch counts.
    const steady = Math.min(
      ...passing.map(({ seconds, bytes }) => Math.min(seconds, reference > 0 ? bytes / reference : seconds)),
    )
    const extra = Number.isFinite(steady) ? steady / stretchSeconds : 0
    return Math.max(1, weights + Math.min(extra, lasting.length === 0 ? extra : MAX_PASSING_SHARE * weights))
  }
  // From above, so that it is the largest number of parts at which each counts for what it uses of one.
  let shares = Math.max(1, lasting.length * (1 + MAX_PASSING_SHARE))
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const next = sharesAt(Math.min(busy, perSecond / shares))
    if (Math.abs(next - shares) < PRECISION * shares) return next
    shares = next
  }
  return shares
}

/** Returns what the instance logs that a byte comes from: of few that log much and many that log little, one of the few. */
function busyRate(instances: readonly ReportingInstance[]): number {
  let [sum, squares] = [0, 0]
  for (const { bytesPerSecond = 0 } of instances) {
    sum += bytesPerSecond
    squares += bytesPerSecond ** 2
  }
  return sum > 0 ? squares / sum : 0
}

/** @param reference 0: nobody logs anything, all count alike */
function weightOf(bytesPerSecond: number | undefined, reference: number): number {
  if (bytesPerSecond === undefined || !(reference > 0)) return 1
  return Math.max(MIN_WEIGHT, Math.min(1, bytesPerSecond / reference))
}
