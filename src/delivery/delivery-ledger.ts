import type { KeptMeta } from './kept-record.js'

/** Why a kept record was lost on its way out. Closed list. */
export const LOSS_REASONS = ['lane_full', 'encode_failed', 'rejected', 'too_large', 'shutdown', 'exporter'] as const
export type LossReason = (typeof LOSS_REASONS)[number]

/** What delivery did, in records. Law: `accepted = delivered + pending + Σ dropped`, exactly, at every moment. */
export interface DeliveryStats {
  readonly accepted: number
  /** Acknowledged by the backend. */
  readonly delivered: number
  /** Waiting or under way. */
  readonly pending: number
  readonly dropped: Readonly<Record<LossReason, number>>
  readonly requests: number
  /** Requests that have to be repeated. */
  readonly failedRequests: number
  /** Uncompressed bodies of acknowledged requests: what PostHog bills. */
  readonly bytesSent: number
  /** Compressed bodies of all requests. */
  readonly bytesOnWire: number
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
  bytesOnWire = 0

  constructor(onUnrepresented: (weight: number, reason: LossReason) => void) {
    this.#onUnrepresented = onUnrepresented
  }

  lose(reason: LossReason, { weight }: Pick<KeptMeta, 'weight'>): void {
    this.#dropped.set(reason, this.#dropped.get(reason)! + 1)
    this.#onUnrepresented(weight, reason)
  }

  stats(pending: number): DeliveryStats {
    const { accepted, delivered, requests, failedRequests, bytesSent, bytesOnWire } = this
    const dropped = Object.fromEntries(this.#dropped) as Record<LossReason, number>
    return { accepted, delivered, pending, dropped, requests, failedRequests, bytesSent, bytesOnWire }
  }
}
