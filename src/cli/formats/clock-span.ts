const DAY_MILLIS = 86_400_000
/** Lines of several processes may change places. */
const DISORDER_MILLIS = 60_000
/** A clock that goes back further is that of another day; one that goes back less is of nobody knows what. */
const TURN_MILLIS = 2 * 3_600_000

/** What times of day alone say of the time that a file, or a part of it, goes over; to be handed from thread to thread. */
export interface ClockPart {
  /** Milliseconds behind midnight; -1: no record says one. */
  readonly first: number
  readonly last: number
  /** Midnights between them. */
  readonly days: number
  /** They go back, and no day is over: several runs or files, one behind the other. */
  readonly isBroken: boolean
}

/**
 * The time that records go over which say the time of day alone, if it goes on from each to the next. Parts of a file, merged in their order,
 * come to what the whole does.
 */
export class ClockSpan implements ClockPart {
  first = -1
  last = -1
  days = 0
  isBroken = false

  /** @param clock milliseconds behind midnight */
  see(clock: number): void {
    this.merge({ first: clock, last: clock, days: 0, isBroken: false })
  }

  /** Adds what comes next in the file. */
  merge({ first, last, days, isBroken }: ClockPart): void {
    if (first < 0) return
    if (this.first < 0) this.first = first
    else {
      const back = this.last - first
      if (back > TURN_MILLIS) this.days++
      // One from before midnight came late.
      else if (back < DISORDER_MILLIS - DAY_MILLIS) this.days--
      else if (back > DISORDER_MILLIS) this.isBroken = true
    }
    this.last = last
    this.days += days
    this.isBroken ||= isBroken
  }

  part(): ClockPart {
    const { first, last, days, isBroken } = this
    return { first, last, days, isBroken }
  }

  /** Milliseconds from the first to the last; 0: they say none, or do not go on. */
  get span(): number {
    return this.isBroken ? 0 : Math.max(0, this.days * DAY_MILLIS + this.last - this.first)
  }
}
