import type { LogRecord, SpanContext } from '../../record/log-record.js'
import { takeMessage } from '../../record/message-of.js'
import type { LineKeys } from './log-arguments.js'
import { parseLine, parseUsualLine } from './parse-line.js'
import { exceptionOfLine, type Thrown } from './thrown.js'

/** What is known of a line beside its text. */
export interface LineContext {
  readonly timestamp: number
  readonly severityNumber: number
  readonly severityText: string | undefined
  readonly spanContext: SpanContext | undefined
  readonly keys: LineKeys
  readonly thrown?: Thrown | undefined
}

export const SCOPE = { name: 'pino' }
const TRACE_ID = /^[0-9a-f]{32}$/i
const SPAN_ID = /^[0-9a-f]{16}$/i

/** Returns the record to export, read from pino's own finished line: serialised and redacted as the app configured it. */
export function recordOfLine(line: string, context: LineContext): LogRecord {
  const { timestamp, severityNumber, severityText, keys, thrown } = context
  const record = { timestamp, severityNumber, severityText, instrumentationScope: SCOPE }
  if (thrown === undefined) {
    const usual = parseUsualLine(line, keys.message)
    if (usual !== undefined) {
      const { message, fields } = usual
      return { ...record, body: message, attributes: fields, spanContext: takeSpanContext(fields, context.spanContext) }
    }
  }
  const fields = parseLine(line)
  if (fields === undefined) return { ...record, body: line.trimEnd(), spanContext: context.spanContext }

  const exception = thrown && exceptionOfLine(fields, thrown)
  const body = messageOfLine(fields, keys) ?? thrown?.message
  const spanContext = takeSpanContext(fields, context.spanContext)
  const attributes = exception === undefined ? fields : { ...defined(exception), ...fields }
  return { ...record, body, attributes, spanContext }
}

/** Returns the message of a line, taken out of its fields; of a call with fields only, the text in them that says what happened. */
function messageOfLine(fields: Record<string, unknown>, { message, nested }: LineKeys): unknown {
  if (Object.hasOwn(fields, message)) {
    const body = fields[message]
    delete fields[message]
    return body
  }
  const inner = nested === undefined ? fields : fields[nested]
  return typeof inner === 'object' && inner !== null ? takeMessage(inner as Record<string, unknown>) : undefined
}

/** Returns the trace that a line belongs to, taken out of its fields where they say that and nothing else. */
function takeSpanContext(fields: Record<string, unknown>, active: SpanContext | undefined): SpanContext | undefined {
  const { trace_id: traceId, span_id: spanId, trace_flags: flags } = fields
  if (typeof traceId !== 'string' || typeof spanId !== 'string') return active
  if (!TRACE_ID.test(traceId) || !SPAN_ID.test(spanId)) return active
  if (active !== undefined && active.traceId !== traceId) return active
  for (const name of ['trace_id', 'span_id', 'trace_flags']) delete fields[name]
  return active ?? { traceId, spanId, traceFlags: Number.parseInt(String(flags ?? '01'), 16) || 0 }
}

function defined(attributes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined))
}
