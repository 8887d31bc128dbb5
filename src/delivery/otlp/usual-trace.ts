import type { SpanContext } from '../../record/log-record.js'
import { writeTrace } from './protobuf-values.js'
import type { ProtobufWriter } from './protobuf-writer.js'

const TRACE_ID = /^(?!0{32})[0-9a-f]{32}$/
const SPAN_ID = /^(?!0{16})[0-9a-f]{16}$/

/** Writes the ids of a trace and a span. Returns `false`, and has written nothing, where they are not as OpenTelemetry has them. */
export function writeUsualTrace(writer: ProtobufWriter, { traceId, spanId, traceFlags }: SpanContext): boolean {
  if (typeof traceId !== 'string' || typeof spanId !== 'string') return false
  if (!TRACE_ID.test(traceId) || !SPAN_ID.test(spanId)) return false
  writeTrace(writer, typeof traceFlags === 'number' ? traceFlags & 0xff : 0, traceId, spanId)
  return true
}
