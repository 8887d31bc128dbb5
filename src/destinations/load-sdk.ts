import type { LoggerProvider } from '@opentelemetry/api-logs'
import { requireHere } from '../internal/require-here.js'
import type { LogRecordExporter, LogRecordProcessor } from '../record/sdk-types.js'
import type { SdkResource } from './resource.js'

/** The part of `@opentelemetry/sdk-logs` that is used. */
export interface LogSdk {
  readonly LoggerProvider: new (options: { resource: SdkResource; processors: LogRecordProcessor[] }) => LoggerProvider
  readonly BatchLogRecordProcessor: new (
    options: Required<LogRecordExporter> & { exporter: LogRecordExporter; maxQueueSize: number },
  ) => LogRecordProcessor
}

/**
 * Returns the app's `@opentelemetry/sdk-logs`, loaded when a foreign exporter needs it: nothing else does, and it takes longer to load
 * than all of ours.
 *
 * @throws Error when it is not installed
 */
export function loadSdk(): LogSdk {
  try {
    return requireHere('@opentelemetry/sdk-logs') as LogSdk
  } catch (error) {
    throw new Error(
      'lipservice: option exporter needs the package @opentelemetry/sdk-logs; a bundled app has to leave it out of its bundle',
      { cause: error },
    )
  }
}
