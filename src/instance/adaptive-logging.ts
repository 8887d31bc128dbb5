import type { Logger, LoggerProvider } from '@opentelemetry/api-logs'
import type { ReportStats } from '../control-plane/stats-reporter.js'
import type { DeliveryStats } from '../delivery/delivery-ledger.js'
import type { LogRecord } from '../record/log-record.js'
import type { KeepDecision, SamplingDecision } from '../sampling/decision.js'
import type { Explanation } from '../sampling/explanation.js'
import type { PolicyInForce } from '../sampling/policy-state.js'
import type { SamplingStats } from '../stats/logging-stats.js'

/** Exact counts since the start: of sampling, of delivery, of reports. */
export interface AdaptiveLoggingStats extends SamplingStats {
  /** `accepted = delivered + pending + Σ dropped`, exactly, at every moment. */
  readonly delivery: DeliveryStats
  /** Reports to the LipService server. */
  readonly reports: ReportStats
}

/** The running SDK, as {@link configureAdaptiveLogging} returns it. Nothing of it throws. */
export interface AdaptiveLogging {
  /** OpenTelemetry LoggerProvider, registered in the global logs APIs. Records emitted through it are sampled. */
  readonly loggerProvider: LoggerProvider
  /** Returns an OpenTelemetry logger of that provider. */
  getLogger(name: string, version?: string, options?: { schemaUrl?: string }): Logger
  /**
   * Decides and counts one record, for writing an adapter: call it once per record, then `ship` what it keeps.
   *
   * @example
   * const decision = logging.sample(record)
   * if (decision.keep) logging.ship(record, decision)
   */
  sample(record: LogRecord): SamplingDecision
  /** Ships a record that `sample` kept. */
  ship(record: LogRecord, decision: KeepDecision): void
  /** Returns exact counts since the start. Takes time in proportion to the number of patterns: not for a hot path. */
  stats(): AdaptiveLoggingStats
  /**
   * Returns how a record like this one would be decided now, step by step, with the numbers of each. Nothing is counted or drawn.
   *
   * @example
   * console.log(String(logging.explain({ severityNumber: 9, body: 'user 42 logged in' })))
   */
  explain(record: LogRecord): Explanation
  /** Returns the policy in force, and where it came from. */
  policy(): PolicyInForce
  /**
   * Sends everything that waits, and the counts. Resolves when it is acknowledged, or at the deadline; never rejects.
   * Default deadline: 5,000 ms.
   */
  forceFlush(options?: { timeoutMillis?: number }): Promise<void>
  /** Flushes, stops and unregisters; a later `configureAdaptiveLogging()` starts afresh. Default deadline: 5,000 ms. */
  shutdown(options?: { timeoutMillis?: number }): Promise<void>
}
