import type { Advice } from './advice-kinds.js'
import { bytesOfAll, ofPattern } from './cost.js'
import { grouped } from './grouped.js'
import { type AdviceInput, DEAR_SHARE, isNeeded, MAX_OF_A_KIND } from './logged-pattern.js'

/** A line that comes so many times as often as any other of its service is in a loop, or ought to be one line behind it. */
const MIN_TIMES = 10
/** Of fewer records a number says nothing. */
const MIN_RECORDS = 1_000
/** What came so seldom is no measure of how often a service does its work. */
const MIN_BESIDE = 20

/** The line of each service that it logs far more often than any other. Once for each of the next is enough. */
export function loops(input: AdviceInput): Advice[] {
  const enough = bytesOfAll(input) * DEAR_SHARE
  const ofOne = input.patterns.filter(({ services }) => services.length <= 1)
  return grouped(ofOne, ({ services }) => services[0] ?? '')
    .flatMap((rows): Advice[] => {
      const [most, next] = rows.toSorted((a, b) => b.records - a.records)
      if (most === undefined || next === undefined || isNeeded(most) || next.records < MIN_BESIDE) return []
      const times = most.records / next.records
      if (times < MIN_TIMES || most.records < MIN_RECORDS || most.bytes < enough || most.bytes === 0) return []
      const rest = ofPattern(input, most, most.bytes * (1 - 1 / times))
      return [{ kind: 'loop', times, beside: next.template, ...rest }]
    })
    .toSorted((a, b) => b.bytes - a.bytes)
    .slice(0, MAX_OF_A_KIND)
}
