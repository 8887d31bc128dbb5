/** Columns of a trend. */
export const TREND_COLUMNS = 24
const NARROWEST_MILLIS = 1_000

/**
 * The columns that a file's time is cut into: of equal width, which doubles whenever the file goes on for longer. They stand at multiples of
 * their width, so that they depend on the first and the last time alone, in whatever order records come.
 */
export class TimeScale {
  first = Number.POSITIVE_INFINITY
  last = Number.NEGATIVE_INFINITY
  columnMillis = NARROWEST_MILLIS
  /** How many widths there are from the epoch to the first column. */
  base = 0

  /** Makes room for a time in epoch milliseconds. */
  see(millis: number): void {
    if (millis >= this.first && millis <= this.last) return
    if (millis < this.first) this.first = millis
    if (millis > this.last) this.last = millis
    this.base = Math.floor(this.first / this.columnMillis)
    while (Math.floor(this.last / this.columnMillis) - this.base >= TREND_COLUMNS) {
      this.columnMillis *= 2
      this.base = Math.floor(this.first / this.columnMillis)
    }
  }

  /** Makes room for all that another has room for. */
  merge({ first, last }: { readonly first: number; readonly last: number }): void {
    if (first > last) return
    this.see(first)
    this.see(last)
  }

  /** Milliseconds from the first record to the last; 0: at most one says when it was. */
  get span(): number {
    return Math.max(0, this.last - this.first)
  }

  /** Columns in use, 1–24. */
  get columns(): number {
    return this.first > this.last ? 1 : Math.floor(this.last / this.columnMillis) - this.base + 1
  }
}

/** The amounts of a trend, to be handed from thread to thread. */
export interface TrendPart {
  readonly amounts: readonly number[]
  readonly columnMillis: number
  readonly base: number
}

/** Amounts over time, in the columns of a scale. All trends of a file share one, so that they can be compared. */
export class Trend {
  /** As many as are in use: most patterns are rare. */
  #amounts: number[] = []
  #columnMillis = NARROWEST_MILLIS
  #base = 0

  /** @param millis a time that the scale has seen */
  add(scale: TimeScale, millis: number, amount = 1): void {
    this.#fit(scale)
    put(this.#amounts, Math.floor(millis / this.#columnMillis) - this.#base, amount)
  }

  /** Adds what another has, of a scale that was merged into this one. */
  merge(scale: TimeScale, { amounts, columnMillis, base }: TrendPart): void {
    this.#fit(scale)
    for (let i = 0; i < amounts.length; i++) {
      const amount = amounts[i]!
      if (amount !== 0) put(this.#amounts, columnIn(scale, base + i, columnMillis), amount)
    }
  }

  part(): TrendPart {
    return {
      amounts: this.#amounts,
      columnMillis: this.#columnMillis,
      base: this.#base,
    }
  }

  /** Returns the amounts as of now, a number each column in use. */
  amounts(scale: TimeScale): number[] {
    this.#fit(scale)
    return Array.from({ length: scale.columns }, (_, i) => this.#amounts[i] ?? 0)
  }

  #fit(scale: TimeScale): void {
    const { columnMillis, base } = scale
    if (base === this.#base && columnMillis === this.#columnMillis) return
    const amounts: number[] = []
    for (let i = 0; i < this.#amounts.length; i++) {
      const amount = this.#amounts[i]!
      if (amount !== 0) put(amounts, columnIn(scale, this.#base + i, this.#columnMillis), amount)
    }
    this.#amounts = amounts
    this.#columnMillis = columnMillis
    this.#base = base
  }
}

/** Returns the column of a scale that a column of another width lies in. */
export const columnIn = ({ columnMillis, base }: TimeScale, column: number, width: number): number =>
  Math.floor((column * width) / columnMillis) - base

function put(amounts: number[], column: number, amount: number): void {
  while (amounts.length <= column) amounts.push(0)
  amounts[column]! += amount
}
