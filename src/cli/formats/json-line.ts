import type { LogRecord } from '../../record/log-record.js'
import { type LineFields, readFields } from './fields.js'
import type { FormatName, LineContext, Take } from './found-record.js'
import { unwrapJson } from './json-wraps.js'
import { loggedError } from './logged-error.js'
import { readOtlp } from './otlp-line.js'
import { isSpanId, isTraceId } from './trace-ids.js'
import { liveWinston } from './winston-line.js'

type Fields = Readonly<Record<string, unknown>>

/** Reads what a wrapped line has in it. */
export type ReadInner = (line: string, context: LineContext, take: Take) => void

/**
 * Reads a line of JSON: of a logger, of OpenTelemetry's exporters, or of what collects lines of others, which is unwrapped. Returns
 * whether it was one.
 */
export function readJsonLine(line: string, context: LineContext, take: Take, readInner: ReadInner): boolean {
  const fields = parseObject(line)
  if (fields === undefined) return false
  if (Array.isArray(fields['resourceLogs'])) return readOtlp(fields, line, take)
  const wrapped = unwrapJson(fields)
  if (wrapped !== undefined) {
    for (const { line: inner, ...known } of wrapped) readInner(inner, { ...context, ...known }, take)
    return true
  }
  const own = formatOf(fields)
  const format = context.format ?? own
  const said = readFields(fields, own === 'pino')
  const millis = said.millis ?? context.millis
  const service =
    format === 'winston' || format === 'pino' ? (said.service ?? context.service) : (context.service ?? said.service)
  const record = asLive(own, recordOf(said, context), said, fields)
  take({ format, record, millis, service, text: line })
  return true
}

const SCOPE_OF_PINO = { name: 'pino' }
const LEVELS_OF_PINO: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
}

/** What a line of pino says. */
export interface LiveLine {
  readonly body: unknown
  readonly severityNumber: number
  readonly level: unknown
  /** Its trace is taken out of them. */
  readonly attributes: Record<string, unknown>
}

/**
 * Returns a live line of pino: its level has a name, its trace is none of its attributes, if they say that and nothing else, and the error that
 * pino's serializer has written was a real one.
 */
export function liveRecord({ body, severityNumber, level, attributes }: LiveLine): LogRecord {
  const severityText = LEVELS_OF_PINO[level as number]
  const exception = errorUnder(attributes['err'])
  const record = { body, severityNumber, severityText, attributes, instrumentationScope: SCOPE_OF_PINO, exception }
  const { trace_id: traceId, span_id: spanId, trace_flags: flags } = attributes
  if (!isTraceId(traceId) || !isSpanId(spanId)) return record
  for (const name of ['trace_id', 'span_id', 'trace_flags']) delete attributes[name]
  return { ...record, spanContext: { traceId, spanId, traceFlags: Number.parseInt(String(flags ?? '01'), 16) || 0 } }
}

function errorUnder(value: unknown): Error | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { type, message, stack } = value as Fields
  return typeof type === 'string' && typeof message === 'string' ? loggedError(stack, message, type) : undefined
}

/** Returns a record as the adapter of its logger makes it, where there is one. */
function asLive(own: FormatName, record: LogRecord, { attributes }: LineFields, fields: Fields): LogRecord {
  const { body, severityNumber = 0 } = record
  if (own === 'pino') return liveRecord({ body, severityNumber, level: fields['level'], attributes })
  return own === 'winston' ? liveWinston(record, fields['timestamp']) : record
}

function parseObject(line: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined
  } catch {
    return undefined
  }
}

function recordOf({ body, severityNumber, severityText, attributes }: LineFields, context: LineContext): LogRecord {
  const number = severityNumber || (context.severityNumber ?? 0)
  return number > 0 ? { body, severityNumber: number, severityText, attributes } : { body, severityText, attributes }
}

function formatOf(fields: Fields): FormatName {
  if (fields['v'] === 0 && typeof fields['name'] === 'string' && typeof fields['hostname'] === 'string') return 'bunyan'
  if (typeof fields['level'] === 'number' && typeof fields['time'] === 'number') return 'pino'
  if (fields['severity_number'] !== undefined && fields['body'] !== undefined) return 'PostHog export'
  if (typeof fields['level'] === 'string' && typeof fields['message'] === 'string') return 'winston'
  return 'JSON'
}
