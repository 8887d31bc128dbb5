import { isRaise } from '../allocation/raise.js'
import { type Asked, type Canary, protects, type Verdict } from './meaning.js'

/** Of real lines one in twenty protects. A model that says so of far more is wrong, or obeys somebody. */
const MAX_PROTECTED_SHARE = 0.4
/** And words are right about most. */
const MAX_RAISED_SHARE = 0.6

/** Returns whether a model knows what everybody knows. Security and audit are near each other. */
export function knows({ meaning }: Canary, said: Pick<Verdict, 'meaning'>): boolean {
  return said.meaning === meaning || (protects(said.meaning) && protects(meaning))
}

/** Returns whether an answer can be: not nearly all of a batch protects, or is more than its words say. Canaries do not count. */
export function isPlausible(verdicts: readonly (readonly [Asked, Pick<Verdict, 'meaning'>])[]): boolean {
  const protecting = verdicts.filter(([, { meaning }]) => protects(meaning)).length
  const raised = verdicts.filter(([{ words }, { meaning }]) => words !== undefined && isRaise(words, meaning)).length
  return protecting <= MAX_PROTECTED_SHARE * verdicts.length && raised <= MAX_RAISED_SHARE * verdicts.length
}
