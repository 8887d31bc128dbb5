import type { KeptRecord } from './kept-record.js'
import type { DeliveryProblem } from './problem-log.js'
import type { SpoolStats } from './spool/error-spool.js'

/** Reasons for which a kept record is lost in delivery. A closed list. */
const LOSS_REASONS = [
  /** Memory was full. */
  'lane_full',
  'encode_failed',
  /** The backend refused this very record. */
  'rejected',
  'too_large',
  'shutdown',
  /** A foreign exporter failed. */
  'exporter',
  /** Disk budget and memory were full. */
  'spool_full',
  /** It was on disk and cannot be read. */
  'spool_damaged',
  /** A summary stands for it. */
  'error_collapsed',
] as const
export type LossReason = (typeof LOSS_REASONS)[number]

/** Counts of delivery, in records. Law: `accepted = delivered + pending + Σ dropped`, exactly, at every moment. */
export interface DeliveryStats {
  /** Kept records, errors that dead processes left, and summaries of errors. */
  readonly accepted: number
  /** Acknowledged by the backend. */
  readonly delivered: number
  /** Waiting, in memory or on disk, or under way. */
  readonly pending: number
  /** Lost, by reason. */
  readonly dropped: Readonly<Record<LossReason, number>>
  /** Batches that were sent, each time anew; a second try without compression counts with the first. */
  readonly requests: number
  /** Requests that have to be repeated. */
  readonly failedRequests: number
  /** Uncompressed bodies of acknowledged requests: what PostHog bills. */
  readonly bytesSent: number
  /** Records that the backend refused for good, uncompressed and as far as their sizes are known. */
  readonly bytesRefused: number
  /** Records that were lost for any other reason, uncompressed and as far as their sizes are known. */
  readonly bytesLost: number
  /** Bodies of all requests as they went: compressed, but for a backend that takes no gzip. */
  readonly bytesOnWire: number
  /** What was wrong last, and when it ended; `undefined` if nothing was. */
  readonly lastProblem: DeliveryProblem | undefined
  /** With a `spoolDirectory` only. */
  readonly spool?: SpoolStats
}

/** Counts records from acceptance to their end. */
export class DeliveryLedger {
  readonly #onUnrepresented: (weight: number, reason: LossReason) => void
  readonly #dropped = new Map<LossReason, number>(LOSS_REASONS.map((reason) => [reason, 0]))
  accepted = 0
  delivered = 0
  requests = 0
  failedRequests = 0
  bytesSent = 0
  bytesRefused = 0
  bytesLost = 0
  bytesOnWire = 0

  constructor(onUnrepresented: (weight: number, reason: LossReason) => void) {
    this.#onUnrepresented = onUnrepresented
  }

  /** Acknowledged by the backend. */
  deliver(records: readonly KeptRecord[]): void {
    this.delivered += records.length
    for (const { ticket } of records) ticket?.segment.release()
  }

  /** Given up for good. */
  lose(reason: LossReason, { meta, ticket, bytes }: Pick<KeptRecord, 'meta' | 'ticket' | 'bytes'>): void {
    const size = bytes?.length ?? meta.estimatedBytes
    if (reason === 'rejected' || reason === 'too_large') this.bytesRefused += size
    else this.bytesLost += size
    this.loseWeight(reason, meta.weight)
    ticket?.segment.release()
  }

  loseWeight(reason: LossReason, weight: number): void {
    this.#count(reason, 1)
    this.#onUnrepresented(weight, reason)
  }

  /** Counts records as lost of which only a count was left, and the sum of their weights. Default: as many. */
  loseCounted(reason: LossReason, records: number, weight = records): void {
    if (records === 0) return
    this.#count(reason, records)
    this.#onUnrepresented(weight, reason)
  }

  /** Errors became summaries, which carry their weight. */
  collapse(records: number, summaries: number): void {
    this.#count('error_collapsed', records)
    this.accepted += summaries
  }

  /** Returns how many records are accepted, and neither delivered nor lost. */
  get unsettled(): number {
    let settled = this.delivered
    for (const records of this.#dropped.values()) settled += records
    return this.accepted - settled
  }

  #count(reason: LossReason, records: number): void {
    this.#dropped.set(reason, this.#dropped.get(reason)! + records)
  }

  stats(pending: number, lastProblem?: DeliveryProblem): DeliveryStats {
    const { accepted, delivered, requests, failedRequests, bytesSent, bytesRefused, bytesLost, bytesOnWire } = this
    const dropped = Object.fromEntries(this.#dropped) as Record<LossReason, number>
    const bytes = { bytesSent, bytesRefused, bytesLost, bytesOnWire }
    return { accepted, delivered, pending, dropped, requests, failedRequests, ...bytes, lastProblem }
  }
}
