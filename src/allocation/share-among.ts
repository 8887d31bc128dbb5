import { allocatedProbability, type Demand, solveLambda } from '../sampling/adaptive/allocation.js'
import { WORDS_VALUE, type Worth } from './class-worth.js'
import { isByWords, wordsThatFit } from './words.js'

/** What {@link shareAmong} has to know of a pattern. */
export interface SharedDemand extends Pick<Worth, 'value' | 'protection' | 'isWarning' | 'isLabelled'> {
  /** Expected records per minute. */
  readonly perMinute: number
}

/**
 * Returns the part of a budget that each of several services gets, 0–1: one λ for all patterns of all services, so that a byte goes
 * where it is worth most, whoever logs it.
 *
 * @param services their patterns
 * @param costOf what a kept record of a pattern costs, in the unit of the budget
 * @param perMinute what may be kept now, in the unit of the budget
 * @param usualPerMinute the same by the hour of the day alone: of this words take their part
 */
export function shareAmong<P extends SharedDemand>(
  services: readonly (readonly P[])[],
  costOf: (pattern: P) => number,
  perMinute: number,
  usualPerMinute: number,
): number[] {
  // Whoever logs many words of security must not take what is others'. A large team has a hundred thousand patterns: only these are copied.
  const byWords = services.flatMap((patterns) =>
    patterns.filter(isByWords).map((pattern) => ({ ...pattern, cost: costOf(pattern), of: pattern })),
  )
  const words = new Set(
    Array.from(
      wordsThatFit(byWords, usualPerMinute, () => true),
      (copy) => copy.of,
    ),
  )
  const parts = services.map((patterns) => {
    const open: Demand[] = []
    let whole = 0
    for (const pattern of patterns) {
      const { perMinute: records, protection, value } = pattern
      const cost = costOf(pattern)
      const isLarge = isByWords(pattern) && !words.has(pattern)
      if (protection !== undefined && !isLarge) whole += records * cost
      else open.push({ perMinute: records, cost, value: isLarge ? Math.max(value, WORDS_VALUE) : value, ceiling: 1 })
    }
    return { whole, open }
  })
  const protectedDemand = parts.reduce((sum, { whole }) => sum + whole, 0)
  const lambda = solveLambda(
    parts.flatMap(({ open }) => open),
    Math.max(0, perMinute - protectedDemand),
  )
  const expected = parts.map(({ whole, open }) =>
    open.reduce((sum, demand) => sum + demand.perMinute * demand.cost * probabilityOf(demand, lambda), whole),
  )
  const all = expected.reduce((a, b) => a + b, 0)
  return expected.map((own) => (all > 0 ? own / all : 1 / parts.length))
}

function probabilityOf({ perMinute, cost, value }: Demand, lambda: number): number {
  return lambda === Number.POSITIVE_INFINITY ? 1 : allocatedProbability(lambda, perMinute, cost, value)
}
