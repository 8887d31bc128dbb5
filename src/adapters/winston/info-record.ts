import { isError } from '../../record/error.js'
import { formatStringOf } from '../../record/format-string.js'
import type { LogRecord, SpanContext } from '../../record/log-record.js'
import { severityOfLevel } from './severity.js'

export const LEVEL = Symbol.for('level')
export const SPLAT = Symbol.for('splat')

/** What winston passes around: the object of one log call. */
export type Info = Record<string | symbol, unknown>

const SCOPE = { name: 'winston' }
/** Fields that a record has a place of its own for. */
const NOT_ATTRIBUTES = new Set(['level', 'message', 'stack', 'splat'])

/** The record to decide, read before winston formats it. It must never be exported: no format has redacted it. */
export function recordOfCall(
  info: Info,
  levels: Record<string, number> | undefined,
  spanContext: SpanContext | undefined,
): LogRecord {
  const severityNumber = severityOfLevel(info[LEVEL] ?? info['level'], levels)
  try {
    const exception = exceptionOf(info)
    const splat = info[SPLAT]
    const args = Array.isArray(splat) ? splat : []
    const message = messageOf(info)
    return {
      severityNumber,
      spanContext,
      body: message ?? info,
      formatString: callText(message, args) ?? formatStringOf(message, args, 0),
      attributes: isError(info) ? undefined : (info as Record<string, unknown>),
      exception,
    }
  } catch {
    return { severityNumber, spanContext }
  }
}

/** winston appends the message of an error that comes as meta: what was said of it is the text before. */
function callText(message: unknown, [first]: readonly unknown[]): string | undefined {
  if (typeof message !== 'string' || !isError(first)) return undefined
  const appended = ` ${first.message}`
  return message.endsWith(appended) ? message.slice(0, -appended.length) : undefined
}

export interface CallContext {
  readonly timestamp: number
  readonly severityNumber: number
  readonly severityText: string | undefined
  readonly spanContext: SpanContext | undefined
  readonly exception: unknown
}

/** The record to export, read from what the app's formats made of the call: as it is printed, redacted and all. */
export function recordOfInfo(info: Info, context: CallContext): LogRecord {
  const { exception, ...rest } = context
  const attributes: Record<string, unknown> = {}
  for (const key of Object.keys(info)) {
    if (NOT_ATTRIBUTES.has(key) || info[key] === exception) continue
    attributes[key] = info[key]
  }
  return {
    ...rest,
    body: messageOf(info) ?? info['message'],
    attributes,
    instrumentationScope: SCOPE,
    ...(exception !== undefined && { exception: shownException(exception, info) }),
  }
}

/** An error at its word, or what formats left of it: its stack may have been taken out. */
function shownException(exception: unknown, info: Info): unknown {
  if (!isError(exception)) return exception
  const { stack } = info
  return typeof stack === 'string' ? { name: exception.name, message: exception.message, stack } : exception
}

/** The error of a call: the only argument, the first after the text, or a field of one. */
export function exceptionOf(info: Info): unknown {
  if (isError(info)) return info
  const splat = info[SPLAT]
  if (Array.isArray(splat) && isError(splat[0])) return splat[0]
  if (isError(info['message'])) return info['message']
  for (const key of Object.keys(info)) if (isError(info[key])) return info[key]
  return undefined
}

function messageOf(info: Info): unknown {
  const { message } = info
  return isError(message) ? message.message : message
}
