import { PatternTally, type TallyContext } from './pattern-tally.js'

/** The patterns of a file, the dearest first. One that is looked at is made when it is looked at: there may be many. */
export class RankedPatterns implements Iterable<PatternTally> {
  readonly #context: TallyContext
  readonly #rows: Uint32Array

  constructor(context: TallyContext) {
    this.#context = context
    const { table } = context
    this.#rows = Uint32Array.from({ length: table.size }, (_, row) => row)
    this.#rows.sort((a, b) => table.bytesOf(b) - table.bytesOf(a) || a - b)
  }

  get size(): number {
    return this.#rows.length
  }

  /** Returns the first so many. */
  first(most: number): PatternTally[] {
    return Array.from(this.#rows.subarray(0, most), (row) => new PatternTally(this.#context, row))
  }

  /** Returns the bytes of all from the nth on, as they are billed. */
  bytesFrom(nth: number): number {
    const { table, ratio } = this.#context
    return this.#rows.subarray(nth).reduce((sum, row) => sum + table.bytesOf(row) * ratio, 0)
  }

  /** Returns how many of them are so. */
  count(isSo: (tally: PatternTally) => boolean): number {
    let many = 0
    for (const tally of this) if (isSo(tally)) many++
    return many
  }

  *[Symbol.iterator](): Iterator<PatternTally> {
    for (const row of this.#rows) yield new PatternTally(this.#context, row)
  }
}
