import { type Canary, protects, type Verdict } from './meaning.js'

/** Of real lines one in twenty protects. A model that says so of far more is wrong, or obeys somebody. */
const MAX_PROTECTED_SHARE = 0.4

/** Returns whether a model knows what everybody knows. Security and audit are near each other. */
export function knows({ meaning }: Canary, said: Verdict): boolean {
  return said.meaning === meaning || (protects(said.meaning) && protects(meaning))
}

/** Returns whether an answer can be: not nearly all of a batch protects. Canaries do not count. */
export function isPlausible(verdicts: readonly Verdict[]): boolean {
  return verdicts.filter(({ meaning }) => protects(meaning)).length <= MAX_PROTECTED_SHARE * verdicts.length
}
