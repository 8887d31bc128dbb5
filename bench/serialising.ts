import { ProtobufLogsSerializer } from '@opentelemetry/otlp-transformer'
import type { LogRecordProcessor, ReadableLogRecord } from '@opentelemetry/sdk-logs'

export const noop: LogRecordProcessor = { onEmit() {}, forceFlush: async () => {}, shutdown: async () => {} }

/** What OpenTelemetry's batch processor and exporter do to 512 records, without their timers. */
export function serialising(): LogRecordProcessor {
  let queue: ReadableLogRecord[] = []
  return {
    ...noop,
    onEmit(record) {
      queue.push(record)
      if (queue.length < 512) return
      ProtobufLogsSerializer.serializeRequest(queue)
      queue = []
    },
  }
}
