import type { LogRecord as ApiLogRecord, Logger, LoggerOptions, LoggerProvider } from '@opentelemetry/api-logs'
import type { Pipeline } from '../../engine/pipeline.js'
import type { Diag } from '../../internal/diag.js'
import { processVoice } from '../../internal/voice.js'
import { emitDecided } from '../../ownership/decided-once.js'
import { isBridge, ownerBehind } from '../../ownership/forwarding.js'
import type { InstrumentationScope, LogRecord } from '../../record/log-record.js'
import type { KeepDecision, SamplingDecision } from '../../sampling/decision.js'
import { dropsEarly } from './early-drop.js'
import { emitSafely } from './emit-safely.js'
import type { Behind } from './global-provider.js'
import { viewOf } from './record-view.js'

export interface OwnProviderParts {
  readonly pipeline: Pipeline
  /** OpenTelemetry severity number below which nothing is wanted; 0 = all. */
  readonly minimumSeverity: number
  readonly ship: (record: LogRecord, decision: KeepDecision) => void
  readonly diag: Diag
  /** The provider that this one replaced: it gets every record, or with `thin` the kept ones. */
  readonly behind?: Behind | undefined
  readonly thin: boolean
}

const MAX_LOGGERS = 1_000

/**
 * Creates the LoggerProvider of `configureAdaptiveLogging`. It builds no record of the SDK: a kept record goes to delivery as it
 * came, and no value breaks the bounded copy that delivery makes.
 */
export function createOwnProvider(parts: OwnProviderParts): LoggerProvider {
  const { pipeline, minimumSeverity, ship, diag, behind, thin } = parts
  const loggers = new Map<string, Logger>()
  const voice = processVoice()

  /** Decides and ships a record. Returns `undefined` for what is not ours to ship, or no record. */
  function sample(record: ApiLogRecord, scope: InstrumentationScope): SamplingDecision | undefined {
    // What a diag logger writes of our own words.
    if (voice.isSpeaking) return undefined
    const owner = ownerBehind(scope.name)
    if (owner !== undefined) {
      diag.once('bridged', { logger: owner, bridge: scope.name, about: owner })
      return undefined
    }
    try {
      const view = viewOf(record, scope)
      const decision = pipeline.sample(view)
      if (decision.keep) ship(view, decision)
      return decision
    } catch (error) {
      // Only what is no record: its fields cannot be read.
      diag.once('record_not_read', { cause: error })
      return undefined
    }
  }

  function passOn(next: Logger, record: ApiLogRecord, decision: SamplingDecision | undefined): void {
    if (decision?.keep) emitDecided(decision, () => emitSafely(next, record, diag))
    else if (decision === undefined || !thin) emitSafely(next, record, diag)
  }

  function loggerOf(scope: InstrumentationScope, options?: LoggerOptions): Logger {
    let provider: LoggerProvider | undefined
    let next: Logger | undefined
    const { drop } = pipeline
    const hasBridge = isBridge(scope.name)
    return {
      emit(record) {
        const isOurs = !hasBridge && !voice.isSpeaking && behind?.provider === undefined
        if (isOurs && drop !== undefined && dropsEarly(drop, record)) return
        const decision = sample(record, scope)
        if (behind?.provider !== provider) {
          provider = behind?.provider
          next = provider?.getLogger(scope.name, scope.version, options)
        }
        if (next !== undefined) passOn(next, record, decision)
      },
      /** Never decides by rate: a record refused here would be missing from the counts. */
      enabled: (options?: { severityNumber?: number }) =>
        !((options?.severityNumber ?? minimumSeverity) < minimumSeverity),
    } as Logger
  }

  return {
    getLogger(name, version, options) {
      const key = `${name}\0${version ?? ''}`
      const known = loggers.get(key)
      if (known !== undefined) return known
      const scope = version === undefined ? { name } : { name, version }
      const logger = loggerOf(scope, options)
      if (loggers.size < MAX_LOGGERS) loggers.set(key, logger)
      return logger
    },
  }
}
