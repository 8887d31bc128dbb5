import type { LogRecordProcessor } from '@opentelemetry/sdk-logs'
import type { ExitPost } from '../delivery/delivery.js'
import type { DeliveryStats } from '../delivery/delivery-ledger.js'
import type { LogRecord } from '../log-record.js'
import type { KeepDecision } from '../sampling/decision.js'

export type EmittedLogRecord = Parameters<LogRecordProcessor['onEmit']>[0]
export type EmitContext = Parameters<LogRecordProcessor['onEmit']>[1]

export interface Deadline {
  readonly timeoutMillis: number
}

/** Where kept records leave: our own delivery, or a foreign exporter behind OpenTelemetry's batch processor. */
export interface Shipper {
  /** A record of the OpenTelemetry SDK. */
  shipEmitted(record: EmittedLogRecord, context: EmitContext, decision: KeepDecision): void
  /** A record of any other adapter. */
  ship(record: LogRecord, decision: KeepDecision): void
  shipDeferred(decision: KeepDecision, bytes: number, parse: () => LogRecord): void
  forceFlush(deadline: Deadline): Promise<void>
  shutdown(deadline: Deadline): Promise<void>
  /** For a process that ends now; a foreign exporter has no such way. */
  exit(post: ExitPost): void
  stats(): DeliveryStats
}
