import type { LogRecord, SpanContext } from '../../record/log-record.js'
import type { LineKeys } from './log-arguments.js'

/** What is known of a line beside its text. */
export interface LineContext {
  readonly timestamp: number
  readonly severityNumber: number
  readonly severityText: string | undefined
  readonly spanContext: SpanContext | undefined
  readonly keys: LineKeys
}

/** Fields that OTLP has a place of its own for, or that describe the host rather than the event. */
const NOT_ATTRIBUTES = ['level', 'time', 'pid', 'hostname', 'trace_id', 'span_id', 'trace_flags']
const SCOPE = { name: 'pino' }

/** The record to export, read from pino's own finished line: serialised and redacted as the app configured it. */
export function recordOfLine(line: string, context: LineContext): LogRecord {
  const { timestamp, severityNumber, severityText, keys } = context
  const record = { timestamp, severityNumber, severityText, instrumentationScope: SCOPE }
  const fields = parseObject(line)
  if (fields === undefined) return { ...record, body: line.trimEnd(), spanContext: context.spanContext }

  const attributes: Record<string, unknown> = { ...fields }
  delete attributes[keys.message]
  const spanContext = context.spanContext ?? spanContextOf(fields)
  for (const name of NOT_ATTRIBUTES) delete attributes[name]
  exceptionAttributes(attributes, keys)
  return { ...record, body: fields[keys.message], attributes, spanContext }
}

function parseObject(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

function spanContextOf(fields: Record<string, unknown>): SpanContext | undefined {
  const { trace_id: traceId, span_id: spanId, trace_flags: flags } = fields
  if (typeof traceId !== 'string' || typeof spanId !== 'string') return undefined
  return { traceId, spanId, traceFlags: Number.parseInt(String(flags ?? '01'), 16) || 0 }
}

/** pino's serialised error becomes OpenTelemetry's exception attributes; what else it carries stays under its key. */
function exceptionAttributes(attributes: Record<string, unknown>, { error: errorKey, nested }: LineKeys): void {
  const inner = nested === undefined ? undefined : attributes[nested]
  const holder = typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : attributes
  const error = holder[errorKey]
  if (typeof error !== 'object' || error === null) return
  const { type, message, stack, ...rest } = error as Record<string, unknown>
  if (typeof stack !== 'string' && typeof message !== 'string') return
  attributes['exception.type'] = type
  attributes['exception.message'] = message
  attributes['exception.stacktrace'] = stack
  if (Object.keys(rest).length > 0) holder[errorKey] = rest
  else delete holder[errorKey]
}
