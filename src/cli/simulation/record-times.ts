import { ClockSpan } from '../formats/clock-span.js'

/** As many records that do not say when they were, one after the other, are spread. */
const UNTIMED_IN_A_ROW = 1_000

/** When each record of a file was, for a clock that never goes back. */
export interface RecordTimes {
  /**
   * Returns epoch milliseconds, no smaller than those before.
   *
   * @param clock milliseconds behind midnight, where a record says that alone
   */
  next(millis: number | undefined, clock?: number): number
  /** Records that were spread evenly, because they do not say when they were. */
  readonly assumed: number
}

/**
 * Returns the times of records: their own, as far as they have one. A few without one between others belong to the time of the one before.
 * A file without times is spread evenly; one that says the time of day alone goes on from the first of them. What stands before the first time is
 * no reason to lose the pace of all behind it: these are later by as much.
 *
 * @param perSecond how many records without a time make a second
 * @param start epoch milliseconds of the first, if it does not say
 */
export function createRecordTimes(perSecond: number, start: number): RecordTimes {
  let last: number | undefined
  let untimed = UNTIMED_IN_A_ROW
  let assumed = 0
  /** Of those that say when they were; `undefined`: none has yet. */
  let later: number | undefined
  const clocks = new ClockSpan()

  function ownTime(millis: number | undefined, clock: number | undefined): number | undefined {
    if (millis !== undefined) {
      later ??= Math.max(0, (last ?? millis) - millis)
      return millis + later
    }
    if (clock === undefined || later !== undefined) return undefined
    clocks.see(clock)
    return clocks.isBroken ? undefined : start + clocks.span
  }

  return {
    next(said, clock) {
      const millis = ownTime(said, clock)
      if (millis !== undefined) {
        untimed = 0
        last = last === undefined ? millis : Math.max(last, millis)
        return last
      }
      if (++untimed > UNTIMED_IN_A_ROW) {
        assumed++
        last = last === undefined ? start : last + 1_000 / perSecond
      }
      return last ?? start
    },
    get assumed() {
      return assumed
    },
  }
}
