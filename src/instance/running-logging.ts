import type { ForwardedRecord } from '../record/forwarded-record.js'
import type { LogRecord } from '../record/log-record.js'
import type { KeepDecision, SamplingDecision } from '../sampling/decision.js'

/** See `FastDrop` of the engine. */
export type EarlyDrop = (
  severityNumber: number | undefined,
  body: unknown,
  attributes: Readonly<Record<string, unknown>> | undefined,
  name: string | undefined,
  isEvent: boolean,
  traceId: string | undefined,
  bytes: number,
) => boolean

/** What adapters hand records to. */
export interface RunningLogging {
  /** Decides and counts one record. */
  sample(record: LogRecord): SamplingDecision
  /** Drops the usual record before anything is built of it, as `FastDrop` says; `undefined`: there is no such way. */
  readonly drop?: EarlyDrop | undefined
  /** Ships a record that `sample` kept. */
  ship(record: LogRecord, decision: KeepDecision): void
  /** Ships a kept record that is parsed when its batch is cut. `bytes` = what it holds in memory until then. */
  shipDeferred(decision: KeepDecision, bytes: number, parse: () => LogRecord): void
  /**
   * Returns a kept record as a client of the app's own is to send it, in OTLP/JSON: it is not shipped here. `undefined`: nothing is decided and
   * nothing shipped now, and what is logged passes.
   */
  readonly forward: ((record: LogRecord, decision: KeepDecision) => ForwardedRecord) | undefined
  /** The client of the app's own has taken a record that nobody decided. */
  passed(): void
  /** A kept record never came to be shipped (a hook of the app swallowed it). */
  lose(decision: KeepDecision): void
  /** Another copy of a package with a logs API was loaded: an SDK may register in it. */
  watchLogsApi(packageName: string, logsApi: object): void
  readonly thinDestination: boolean
  /** Epoch milliseconds. */
  now(): number
}
