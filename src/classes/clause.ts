import { TAG } from './tags.js'
import { type Clause, NOUNS } from './words.js'

/** How far apart two words of one statement stand: `Payment of <*> from <*> was declined`. */
const REACH = 4

export function has(clause: Clause, tags: number): boolean {
  return clause.some((word) => (word & tags) !== 0)
}

/** Returns whether two words of a clause that are no more than `reach` apart are an `a` and a `b`, whichever comes first. */
export function near(clause: Clause, a: number, b: number, reach: number = REACH): boolean {
  let lastA = Number.NEGATIVE_INFINITY
  let lastB = Number.NEGATIVE_INFINITY
  for (const [i, word] of clause.entries()) {
    const isA = (word & a) !== 0
    const isB = (word & b) !== 0
    if ((isA && i - lastB <= reach) || (isB && i - lastA <= reach)) return true
    if (isA) lastA = i
    if (isB) lastB = i
  }
  return false
}

const EVENT = TAG.door | TAG.change | TAG.ok

/**
 * Returns whether a clause says what an app works at, or what is not so: no event of anybody. The verb comes first, or behind a word
 * that says how: `Loading orders`, `Still loading orders`, `Failed to load orders`.
 */
export function isIdle([first = 0, second = 0]: Clause): boolean {
  if ((first & (TAG.routine | TAG.unreal)) !== 0) return (first & EVENT) === 0
  return (second & TAG.routine) !== 0 && (second & EVENT) === 0 && (first & NOUNS) === 0
}
