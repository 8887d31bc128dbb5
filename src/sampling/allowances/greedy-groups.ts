import type { PatternSampling } from '../pattern-sampling.js'
import type { Allowance } from './allowance.js'
import { DecayingSum } from './decaying-sum.js'

const SLOTS = 256
/** Share of an allowance: while more of it is left, nobody waits. */
export const PLENTY = 0.75
/** What a group may take of an allowance in a minute before it waits. */
const MAX_GROUP_SHARE = 0.25

/**
 * Who takes most of an allowance, by the first and by the last words of the templates: a flood of many templates of one kind is one
 * group, and leaves the rest of the allowance to others. Fixed memory: groups may share a slot, by a seed that nobody outside knows.
 */
export class GreedyGroups {
  readonly #taken = Array.from({ length: SLOTS }, () => new DecayingSum())
  readonly #seed: number

  constructor(seed: number) {
    this.#seed = seed | 0
  }

  /** Returns whether the pattern has to wait, because one of its groups took much of what is left little of. */
  waits(pattern: PatternSampling, allowance: Allowance, now: number): boolean {
    if (allowance.level >= PLENTY) return false
    const limit = MAX_GROUP_SHARE * allowance.perMinuteAt(now)
    return this.#ofFirst(pattern).at(now) > limit || this.#ofLast(pattern).at(now) > limit
  }

  took(pattern: PatternSampling, cost: number, now: number): void {
    const [first, last] = [this.#ofFirst(pattern), this.#ofLast(pattern)]
    first.add(now, cost)
    if (last !== first) last.add(now, cost)
  }

  #ofFirst({ firstWords }: PatternSampling): DecayingSum {
    return this.#taken[this.#slotOf(firstWords)]!
  }

  #ofLast({ lastWords }: PatternSampling): DecayingSum {
    return this.#taken[this.#slotOf(lastWords ^ -1)]!
  }

  #slotOf(words: number): number {
    const mixed = Math.imul(words ^ this.#seed, 0x9e3779b1)
    return (mixed ^ (mixed >>> 15)) & (SLOTS - 1)
  }
}
