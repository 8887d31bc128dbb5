import { type ConnectedEngine, createConnectedEngine } from '../../engine/connected-engine.js'
import type { Diag } from '../../internal/diag.js'
import { systemRuntime } from '../../internal/runtime.js'
import type { SamplingOptions } from '../../options/adaptive-logging-options.js'
import { resolveSamplingOptions } from '../../options/resolve-options.js'
import { takeDecision } from '../../ownership/decided-once.js'
import type { LogRecord } from '../../record/log-record.js'
import { rememberStamps } from '../../record/own-stamps.js'
import { nameOfAppAttribute, RESERVED_ATTRIBUTES } from '../../record/reserved-attributes.js'
import type { EnabledOptions, LogRecordProcessor, SdkLogRecord } from '../../record/sdk-types.js'
import type { Explanation } from '../../sampling/explanation.js'
import type { PolicyInForce } from '../../sampling/policy-state.js'
import { type StampMode, stampsOf } from '../../sampling/stamps.js'
import type { SamplingStats } from '../../stats/logging-stats.js'

const DEFAULT_FLUSH_TIMEOUT_MILLIS = 5_000

/**
 * An OpenTelemetry `LogRecordProcessor` that samples what reaches the processor it wraps. It must wrap: a processor beside
 * others cannot keep a record from them. Delivery is up to the wrapped processor, and so are its guarantees.
 *
 * @example
 * const provider = new LoggerProvider({
 *   processors: [new AdaptiveLogRecordProcessor(new BatchLogRecordProcessor({ exporter }))],
 * })
 */
export class AdaptiveLogRecordProcessor implements LogRecordProcessor {
  readonly #next: LogRecordProcessor
  readonly #engine: ConnectedEngine
  readonly #diag: Diag
  readonly #stamps: StampMode
  readonly #minimumSeverity: number

  /**
   * @param next the processor that gets the kept records
   * @param options as for `configureAdaptiveLogging`, without those of delivery
   * @throws TypeError or RangeError naming option, value and what is allowed
   */
  constructor(next: LogRecordProcessor, options: SamplingOptions = {}) {
    if (typeof next?.onEmit !== 'function') {
      throw new TypeError('lipservice: AdaptiveLogRecordProcessor must wrap a LogRecordProcessor')
    }
    const resolved = resolveSamplingOptions(options)
    this.#next = next
    this.#stamps = resolved.stamps
    this.#minimumSeverity = resolved.minimumSeverity
    const runtime = systemRuntime(resolved.logLevel)
    this.#diag = runtime.diag
    this.#engine = createConnectedEngine(resolved, runtime)
    this.#engine.start()
  }

  /** Decides a record, and hands it to the wrapped processor if it is kept. Never throws. */
  onEmit(record: SdkLogRecord, context?: unknown): void {
    if (takeDecision() !== undefined) {
      this.#next.onEmit(record, context)
      return
    }
    const decision = this.#engine.pipeline.sample(record as unknown as LogRecord)
    if (!decision.keep) return
    try {
      // Not by setAttribute, which drops silently at the attribute limit.
      const { attributes } = record
      giveWay(attributes)
      const stamps = stampsOf(decision, this.#stamps)
      Object.assign(attributes, stamps)
      rememberStamps(record, stamps)
      this.#next.onEmit(record, context)
    } catch (error) {
      this.#engine.lose(decision.weight, 'next_processor')
      this.#diag.once('next_failed', { what: 'processor', cause: error })
    }
  }

  /** Asks the wrapped processor. Never decides by rate: a record refused here would be missing from the counts. */
  enabled(options: EnabledOptions): boolean {
    const { severityNumber } = options
    if (severityNumber !== undefined && severityNumber < this.#minimumSeverity) return false
    return this.#next.enabled?.(options) ?? true
  }

  /** Returns exact counts since the start. */
  stats(): SamplingStats {
    return this.#engine.stats()
  }

  /** Returns how a record like this one would be decided now. Nothing is counted. */
  explain(record: LogRecord): Explanation {
    return this.#engine.explain(record)
  }

  /** Returns the policy in force, and where it came from. */
  policy(): PolicyInForce {
    return this.#engine.policy()
  }

  /** Flushes the wrapped processor, and sends the counts, for at most 5,000 ms. Rejects only as the wrapped processor does. */
  async forceFlush(...options: Parameters<LogRecordProcessor['forceFlush']>): Promise<void> {
    await Promise.all([
      this.#next.forceFlush(...options),
      this.#engine.flush({ timeoutMillis: DEFAULT_FLUSH_TIMEOUT_MILLIS }),
    ])
  }

  /** Shuts the wrapped processor down, and sends the counts, for at most 5,000 ms. Rejects only as the wrapped processor does. */
  async shutdown(): Promise<void> {
    await Promise.all([this.#next.shutdown(), this.#engine.stop({ timeoutMillis: DEFAULT_FLUSH_TIMEOUT_MILLIS })])
  }
}

/** Attributes of the app that would pass for our stamps get another name. */
function giveWay(attributes: Record<string, unknown>): void {
  for (const name of RESERVED_ATTRIBUTES) {
    if (!Object.hasOwn(attributes, name)) continue
    attributes[nameOfAppAttribute(name)] = attributes[name]
    delete attributes[name]
  }
}
