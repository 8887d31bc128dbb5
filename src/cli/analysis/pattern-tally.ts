import type { Signature } from '../../signature/signature.js'
import { PAGE_ROWS, type PatternPage, ROW_SUMS } from './pattern-page.js'
import type { PatternTable } from './pattern-table.js'
import type { ServiceCounts } from './service-counts.js'
import type { TimeScale } from './trend.js'

const ID_CHARACTERS = 16

/** What the rows of a table are to be seen with. */
export interface TallyContext {
  readonly table: PatternTable
  readonly services: ServiceCounts
  readonly scale: TimeScale
  /** Encoded bytes of an estimated one. */
  readonly ratio: number
}

/** What a file says of one pattern: looked up when it is asked for. */
export class PatternTally {
  readonly #context: TallyContext
  readonly #row: number
  /** As they are billed. */
  readonly bytes: number

  constructor(context: TallyContext, row: number) {
    this.#context = context
    this.#row = row
    this.bytes = this.#sum(1) * context.ratio
  }

  get signature(): Signature {
    const { table } = this.#context
    const name = table.names[this.#row]!
    const [id, check] = [name.slice(0, ID_CHARACTERS), name.slice(ID_CHARACTERS)]
    return { id, check, template: table.templates[this.#row]! }
  }

  /** The text of its first record, as it stands in the file; empty where examples are not kept. */
  get example(): string {
    return this.#context.table.examples[this.#row] ?? ''
  }

  /** Where its first record says that it was logged; empty: it does not say. */
  get callSite(): string {
    return this.#context.table.sites[this.#row]!
  }

  get records(): number {
    return this.#sum(0)
  }

  get errors(): number {
    return this.#sum(2)
  }

  /** The severity band that most of its records have: 0 = not said, 1 = trace … 6 = fatal. */
  get band(): number {
    const bands = this.#page.bandsOf(this.#row % PAGE_ROWS)
    return bands.indexOf(Math.max(...bands))
  }

  get services(): readonly string[] {
    const { table, services } = this.#context
    return table.servicesOf(this.#row).map((index) => services.nameAt(index))
  }

  /** Records over time, a number each column of the scale in use. */
  get trend(): readonly number[] {
    const { scale } = this.#context
    this.#page.fit(this.#row % PAGE_ROWS, scale)
    return [...this.#page.trendOf(this.#row % PAGE_ROWS).subarray(0, scale.columns)]
  }

  get #page(): PatternPage {
    return this.#context.table.pageOf(this.#row)
  }

  #sum(nth: number): number {
    return this.#page.sums[(this.#row % PAGE_ROWS) * ROW_SUMS + nth]!
  }
}
