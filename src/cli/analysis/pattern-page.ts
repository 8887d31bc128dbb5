import { columnIn, type TimeScale, TREND_COLUMNS } from './trend.js'

/** Severity bands: 0 = not said, 1 = trace … 6 = fatal. */
export const BANDS = 7
/** Records by band, then by column of the trend. */
export const ROW_COUNTS = BANDS + TREND_COLUMNS
/** Records, estimated bytes, errors. */
export const ROW_SUMS = 3
export const PAGE_ROWS = 256
/** A count that is full stays so: 800 GB of lines of one pattern. */
const MOST = 2 ** 32 - 1

const moved = new Float64Array(TREND_COLUMNS)

/** The numbers of 256 patterns, outside of the heap: the garbage collector has nothing to do with them. */
export class PatternPage {
  readonly sums = new Float64Array(PAGE_ROWS * ROW_SUMS)
  readonly counts = new Uint32Array(PAGE_ROWS * ROW_COUNTS)
  /** First service of each row in the table's links, and -1. */
  readonly services = new Int32Array(PAGE_ROWS).fill(-1)
  /** Width and base of the columns of each row's trend. */
  readonly #scales = new Float64Array(PAGE_ROWS * 2)

  add(row: number, bytes: number, band: number, isError: boolean): void {
    const at = row * ROW_SUMS
    this.sums[at]!++
    this.sums[at + 1]! += bytes
    if (isError) this.sums[at + 2]!++
    this.#count(row * ROW_COUNTS + band, 1)
  }

  /** @param millis a time that the scale has seen */
  addTime(row: number, scale: TimeScale, millis: number): void {
    this.fit(row, scale)
    this.#count(row * ROW_COUNTS + BANDS + Math.floor(millis / scale.columnMillis) - scale.base, 1)
  }

  /** Adds a row of a part, whose columns are of another scale that was merged into this one. */
  merge(row: number, scale: TimeScale, part: RowsPart, nth: number): void {
    for (let i = 0; i < ROW_SUMS; i++) this.sums[row * ROW_SUMS + i]! += part.sums[nth * ROW_SUMS + i]!
    const [to, from] = [row * ROW_COUNTS, nth * ROW_COUNTS]
    for (let i = 0; i < BANDS; i++) this.#count(to + i, part.counts[from + i]!)
    this.fit(row, scale)
    for (let i = 0; i < TREND_COLUMNS; i++) {
      const amount = part.counts[from + BANDS + i]!
      if (amount !== 0) this.#count(to + BANDS + columnIn(scale, part.base + i, part.columnMillis), amount)
    }
  }

  /** Makes a row's trend one of this scale. */
  fit(row: number, scale: TimeScale): void {
    const [width, base] = [this.#scales[row * 2]!, this.#scales[row * 2 + 1]!]
    if (base === scale.base && width === scale.columnMillis) return
    this.#scales[row * 2] = scale.columnMillis
    this.#scales[row * 2 + 1] = scale.base
    // Nothing was counted in it before.
    if (width === 0) return
    const columns = this.trendOf(row)
    moved.fill(0)
    for (let i = 0; i < TREND_COLUMNS; i++)
      if (columns[i] !== 0) moved[columnIn(scale, base + i, width)]! += columns[i]!
    for (let i = 0; i < TREND_COLUMNS; i++) columns[i] = Math.min(MOST, moved[i]!)
  }

  trendOf(row: number): Uint32Array {
    return this.counts.subarray(row * ROW_COUNTS + BANDS, (row + 1) * ROW_COUNTS)
  }

  bandsOf(row: number): Uint32Array {
    return this.counts.subarray(row * ROW_COUNTS, row * ROW_COUNTS + BANDS)
  }

  /** @param rows that were in use */
  clear(rows: number): void {
    this.sums.fill(0, 0, rows * ROW_SUMS)
    this.counts.fill(0, 0, rows * ROW_COUNTS)
    this.services.fill(-1, 0, rows)
    this.#scales.fill(0, 0, rows * 2)
  }

  #count(at: number, amount: number): void {
    this.counts[at] = Math.min(MOST, this.counts[at]! + amount)
  }
}

/** Rows one after the other, to be handed from thread to thread, with trends of one scale. */
export interface RowsPart {
  readonly sums: Float64Array
  readonly counts: Uint32Array
  readonly columnMillis: number
  readonly base: number
}
