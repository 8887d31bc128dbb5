import type { LogRecord } from '../../record/log-record.js'
import { type LineFields, readFields } from './fields.js'
import type { FormatName, LineContext, Take } from './found-record.js'
import { unwrapJson } from './json-wraps.js'
import { readOtlp } from './otlp-line.js'
import { isSpanId, isTraceId } from './trace-ids.js'

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
  const record = recordOf(said, context)
  take({ format, record: own === 'pino' ? asLive(record, said, fields) : record, millis, service, text: line })
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

/** Returns a live line of pino: its level has a name, and its trace is none of its attributes, if they say that and nothing else. */
export function liveRecord({ body, severityNumber, level, attributes }: LiveLine): LogRecord {
  const severityText = LEVELS_OF_PINO[level as number]
  const record = { body, severityNumber, severityText, attributes, instrumentationScope: SCOPE_OF_PINO }
  const { trace_id: traceId, span_id: spanId, trace_flags: flags } = attributes
  if (!isTraceId(traceId) || !isSpanId(spanId)) return record
  for (const name of ['trace_id', 'span_id', 'trace_flags']) delete attributes[name]
  return { ...record, spanContext: { traceId, spanId, traceFlags: Number.parseInt(String(flags ?? '01'), 16) || 0 } }
}

function asLive({ body, severityNumber = 0 }: LogRecord, { attributes }: LineFields, { level }: Fields): LogRecord {
  return liveRecord({ body, severityNumber, level, attributes })
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
