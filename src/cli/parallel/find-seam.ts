import { beginsRecord } from '../input/begins-record.js'

/** Lines that are tried, from the last on: of a stack all but the first go on with a record. */
const MAX_TRIED = 256
const LINE_FEED = 10
const CARRIAGE_RETURN = 13

/**
 * Returns where the last line begins that surely begins a record, whatever stands before it: what comes before it and what comes from it on can be
 * read apart. 0: none of the last 256 whole lines does.
 *
 * @param now epoch milliseconds, for times that leave out the year
 */
export function findSeam(bytes: Buffer, now: number): number {
  let end = bytes.lastIndexOf(LINE_FEED)
  for (let tried = 0; tried < MAX_TRIED && end > 0; tried++) {
    const before = bytes.lastIndexOf(LINE_FEED, end - 1)
    if (before < 0) return 0
    const start = before + 1
    const stop = end > start && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end
    if (beginsRecord(bytes.toString('utf8', start, stop), now)) return start
    end = before
  }
  return 0
}
