import type { Logger, LoggerProvider } from '@opentelemetry/api-logs'
import type { DeliveryStats } from './delivery/delivery-ledger.js'
import type { LogRecord } from './log-record.js'
import type { KeepDecision, SamplingDecision } from './sampling/decision.js'
import type { Explanation } from './sampling/explanation.js'
import type { PolicyInForce } from './sampling/policy-state.js'
import type { SamplingStats } from './stats/logging-stats.js'

export interface ReportStats {
  /** Reports that the LipService server accepted. */
  readonly sent: number
  /** Attempts that failed; their counts went into a later attempt. */
  readonly failed: number
}

export interface AdaptiveLoggingStats extends SamplingStats {
  /** `accepted = delivered + pending + Σ dropped`, exactly, at every moment. */
  readonly delivery: DeliveryStats
  readonly reports: ReportStats
}

/** The running SDK, as {@link configureAdaptiveLogging} answers it. Nothing of it throws. */
export interface AdaptiveLogging {
  /** OpenTelemetry LoggerProvider, registered in the global logs APIs. Records emitted through it are sampled. */
  readonly loggerProvider: LoggerProvider
  /** An OpenTelemetry logger of that provider. */
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
  /** Exact counts since the start. Takes time in proportion to the number of patterns: not for a hot path. */
  stats(): AdaptiveLoggingStats
  /**
   * How a record like this one would be decided now, step by step, with the numbers of each. Nothing is counted or drawn.
   *
   * @example
   * console.log(String(logging.explain({ severityNumber: 9, body: 'user 42 logged in' })))
   */
  explain(record: LogRecord): Explanation
  /** The policy in force, and where it came from. */
  policy(): PolicyInForce
  /**
   * Sends everything that waits, and the counts. Resolves when it is acknowledged or the deadline passed; never rejects.
   * Default deadline: 5,000 ms.
   */
  forceFlush(options?: { timeoutMillis?: number }): Promise<void>
  /** Flushes, stops and unregisters; a later `configureAdaptiveLogging()` starts afresh. Default deadline: 5,000 ms. */
  shutdown(options?: { timeoutMillis?: number }): Promise<void>
}

/** What the adapters of this package use beyond the public instance. */
export interface RunningLogging extends AdaptiveLogging {
  /** Ships a kept record that is parsed when its batch is cut. `bytes` = what it holds in memory until then. */
  shipDeferred(decision: KeepDecision, bytes: number, parse: () => LogRecord): void
  /** A kept record never came to be shipped (a hook of the app swallowed it). */
  lose(decision: KeepDecision): void
  /** Another copy of a package with a logs API was loaded: an SDK may register in it. */
  watchLogsApi(packageName: string, logsApi: object): void
  readonly thinDestination: boolean
  /** Epoch milliseconds. */
  now(): number
}

// Process-wide, so that the ESM and the CJS build of the package are one SDK.
const SLOT = Symbol.for('lipservice')

export interface ProcessSlot {
  running: RunningLogging | undefined
}

/**
 * How a record like this one would be decided now by the running instance; `undefined` when none runs.
 *
 * @example
 * console.log(String(explain({ severityNumber: 9, body: 'user 42 logged in' })))
 */
export function explain(record: LogRecord): Explanation | undefined {
  return processSlot().running?.explain(record)
}

/** The slot of this process. Adapters read it for each record, so that they follow a restart. */
export function processSlot(): ProcessSlot {
  const holder = globalThis as unknown as Record<symbol, ProcessSlot | undefined>
  const slot = holder[SLOT] ?? { running: undefined }
  holder[SLOT] = slot
  return slot
}
