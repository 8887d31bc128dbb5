import { PAGE_ROWS, type PatternPage, ROW_COUNTS, ROW_SUMS, type RowsPart } from './pattern-page.js'
import type { TimeScale } from './trend.js'

/** Id and check of a signature. */
export const NAME_CHARACTERS = 32

/** What a part of a file says of its patterns, in the order in which they came; to be handed from thread to thread. */
export interface PatternsPart extends RowsPart {
  /** One after the other, {@link NAME_CHARACTERS} each. */
  readonly names: string
  readonly templates: readonly string[]
  readonly examples: readonly string[]
  /** Where each is logged; empty: its first record does not say. */
  readonly sites: readonly string[]
  /** Of each pattern how many services, and which. */
  readonly services: Uint32Array
}

/** As far as a table is looked at. */
interface Rows {
  readonly size: number
  readonly names: readonly string[]
  readonly templates: readonly string[]
  readonly examples: readonly string[]
  readonly sites: readonly string[]
  pageOf(row: number): PatternPage
  servicesOf(row: number): readonly number[]
}

/** Returns a copy of what a table has, with trends of one scale. */
export function partOf(table: Rows, scale: TimeScale): PatternsPart {
  const { size } = table
  const [sums, counts] = [new Float64Array(size * ROW_SUMS), new Uint32Array(size * ROW_COUNTS)]
  const services: number[] = []
  for (let row = 0; row < size; row++) {
    table.pageOf(row).fit(row % PAGE_ROWS, scale)
    const own = table.servicesOf(row)
    services.push(own.length, ...own)
  }
  for (let row = 0; row < size; row += PAGE_ROWS) {
    const page = table.pageOf(row)
    const rows = Math.min(PAGE_ROWS, size - row)
    sums.set(page.sums.subarray(0, rows * ROW_SUMS), row * ROW_SUMS)
    counts.set(page.counts.subarray(0, rows * ROW_COUNTS), row * ROW_COUNTS)
  }
  const { names, templates, examples, sites } = table
  return {
    names: names.join(''),
    templates: [...templates],
    examples: [...examples],
    sites: [...sites],
    sums,
    counts,
    services: Uint32Array.from(services),
    columnMillis: scale.columnMillis,
    base: scale.base,
  }
}
