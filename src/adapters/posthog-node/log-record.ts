import { activeSpanContext } from '../../internal/active-span.js'
import { copiedFields } from '../../record/copied-fields.js'
import type { ForwardedRecord } from '../../record/forwarded-record.js'
import type { LogRecord, SpanContext } from '../../record/log-record.js'
import { identityOf, type PostHogClient, type PostHogLog, spanOfLog } from './posthog-client.js'

const SCOPE = { name: 'posthog-node' }

/** Returns the record to decide, without copying anything. */
export function recordOfLog(log: PostHogLog, spanContext: SpanContext | undefined): LogRecord {
  return {
    severityText: log.level || 'info',
    body: log.body,
    attributes: log.attributes,
    spanContext,
    instrumentationScope: SCOPE,
  }
}

/** Returns the span of a log: its own ids, the active span of the client, if it is known, or OpenTelemetry's. */
export function spanContextOf(log: PostHogLog, client?: PostHogClient): SpanContext | undefined {
  const own = spanOfLog(log, client)
  if (own !== undefined || log.trace_id || log.span_id) return own
  return activeSpanContext()
}

/** Returns a kept record with what the client knows of its call. Attributes of the log itself come first. */
export function withIdentity(client: PostHogClient, record: LogRecord): LogRecord {
  const identity = identityOf(client)
  if (Object.keys(identity).length === 0) return record
  try {
    return { ...record, attributes: { ...identity, ...(record.attributes && copiedFields(record.attributes)) } }
  } catch {
    // Attributes that cannot be read: they are copied one by one when the record is sent.
    return record
  }
}

/** Returns a log as it is sent on: what is left of it for PostHog's own client, with the ids of its span. */
export function forwardedLog(
  log: PostHogLog,
  { severityText, body, attributes }: ForwardedRecord,
  spanContext: SpanContext | undefined,
): PostHogLog {
  return { ...withSpan(log, spanContext), ...(severityText !== '' && { level: severityText }), body, attributes }
}

/** Returns a log with the ids of its span, where it has none of its own. */
export function withSpan(log: PostHogLog, spanContext: SpanContext | undefined): PostHogLog {
  if (spanContext === undefined || log.trace_id || log.span_id) return log
  const { traceId, spanId, traceFlags } = spanContext
  const flags = log.trace_flags ?? traceFlags
  return { ...log, trace_id: traceId, span_id: spanId, ...(flags !== undefined && { trace_flags: flags }) }
}
