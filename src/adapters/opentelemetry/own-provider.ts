import type { Logger, LoggerProvider } from '@opentelemetry/api-logs'
import type { Diag } from '../../diag.js'
import type { InstrumentationScope, LogRecord } from '../../log-record.js'
import type { Pipeline } from '../../pipeline.js'
import type { KeepDecision } from '../../sampling/decision.js'
import { viewOf } from './record-view.js'

export interface OwnProviderParts {
  readonly pipeline: Pipeline
  /** OpenTelemetry severity number below which nothing is wanted; 0 = all. */
  readonly minimumSeverity: number
  readonly ship: (record: LogRecord, decision: KeepDecision) => void
  readonly diag: Diag
}

const MAX_LOGGERS = 1_000

/**
 * The LoggerProvider of `configureAdaptiveLogging`. It builds no record of the SDK: what is kept goes to delivery as it came, whose
 * bounded copy no value can break.
 */
export function createOwnProvider({ pipeline, minimumSeverity, ship, diag }: OwnProviderParts): LoggerProvider {
  const loggers = new Map<string, Logger>()

  function loggerOf(scope: InstrumentationScope): Logger {
    return {
      emit(record) {
        try {
          const view = viewOf(record, scope)
          const decision = pipeline.sample(view)
          if (decision.keep) ship(view, decision)
        } catch (error) {
          // Only a record that is none: its very fields cannot be read.
          diag.once('unreadable', 'a log record could not be read', error)
        }
      },
      /** Never decides by rate: a record refused here would be missing from the counts. */
      enabled: (options?: { severityNumber?: number }) =>
        !((options?.severityNumber ?? minimumSeverity) < minimumSeverity),
    } as Logger
  }

  return {
    getLogger(name, version) {
      const key = `${name}\0${version ?? ''}`
      const known = loggers.get(key)
      if (known !== undefined) return known
      const logger = loggerOf(version === undefined ? { name } : { name, version })
      if (loggers.size < MAX_LOGGERS) loggers.set(key, logger)
      return logger
    },
  }
}
