import { context as contextApi, trace } from '@opentelemetry/api'
import type { LogRecord as ApiLogRecord } from '@opentelemetry/api-logs'
import type { InstrumentationScope, LogRecord } from '../../record/log-record.js'

/** Returns what LipService reads of a record of the API, without copying its contents. */
export function viewOf(record: ApiLogRecord, instrumentationScope?: InstrumentationScope): LogRecord {
  const { severityNumber, severityText, body, eventName, attributes, context, timestamp } = record
  return {
    timestamp: timestamp as LogRecord['timestamp'],
    severityNumber,
    severityText,
    body,
    eventName,
    attributes: attributes as Record<string, unknown> | undefined,
    exception: (record as { exception?: unknown }).exception,
    spanContext: trace.getSpanContext(context ?? contextApi.active()),
    instrumentationScope,
  }
}
