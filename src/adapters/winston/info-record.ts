import type { Call } from '../../ownership/process-marks.js'
import { copiedFields, putField } from '../../record/copied-fields.js'
import { isError } from '../../record/error.js'
import { formatStringOf, textWithStatus } from '../../record/format-string.js'
import type { LogRecord, SpanContext } from '../../record/log-record.js'
import { takeMessage } from '../../record/message-of.js'
import { isPlainObject } from '../../record/plain-object.js'
import { foundWide, MAX_NAMES, namesOf } from '../../record/wide-objects.js'
import { severityOfLevel } from './severity.js'
import { shownException } from './shown-exception.js'

export const LEVEL = Symbol.for('level')
export const SPLAT = Symbol.for('splat')

/** What winston passes around: the object of one log call. */
export type Info = Record<string | symbol, unknown>

const SCOPE = { name: 'winston' }
/** Fields that a record has a place of its own for. */
const NOT_ATTRIBUTES = ['level', 'message', 'splat']

/**
 * Returns the record to decide, read before winston formats it. It must never be exported: no format has redacted it.
 *
 * @param error the Error that the logger was given, where `info` is a copy of it or has none
 */
export function recordOfCall(
  info: Info,
  levels: Record<string, number> | undefined,
  spanContext: SpanContext | undefined,
  error: unknown,
): LogRecord {
  const severityNumber = severityOfLevel(info[LEVEL] ?? info['level'], levels)
  try {
    const splat = info[SPLAT]
    const args = Array.isArray(splat) ? splat : []
    const message = messageOf(info) ?? (isError(error) ? error.message : undefined)
    return {
      severityNumber,
      spanContext,
      body: textWithStatus(message, args, 0) ?? message ?? info,
      formatString: callText(message, args) ?? formatStringOf(message, args, 0),
      attributes: isError(info) ? undefined : (info as Record<string, unknown>),
      exception: error,
    }
  } catch {
    return { severityNumber, spanContext, exception: error }
  }
}

/** winston appends the message of an error that comes as meta: what was said of it is the text before. */
function callText(message: unknown, [first]: readonly unknown[]): string | undefined {
  if (typeof message !== 'string' || !isError(first)) return undefined
  const appended = ` ${first.message}`
  return message.endsWith(appended) ? message.slice(0, -appended.length) : undefined
}

/** What is known of a call when it is decided. */
export interface CallContext {
  readonly timestamp: number
  readonly severityNumber: number
  readonly severityText: string | undefined
  readonly spanContext: SpanContext | undefined
  readonly call: Pick<Call, 'error' | 'text'>
}

export function contextOfCall(
  info: Info,
  call: CallContext['call'],
  record: LogRecord,
  timestamp: number,
): CallContext {
  const level = info[LEVEL] ?? info['level']
  return {
    timestamp,
    severityNumber: record.severityNumber ?? 0,
    severityText: typeof level === 'string' ? level : undefined,
    spanContext: record.spanContext,
    call,
  }
}

/** Returns the record to export, read from what the app's formats made of the call: as it is printed, redacted and all. */
export function recordOfInfo(info: Info, context: CallContext): LogRecord {
  const { timestamp, severityNumber, severityText, spanContext, call } = context
  const known = { timestamp, severityNumber, severityText, spanContext, instrumentationScope: SCOPE }
  const attributes = attributesOf(info)
  let body = messageOf(info)
  if (typeof body === 'object' && body !== null && isPlainObject(body)) {
    const fields = copiedFields(body)
    const text = takeMessage(fields)
    if (text !== undefined) {
      body = text
      for (const key of Reflect.ownKeys(fields) as string[]) attributes[key] ??= fields[key]
    }
  }
  if (!isError(call.error)) return { ...known, body, attributes }
  const exception = shownException(call.error, call.text, info)
  // The error's own, in the copy that is winston's or a format's.
  for (const key of ['stack', 'cause']) delete attributes[key]
  body ??= exception['exception.message']
  return { ...known, body, attributes: { ...exception, ...attributes } }
}

/** Deleting from a copy would make a dictionary of it, which takes longer to read and to write. */
function attributesOf(info: Info): Record<string, unknown> {
  // Known by now as one of very many fields: it is not to be listed once more.
  if (namesOf(info) !== info) return carefully(info)
  const attributes: Record<string, unknown> = {}
  let count = 0
  for (const key in info) {
    if (++count > MAX_NAMES) {
      foundWide(info)
      return carefully(info)
    }
    if (!NOT_ATTRIBUTES.includes(key) && Object.hasOwn(info, key)) putField(attributes, key, info)
  }
  return attributes
}

function carefully(info: Info): Record<string, unknown> {
  const attributes = copiedFields(info)
  for (const key of NOT_ATTRIBUTES) delete attributes[key]
  return attributes
}

function messageOf(info: Info): unknown {
  const { message } = info
  return isError(message) ? message.message : message
}
