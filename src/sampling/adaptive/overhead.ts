import { ZERO } from '../../internal/fraction.js'

/** Window, in records, of the mean. */
const WINDOW_RECORDS = 1_000

/** The mean of what stamps and batches add to each record, in bytes. */
export class Overhead {
  bytes = ZERO

  /** A batch was cut. */
  add(records: number, overheadBytes: number): void {
    const share = Math.min(0.5, records / WINDOW_RECORDS)
    this.bytes += share * (overheadBytes / records - this.bytes)
  }
}
