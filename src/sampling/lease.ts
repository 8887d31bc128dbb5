import { ZERO } from '../internal/fraction.js'
import type { PatternSampling } from './pattern-sampling.js'

/** Whose drops a lease counts: the entry of a pattern. */
export interface LeaseHolder {
  readonly sampling: PatternSampling
  /** Leases by severity band, made when first granted. */
  leases: (Lease | undefined)[] | undefined
  /** Counts records that were dropped, all of one severity band. `epochMillis` is when the last came. */
  countDrops(records: number, severityNumber: number, estimatedBytes: number, epochMillis: number): void
}

/** So many next records of a pattern and severity band are dropped, as long as nothing about them is unusual: see {@link Leases}. */
export class Lease {
  readonly holder: LeaseHolder
  /** The lowest severity number of its band. */
  readonly severityNumber: number
  readonly band: number
  /** Records that are still to be dropped. */
  left = 0
  /** How many they were when drops were last counted. */
  counted = 0
  /** It ends at these monotonic milliseconds, whatever is left. */
  until = ZERO
  /** It ends with so many records of the pattern in the interval, those that are leased included. */
  bound = ZERO
  /** Cost of each record, in the unit of the budget. */
  cost = ZERO
  /** Of the drops that are not counted yet: their estimated bytes, and when the last came. */
  bytes = 0
  seenAt = ZERO
  /** Its place among the open leases; -1: it is not open. */
  place = -1

  constructor(holder: LeaseHolder, severityNumber: number, band: number) {
    this.holder = holder
    this.severityNumber = severityNumber
    this.band = band
  }
}
