import type { Advice } from './advice-kinds.js'
import { bytesOfAll, costOf } from './cost.js'
import { grouped } from './grouped.js'
import { type AdviceInput, DEAR_SHARE, type LoggedPattern, MAX_OF_A_KIND } from './logged-pattern.js'

/** A template of less is on every start of every service. */
const MIN_SHARE = DEAR_SHARE / 5

/** Patterns that several services log. The largest of them stays. */
export function duplicates(input: AdviceInput): Advice[] {
  const enough = bytesOfAll(input) * MIN_SHARE
  return grouped(input.patterns, ({ signature, check }) => `${signature} ${check}`)
    .flatMap((rows): Advice[] => {
      const services = [...new Set(rows.flatMap((row) => row.services))].toSorted()
      const bytes = sumOf(rows, (row) => row.bytes)
      const records = sumOf(rows, (row) => row.records)
      if (services.length < 2 || bytes < enough || records <= services.length) return []
      const { template, signature, check } = rows[0]!
      const cost = costOf(input, bytes, bytes - largestPart(rows))
      return [{ kind: 'duplicate', template, signature, check, services, records, ...cost }]
    })
    .toSorted((a, b) => b.savedBytes - a.savedBytes)
    .slice(0, MAX_OF_A_KIND)
}

/** Of a row of several services no more is known than that one has a fair part at least. */
function largestPart(rows: readonly LoggedPattern[]): number {
  return Math.max(...rows.map(({ bytes, services }) => bytes / Math.max(1, services.length)))
}

function sumOf(rows: readonly LoggedPattern[], of: (row: LoggedPattern) => number): number {
  return rows.reduce((sum, row) => sum + of(row), 0)
}
