import type { ExitPost } from '../delivery/delivery.js'
import type { DeliveryStats } from '../delivery/delivery-ledger.js'
import type { LogRecord } from '../record/log-record.js'
import type { KeepDecision } from '../sampling/decision.js'

export interface Deadline {
  readonly timeoutMillis: number
}

/** Sends kept records: by our own delivery, or by a foreign exporter behind OpenTelemetry's batch processor. */
export interface Shipper {
  ship(record: LogRecord, decision: KeepDecision): void
  shipDeferred(decision: KeepDecision, bytes: number, parse: () => LogRecord): void
  forceFlush(deadline: Deadline): Promise<void>
  shutdown(deadline: Deadline): Promise<void>
  /** For a process that ends now; a foreign exporter has no such way. Without `post` nothing is sent. */
  exit(post?: ExitPost): void
  stats(): DeliveryStats
}
