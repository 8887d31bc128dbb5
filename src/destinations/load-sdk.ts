import { createRequire } from 'node:module'
import type { LoggerProvider } from '@opentelemetry/api-logs'
import type { LogRecordExporter, LogRecordProcessor } from '../record/sdk-types.js'
import type { SdkResource } from './resource.js'

/** What is used of `@opentelemetry/sdk-logs`. */
export interface LogSdk {
  readonly LoggerProvider: new (options: { resource: SdkResource; processors: LogRecordProcessor[] }) => LoggerProvider
  readonly BatchLogRecordProcessor: new (options: {
    exporter: LogRecordExporter
    maxQueueSize: number
  }) => LogRecordProcessor
}

/**
 * The app's `@opentelemetry/sdk-logs`, loaded when a foreign exporter needs it: nothing else does, and it takes longer to load than all
 * of ours.
 *
 * @throws Error when it is not installed
 */
export function loadSdk(): LogSdk {
  try {
    // The one of the two that this build's module format has.
    const here = typeof __filename === 'string' ? __filename : import.meta.url
    return createRequire(here)('@opentelemetry/sdk-logs') as LogSdk
  } catch (error) {
    throw new Error('lipservice: option exporter needs the package @opentelemetry/sdk-logs', { cause: error })
  }
}
