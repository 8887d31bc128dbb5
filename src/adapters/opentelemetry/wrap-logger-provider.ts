import type { LoggerProvider } from '@opentelemetry/api-logs'
import { createConnectedEngine } from '../../engine/connected-engine.js'
import { systemRuntime } from '../../internal/runtime.js'
import type { SamplingOptions } from '../../options/adaptive-logging-options.js'
import { resolveSamplingOptions } from '../../options/resolve-options.js'
import { emitDecided, markDecider } from '../../ownership/decided-once.js'
import type { LogRecord } from '../../record/log-record.js'
import type { Explanation } from '../../sampling/explanation.js'
import type { PolicyInForce } from '../../sampling/policy-state.js'
import { stampsOf } from '../../sampling/stamps.js'
import type { SamplingStats } from '../../stats/logging-stats.js'
import { emitSafely } from './emit-safely.js'
import { createSampledProvider, type SampledProvider } from './sampled-provider.js'

const DEFAULT_FLUSH_TIMEOUT_MILLIS = 5_000

/** A provider whose loggers are sampled, as {@link wrapLoggerProvider} returns it. */
export interface WrappedLoggerProvider extends SampledProvider {
  /** Returns exact counts since the start. */
  stats(): SamplingStats
  /** Returns the policy in force, and where it came from. */
  policy(): PolicyInForce
  /** Returns how a record like this one would be decided now. Nothing is counted. */
  explain(record: LogRecord): Explanation
}

/**
 * Samples what the loggers of a provider emit, before it has built anything of a record: a dropped record costs a fraction of
 * an emitted one. What is kept goes through the provider as before: delivery and its guarantees are up to its processors. An
 * `AdaptiveLogRecordProcessor` among them lets these records pass. Returns a provider to use in the place of the given one.
 *
 * @param options as for `configureAdaptiveLogging`, without those of delivery
 * @throws TypeError or RangeError naming option, value and what is allowed
 * @example
 * const provider = wrapLoggerProvider(new LoggerProvider({ processors: [new BatchLogRecordProcessor({ exporter })] }))
 * logs.setGlobalLoggerProvider(provider)
 */
export function wrapLoggerProvider(provider: LoggerProvider, options: SamplingOptions = {}): WrappedLoggerProvider {
  if (typeof provider?.getLogger !== 'function') {
    throw new TypeError('lipservice: wrapLoggerProvider must be given a LoggerProvider')
  }
  const resolved = resolveSamplingOptions(options)
  const runtime = systemRuntime(resolved.logLevel)
  const { diag } = runtime
  const engine = createConnectedEngine(resolved, runtime)
  engine.start()

  const sampled = createSampledProvider(provider, {
    pipeline: engine.pipeline,
    minimumSeverity: resolved.minimumSeverity,
    emit(logger, record, decision) {
      const stamps = stampsOf(decision, resolved.stamps)
      emitDecided(decision, () => {
        if (!emitSafely(logger, record, diag, stamps)) engine.lose(decision.weight, 'next_processor')
      })
    },
  })
  const result: WrappedLoggerProvider = {
    getLogger: sampled.getLogger,
    async forceFlush() {
      await Promise.all([sampled.forceFlush(), engine.flush({ timeoutMillis: DEFAULT_FLUSH_TIMEOUT_MILLIS })])
    },
    async shutdown() {
      await Promise.all([sampled.shutdown(), engine.stop({ timeoutMillis: DEFAULT_FLUSH_TIMEOUT_MILLIS })])
    },
    stats: engine.stats,
    policy: engine.policy,
    explain: engine.explain,
  }
  markDecider(result)
  return result
}
