import { HOURS_PER_DAY } from './hours-per-day.js'

/** By the hour, of a series: means, greatest counts, longest pauses. */
export const SLOTS = 3 * HOURS_PER_DAY
/** Single numbers of a series: the detector's, and some of whoever keeps it. */
export const NUMBERS = 18

/**
 * Where the numbers of the series are that is looked at. The detector of a hundred thousand series is one object that is moved from one to
 * the next: objects of their own would take more than what is in them.
 */
export class SeriesPlace {
  /** Of many series: {@link SLOTS} of them from `slot` on are this one's. */
  slots: Float32Array = new Float32Array(SLOTS)
  slot = 0
  /** {@link NUMBERS} of them from `number` on. */
  numbers: Float64Array = new Float64Array(NUMBERS)
  number = 0
}
