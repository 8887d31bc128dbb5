import type { CallOutcome } from '../store/contracts/models.js'

/** Of the last batches so many may be refused. */
export const SLUMP_OF = 20
const SLUMP = 5
const REFUSED: ReadonlySet<string> = new Set(['invalid', 'implausible', 'canary'])

/** Returns whether an answer was looked at, whatever it was. */
export function isJudged(outcome: string): boolean {
  return outcome === 'taken' || REFUSED.has(outcome)
}

/** Returns why a model is heard by people alone from now on; `undefined`: its answers are what was asked for. */
export function slumpOf(calls: readonly CallOutcome[], modeSince: number): string | undefined {
  const refused = calls.filter(({ at, judged }) => at >= modeSince && REFUSED.has(judged)).length
  return refused < SLUMP ? undefined : `${refused} of its last ${calls.length} answers were refused`
}
