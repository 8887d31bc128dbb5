import type { SpanContext } from '../../record/log-record.js'
import { RECORD } from './protobuf-fields.js'
import type { ProtobufWriter } from './protobuf-writer.js'

const TRACE_ID = /^(?!0{32})[0-9a-f]{32}$/
const SPAN_ID = /^(?!0{16})[0-9a-f]{16}$/

/** Writes the ids of a trace and a span. Returns `false`, and has written nothing, where they are not as OpenTelemetry has them. */
export function writeTrace(writer: ProtobufWriter, { traceId, spanId, traceFlags }: SpanContext): boolean {
  if (typeof traceId !== 'string' || typeof spanId !== 'string') return false
  if (!TRACE_ID.test(traceId) || !SPAN_ID.test(spanId)) return false
  const flags = typeof traceFlags === 'number' ? traceFlags & 0xff : 0
  if (flags !== 0) writer.fixed32(RECORD.flags, flags)
  writer.hex(RECORD.traceId, traceId)
  writer.hex(RECORD.spanId, spanId)
  return true
}
