/** As many records that do not say when they were, one after the other, are spread. */
const UNTIMED_IN_A_ROW = 1_000

/** When each record of a file was, for a clock that never goes back. */
export interface RecordTimes {
  /** Returns epoch milliseconds, no smaller than those before. */
  next(millis: number | undefined): number
  /** Records that were spread evenly, because they do not say when they were. */
  readonly assumed: number
}

/**
 * Returns the times of records: their own, as far as they have one. A few without one between others belong to the time of the one before.
 * A file without times is spread evenly.
 *
 * @param perSecond how many records without a time make a second
 * @param start epoch milliseconds of the first, if it does not say
 */
export function createRecordTimes(perSecond: number, start: number): RecordTimes {
  let last: number | undefined
  let untimed = UNTIMED_IN_A_ROW
  let assumed = 0
  return {
    next(millis) {
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
