import type { LogRecord as ApiLogRecord } from '@opentelemetry/api-logs'
import type { FastDrop } from '../../engine/fast-drop.js'
import { activeSpanContext } from '../../internal/active-span.js'

/** Drops a usual record of the API as it came. Returns whether it did; otherwise nothing has happened. Never throws. */
export function dropsEarly(drop: FastDrop, record: ApiLogRecord): boolean {
  try {
    const { severityNumber, severityText, body, eventName, attributes, context } = record
    const { exception } = record as { exception?: unknown }
    if (exception !== undefined && exception !== null) return false
    let bytes = 0
    if (severityText !== undefined) {
      if (typeof severityText !== 'string') return false
      bytes += severityText.length
    }
    if (eventName !== undefined) {
      if (typeof eventName !== 'string' || eventName === '') return false
      bytes += eventName.length + 2
    }
    const traceId = activeSpanContext(context)?.traceId
    return drop(severityNumber, body, attributes as Record<string, unknown>, eventName, true, traceId, bytes)
  } catch {
    // What is no record is left to the usual way.
    return false
  }
}
