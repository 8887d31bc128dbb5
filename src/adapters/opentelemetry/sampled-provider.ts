import type { Logger, LoggerProvider } from '@opentelemetry/api-logs'
import { createSampledLogger, type SampledLoggerParts } from './sampled-logger.js'

/** What providers of the SDK can do beyond the API. */
interface SdkProvider extends LoggerProvider {
  forceFlush?(): Promise<void>
  shutdown?(): Promise<void>
}

export interface SampledProvider extends LoggerProvider {
  forceFlush(): Promise<void>
  shutdown(): Promise<void>
}

/** Creates a provider whose loggers decide before the wrapped provider has built anything of a record. */
export function createSampledProvider(provider: SdkProvider, parts: SampledLoggerParts): SampledProvider {
  const wrapped = new WeakMap<Logger, Logger>()
  return {
    getLogger(name, version, options) {
      const logger = provider.getLogger(name, version, options)
      let sampled = wrapped.get(logger)
      if (sampled === undefined) {
        sampled = createSampledLogger(logger, parts)
        wrapped.set(logger, sampled)
      }
      return sampled
    },
    forceFlush: async () => provider.forceFlush?.(),
    shutdown: async () => provider.shutdown?.(),
  }
}
