import type { Cell, ShapeRow } from './history-state.js'

/** A row whose count is of all records, and not of those that were drawn. */
export interface ScaledRow extends ShapeRow {
  readonly isEstimated: boolean
  /** Of `weighted`. */
  readonly variance: number
}

/**
 * Returns rows that add up to the totals of each service and severity. What was counted exactly stays; what was drawn shares the rest by
 * its counts, with the variance of a share; what nothing is known of is a row without a shape.
 *
 * @param bySeverity whether `cells` do not tell severities apart as rows do
 */
export function scaledToTotals(cells: readonly Cell[], rows: readonly ShapeRow[], isCoarse: boolean): ScaledRow[] {
  const nameOf = ({ severity }: { readonly severity: string }) => (isCoarse ? '' : severity)
  const ofCell = Map.groupBy(rows, nameOf)
  const totals = Map.groupBy(cells, nameOf)
  const scaled: ScaledRow[] = []
  for (const [name, own] of totals) {
    const records = own.reduce((sum, cell) => sum + cell.records, 0)
    const weighted = own.reduce((sum, cell) => sum + cell.weighted, 0)
    const { severity, service } = own[0]!
    scaled.push(...ofTotals({ records, weighted, severity, service }, ofCell.get(name) ?? []))
    ofCell.delete(name)
  }
  // Records that came after their totals were read: theirs are exact.
  for (const late of ofCell.values()) for (const row of late) if (row.sample === 1) scaled.push(exact(row))
  return scaled
}

const exact = (row: ShapeRow): ScaledRow => ({ ...row, isEstimated: false, variance: 0 })

interface Totals {
  readonly service: string
  readonly severity: string
  readonly records: number
  readonly weighted: number
}

function ofTotals({ service, severity, records, weighted }: Totals, rows: readonly ShapeRow[]): ScaledRow[] {
  const counted = rows.filter(({ sample }) => sample === 1)
  const drawn = rows.filter(({ sample }) => sample > 1)
  const left = records - counted.reduce((sum, row) => sum + row.records, 0)
  const leftWeight = Math.max(left, weighted - counted.reduce((sum, row) => sum + row.weighted, 0))
  const scaled = counted.map(exact)
  // More may be counted than there was when the totals were read.
  if (left <= 0) return scaled
  if (drawn.length === 0) {
    const rest = { service, shape: '', version: 0, severity, event: '', outcome: '', sample: 1 }
    return [...scaled, { ...rest, records: left, weighted: leftWeight, isEstimated: false, variance: 0 }]
  }
  const looked = drawn.reduce((sum, row) => sum + row.records, 0)
  const lookedWeight = drawn.reduce((sum, row) => sum + row.weighted, 0)
  const counts = divided(
    left,
    drawn.map((row) => row.records / looked),
  )
  for (const [i, row] of drawn.entries()) {
    if (counts[i]! <= 0) continue
    const estimate = (leftWeight * row.weighted) / lookedWeight
    scaled.push({
      ...row,
      records: counts[i]!,
      weighted: estimate,
      isEstimated: true,
      variance: varianceOf(row.records, looked, leftWeight, left),
    })
  }
  return scaled
}

/** Of a share of what was drawn, times the total. As Agresti and Coull: with two successes and two failures more it is not too small for rare ones. */
function varianceOf(found: number, looked: number, total: number, left: number): number {
  const n = looked + 4
  const p = (found + 2) / n
  const notLooked = Math.max(0, 1 - looked / Math.max(1, left))
  return total * total * ((p * (1 - p)) / n) * notLooked
}

/** Returns whole numbers that add up to a whole, by shares of it: the largest remainders are rounded up. */
export function divided(whole: number, shares: readonly number[]): number[] {
  const exactly = shares.map((share) => whole * share)
  const counts = exactly.map(Math.floor)
  let left = Math.round(whole - counts.reduce((sum, count) => sum + count, 0))
  const order = [...exactly.keys()].toSorted((a, b) => exactly[b]! - counts[b]! - (exactly[a]! - counts[a]!) || a - b)
  for (const i of order) {
    if (left-- <= 0) break
    counts[i]! += 1
  }
  return counts
}
