import type { LogRecord } from '../record/log-record.js'
import type { KeepDecision } from '../sampling/decision.js'
import type { Explanation } from '../sampling/explanation.js'
import type { AdaptiveLogging } from './adaptive-logging.js'

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
