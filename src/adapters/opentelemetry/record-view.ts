import type { LogRecord as ApiLogRecord } from '@opentelemetry/api-logs'
import { activeSpanContext } from '../../internal/active-span.js'
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
    spanContext: activeSpanContext(context),
    instrumentationScope,
  }
}
