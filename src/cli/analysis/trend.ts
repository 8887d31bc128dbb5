/** Columns of a trend. */
export const TREND_COLUMNS = 24

/**
 * Counts over time, in columns of equal width which doubles whenever a file goes on for longer: constant memory, whatever the span.
 * All trends of a file share one clock, so that they can be compared.
 */
export class TrendClock {
  /** Epoch milliseconds of the first column. */
  #start: number | undefined
  #columnMillis = 1_000
  /** How often the width was doubled. */
  doublings = 0
  first = Number.POSITIVE_INFINITY
  last = Number.NEGATIVE_INFINITY

  /** Returns the column of a time. One before the first counts as the first. */
  column(millis: number): number {
    if (millis < this.first) this.first = millis
    if (millis > this.last) this.last = millis
    this.#start ??= millis
    let column = Math.floor((millis - this.#start) / this.#columnMillis)
    while (column >= TREND_COLUMNS) {
      this.#columnMillis *= 2
      this.doublings++
      column >>= 1
    }
    return Math.max(0, column)
  }

  /** Milliseconds from the first record to the last; 0: at most one says when it was. */
  get span(): number {
    return Math.max(0, this.last - this.first)
  }
}

/** Of one pattern. */
export class Trend {
  readonly #counts = new Uint32Array(TREND_COLUMNS)
  #doublings = 0

  add(clock: TrendClock, column: number): void {
    this.#fit(clock)
    this.#counts[column]!++
  }

  /** Returns the counts as of now. */
  counts(clock: TrendClock): number[] {
    this.#fit(clock)
    return [...this.#counts]
  }

  #fit({ doublings }: TrendClock): void {
    for (; this.#doublings < doublings; this.#doublings++) {
      for (let i = 0; i < TREND_COLUMNS / 2; i++) this.#counts[i] = this.#counts[2 * i]! + this.#counts[2 * i + 1]!
      this.#counts.fill(0, TREND_COLUMNS / 2)
    }
  }
}
