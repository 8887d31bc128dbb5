import type { Resolution } from '../tables.js'
import type { Period, Totals } from './totals.js'

/** What a service logged, kept and delivered, by the time of its reports. */
export interface ServiceSums extends Totals {
  /** Records that are errors as SDKs say it, those with an `Error` too; where one does not say it, records of ERROR and above. */
  readonly errors: number
  /** Of these, records that were kept; `undefined`: some are of SDKs that do not say it. */
  readonly keptErrors: number | undefined
  /** Records that shadow mode kept and active mode would have dropped. */
  readonly shadowDropped: number
  /** Their bytes, as SDKs estimate them. */
  readonly shadowDroppedBytes: number
  /** Billed besides `keptBytes`. */
  readonly overheadBytes: number
  /** Records that the log backend took, as far as SDKs say it. */
  readonly delivered: number
  /** Bodies of the requests that it took. */
  readonly deliveredBytes: number
  /** Records that it refused for good. */
  readonly refused: number
  /** Records that were lost on the way there. */
  readonly lost: number
}

export interface ServicePoint extends ServiceSums {
  /** Start of the bucket. */
  readonly time: number
  readonly serviceId: number
}

export interface ReasonPoint {
  readonly time: number
  readonly reason: string
  readonly kept: number
  readonly dropped: number
}

/** Sums of whole services: few rows, so that a page over many services costs little. */
export interface ServiceSumsStore {
  /** Returns the sums by service. Services without reports in the period are left out. */
  of(serviceIds: readonly number[], period: Period): Promise<ReadonlyMap<number, ServiceSums>>
  /**
   * Returns the sums by bucket and service, in order of time. Buckets without reports are left out.
   *
   * @param together steps in a bucket, counted from the epoch; 1 by itself
   */
  timeline(serviceIds: readonly number[], step: Resolution, period: Period, together?: number): Promise<ServicePoint[]>
  /** Returns records by bucket and the SDK's reason, of all these services together. @param together as of `timeline` */
  reasons(serviceIds: readonly number[], step: Resolution, period: Period, together?: number): Promise<ReasonPoint[]>
}
