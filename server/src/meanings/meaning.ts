import { CLASSES, type PatternClass } from 'lipservice/allocation'

/** What a model may say that a line is. Errors are so by their level. */
export const MEANINGS = CLASSES.filter((name) => name !== 'error') as readonly Meaning[]
export type Meaning = Exclude<PatternClass, 'error'>

export function protects(meaning: Meaning): boolean {
  return meaning === 'security' || meaning === 'audit'
}

/** A line that is asked about. */
export interface Asked {
  readonly template: string
  readonly severity: string
  /** What it is by its words; `undefined`: that does not matter. */
  readonly words?: string
}

/** One of which everybody knows what it is: a model that does not is not listened to. */
export interface Canary extends Asked {
  readonly meaning: Meaning
}

export interface Verdict {
  readonly meaning: Meaning
  readonly sure: boolean
  /** In the words of the model: for people to read, in one line. */
  readonly why: string
}
