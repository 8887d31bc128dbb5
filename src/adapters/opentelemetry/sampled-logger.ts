import type { LogRecord as ApiLogRecord, Logger } from '@opentelemetry/api-logs'
import type { Pipeline } from '../../engine/pipeline.js'
import type { KeepDecision } from '../../sampling/decision.js'
import { dropsEarly } from './early-drop.js'
import { viewOf } from './record-view.js'

export interface SampledLoggerParts {
  readonly pipeline: Pipeline
  /** OpenTelemetry severity number below which nothing is wanted; 0 = all. */
  readonly minimumSeverity: number
  /** Emits a kept record by the logger that was wrapped. */
  readonly emit: (logger: Logger, record: ApiLogRecord, decision: KeepDecision) => void
}

type EnabledOptions = Parameters<NonNullable<Logger['enabled']>>[0]

/** Creates a logger that decides before the SDK has built anything of a record: the earliest and cheapest place to drop. */
export function createSampledLogger(logger: Logger, { pipeline, minimumSeverity, emit }: SampledLoggerParts): Logger {
  const { drop } = pipeline
  return {
    emit(record) {
      if (drop !== undefined && dropsEarly(drop, record)) return
      const decision = pipeline.sample(viewOf(record))
      if (decision.keep) emit(logger, record, decision)
    },
    /** Never decides by rate: a record refused here would be missing from the counts. */
    enabled(options?: EnabledOptions) {
      const severityNumber = (options as { severityNumber?: number } | undefined)?.severityNumber
      if (severityNumber !== undefined && severityNumber < minimumSeverity) return false
      return logger.enabled?.(options as EnabledOptions) ?? true
    },
  } as Logger
}
