import { isWordClass } from 'lipservice/allocation'
import { isRaise } from '../allocation/raise.js'
import type { ModelMode, SaidClass } from '../store/contracts/models.js'
import { MEANINGS, type Meaning, protects } from './meaning.js'

/** All that is known of a pattern, its words and a model. */
export interface Judgement {
  /** What either pass said; `undefined`: its batch was refused, by a canary, its shape or because it cannot be. */
  readonly a: SaidClass | undefined
  readonly b: SaidClass | undefined
  /** What the pattern is by its words; of an error, that. */
  readonly words: string
  /** A person locked, exempted or labelled it, or has decided on what the model said. */
  readonly isPersons: boolean
  readonly mode: ModelMode
  /** This model has passed its exam, with this prompt. */
  readonly passed: boolean
}

/**
 * What becomes of it. `raise`: it counts by itself, as far as it fits. `suggest`: a person has to accept it. `none`: nothing.
 */
export type Decision =
  | { readonly effect: 'none'; readonly why: 'off' | 'person' | 'error' | 'unanswered' | 'differs' | 'unsure' | 'same' }
  | { readonly effect: 'raise'; readonly meaning: Meaning }
  | { readonly effect: 'suggest'; readonly meaning: Meaning; readonly direction: 'raise' | 'lower' }

/**
 * Returns what a model's answers about one pattern come to. The same always comes to the same. It is a class and never a rate; what
 * lowers waits for a person, and of what a person or the level of a record says nothing changes.
 *
 * @example
 * const sure = { class: 'audit', sure: true }
 * decide({ a: sure, b: sure, words: 'unknown', isPersons: false, mode: 'raise', passed: true })
 * // → { effect: 'raise', meaning: 'audit' }
 */
export function decide({ a, b, words, isPersons, mode, passed }: Judgement): Decision {
  if (mode === 'off') return { effect: 'none', why: 'off' }
  if (isPersons) return { effect: 'none', why: 'person' }
  if (words === 'error') return { effect: 'none', why: 'error' }
  if (a === undefined || b === undefined) return { effect: 'none', why: 'unanswered' }
  const meaning = MEANINGS.find((one) => one === a.class)
  if (meaning === undefined || a.class !== b.class) return { effect: 'none', why: 'differs' }
  if (!a.sure || !b.sure) return { effect: 'none', why: 'unsure' }
  // Security and audit are kept alike.
  if (meaning === words || (protects(meaning) && isWordClass(words))) return { effect: 'none', why: 'same' }
  if (!isRaise(words, meaning)) return { effect: 'suggest', meaning, direction: 'lower' }
  return mode === 'raise' && passed ? { effect: 'raise', meaning } : { effect: 'suggest', meaning, direction: 'raise' }
}
