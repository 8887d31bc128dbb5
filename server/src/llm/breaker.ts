import type { CallOutcome } from '../store/contracts/models.js'

/** After so many failures, one after the other, nothing is asked for a while. */
const MAX_FAILURES = 5
const FIRST_PAUSE_SECONDS = 600
const MAX_PAUSE_SECONDS = 6 * 3_600

/** Of this many calls what came of them has to be known. */
export const BREAKER_CALLS = 12

/**
 * Returns until when nothing is asked; `undefined`: it may be. What is known is in the database: a restart and another leader know the
 * same.
 *
 * @param outcomes newest first
 */
export function pausedUntil(outcomes: readonly CallOutcome[]): number | undefined {
  const answered = outcomes.findIndex(({ outcome }) => outcome === 'answered')
  const failures = answered === -1 ? outcomes.length : answered
  if (failures < MAX_FAILURES) return undefined
  const pause = Math.min(MAX_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2 ** (failures - MAX_FAILURES))
  return outcomes[0]!.at + pause
}
