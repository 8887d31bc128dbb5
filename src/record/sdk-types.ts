/** The part of OpenTelemetry's log SDK that is used, by structure: either line of it fits, and neither need be installed. */

interface ExportResult {
  /** 0 = success, 1 = failure. */
  code: number
  error?: Error
}

/** `LogRecordExporter` of `@opentelemetry/sdk-logs`, 0.2xx or 3.x. */
export interface LogRecordExporter {
  export(records: SdkLogRecord[], done: (result: ExportResult) => void): void
  shutdown(): Promise<void>
  forceFlush?(): Promise<void>
}

/** What is read and written of the SDK's records. */
export interface SdkLogRecord {
  readonly resource?: unknown
  readonly body?: unknown
  readonly attributes: Record<string, unknown>
}

/** `LogRecordProcessor` of `@opentelemetry/sdk-logs`, 0.2xx or 3.x. */
export interface LogRecordProcessor {
  onEmit(record: SdkLogRecord, context?: unknown): void
  forceFlush(options?: unknown): Promise<void>
  shutdown(): Promise<void>
  enabled?(options: EnabledOptions): boolean
}

export interface EnabledOptions {
  readonly severityNumber?: number | undefined
}
