import type { CounterStore, MinuteCount } from '../store/store.js'

/** About so many rows are read by one statement: with SQLite it holds up everything else. */
const ROWS_AT_ONCE = 5_000
const FIRST_MINUTES = 60
/** The next statement reads at most so many times the minutes of the one before. */
const MAX_GROWTH = 4
/** Of a row: its pattern, seen and errors. */
const COLUMNS = 3

interface Minute {
  readonly minute: number
  /** {@link COLUMNS} numbers a row. */
  readonly rows: Float64Array
}

/** The counts of a service in the past, as numbers: an object for each would take several times as much. */
export class PastMinutes {
  readonly #serviceId: number
  readonly #patterns: string[] = []
  readonly #places = new Map<string, number>()
  /** The newest first. */
  readonly #minutes: Minute[] = []

  private constructor(serviceId: number) {
    this.#serviceId = serviceId
  }

  /**
   * Reads whole minutes backwards from `end` to `start`, until there are so many rows.
   *
   * @param turn called between statements
   */
  static async read(
    counters: Pick<CounterStore, 'minutesOf'>,
    serviceId: number,
    { start, end, limit }: { readonly start: number; readonly end: number; readonly limit: number },
    turn: () => Promise<void>,
  ): Promise<PastMinutes> {
    const past = new PastMinutes(serviceId)
    let left = limit
    let length = FIRST_MINUTES
    for (let until = end; until > start && left > 0; ) {
      const first = Math.max(start, until - length)
      const rows = await counters.minutesOf(serviceId, first, until, left)
      // Where there were more, the first minute is not whole.
      past.#add(rows.length < left ? rows : rows.filter(({ minute }) => minute !== rows[0]?.minute))
      left -= rows.length
      const ofMinute = Math.max(1, rows.length) / (until - first)
      length = Math.max(1, Math.min(length * MAX_GROWTH, Math.floor(ROWS_AT_ONCE / ofMinute)))
      until = first
      await turn()
    }
    return past
  }

  /** Yields minute after minute, from the first that has counts up to `end`. */
  *upTo(end: number): Generator<{ readonly minute: number; readonly counts: readonly MinuteCount[] }> {
    let left = this.#minutes.length
    for (let minute = this.#minutes.at(-1)?.minute ?? end; minute < end; minute++) {
      const known = this.#minutes[left - 1]
      const isThis = known?.minute === minute
      if (isThis) left--
      yield { minute, counts: isThis ? this.#countsOf(known) : [] }
    }
  }

  #add(rows: readonly MinuteCount[]): void {
    const byMinute = [...Map.groupBy(rows, ({ minute }) => minute)].toSorted(([a], [b]) => b - a)
    for (const [minute, own] of byMinute) {
      const numbers = new Float64Array(own.length * COLUMNS)
      for (const [i, { pattern, seen, errors }] of own.entries())
        numbers.set([this.#placeOf(pattern), seen, errors], i * COLUMNS)
      this.#minutes.push({ minute, rows: numbers })
    }
  }

  #placeOf(pattern: string): number {
    const known = this.#places.get(pattern)
    if (known !== undefined) return known
    this.#places.set(pattern, this.#patterns.length)
    return this.#patterns.push(pattern) - 1
  }

  #countsOf({ minute, rows }: Minute): MinuteCount[] {
    const serviceId = this.#serviceId
    return Array.from({ length: rows.length / COLUMNS }, (_, i) => {
      const at = i * COLUMNS
      return { minute, serviceId, pattern: this.#patterns[rows[at]!]!, seen: rows[at + 1]!, errors: rows[at + 2]! }
    })
  }
}
