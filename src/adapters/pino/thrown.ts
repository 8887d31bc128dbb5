import { errorOf } from '../../record/error-search.js'
import type { LogRecord } from '../../record/log-record.js'
import { errorTypeOf } from '../../values/error-value.js'
import { plainErrorOf, plainExceptionAttributes } from '../../values/exception-attributes.js'
import { textOf } from '../../values/read-safely.js'
import type { LineKeys } from './log-arguments.js'

/** What was known of the error of a call before pino made a line of it. */
export interface Thrown {
  /** Where pino writes it: keys from the top of the line; `undefined`: nowhere. */
  readonly path: readonly string[] | undefined
  /** The name that pino gives to its class, and ours. */
  readonly className: string
  readonly type: string
  readonly message: string
  /** Its attributes, for where the line has nothing to show of it; `undefined`: what the line shows is all. */
  readonly attributes: Readonly<Record<string, unknown>> | undefined
}

/** What a logger does to a field of the app before it writes it. */
export interface FieldHandling {
  /** Returns whether it has a serializer for the field: what that leaves out is not to be seen. */
  serializes(field: string): boolean
  /** Returns the value as the logger's redaction leaves it. */
  redact(field: string, value: unknown): unknown
}

/**
 * Returns the Error in the arguments of a call, copied. pino's serializer shows it under the error key; elsewhere `JSON.stringify` leaves
 * little of it, and an argument after the message is not written at all.
 */
export function thrownIn(
  record: LogRecord,
  { error: errorKey, nested }: LineKeys,
  handling: FieldHandling,
): Thrown | undefined {
  const found = errorOf(record)
  if (found?.kind !== 'real') return undefined
  const error = found.error as Error
  const { path } = found
  const isShown = path !== undefined && (handling.serializes(path[0]!) || (path.length === 1 && path[0] === errorKey))
  return {
    path: path === undefined || nested === undefined ? path : [nested, ...path],
    className: textOf(() => error.constructor.name) ?? '',
    type: errorTypeOf(error),
    message: textOf(() => error.message) ?? '',
    attributes: isShown
      ? undefined
      : path === undefined
        ? plainExceptionAttributes(found)
        : redacted(error, path, handling),
  }
}

/** Returns the attributes of an error as the logger's redaction leaves them of one that is written in full. */
function redacted(
  error: Error,
  [field, ...rest]: readonly string[],
  { redact }: FieldHandling,
): Readonly<Record<string, unknown>> | undefined {
  let value = plainErrorOf(error)
  for (const key of rest.toReversed()) value = { [key]: value }
  const shown = valueAt({ value: redact(field!, value) }, ['value', ...rest])
  if (typeof shown !== 'object' || shown === null) return undefined
  const { type, message, stack, code, cause, errors } = shown as Record<string, unknown>
  return {
    'exception.type': type,
    'exception.message': message,
    'exception.stacktrace': stack,
    'exception.code': code,
    'exception.cause': cause,
    'exception.errors': errors,
  }
}

/**
 * Returns the exception attributes of a line, from what pino shows of the error or, where it shows nothing, from the copy. `undefined`:
 * the app has taken it out.
 */
export function exceptionOfLine(
  fields: Readonly<Record<string, unknown>>,
  { path, className, type, message, attributes }: Thrown,
): Readonly<Record<string, unknown>> | undefined {
  if (path === undefined) return attributes
  const shown = valueAt(fields, path)
  if (typeof shown !== 'object' || shown === null) return undefined
  const { type: shownType, message: shownMessage, stack, code } = shown as Record<string, unknown>
  if (typeof shownMessage !== 'string' && typeof stack !== 'string') return attributes
  return {
    'exception.type': typeof shownType === 'string' && shownType !== className ? shownType : type,
    // pino appends the messages of causes.
    'exception.message': typeof shownMessage === 'string' && shownMessage.startsWith(message) ? message : shownMessage,
    'exception.stacktrace': stack,
    'exception.code': code,
  }
}

function valueAt(fields: Readonly<Record<string, unknown>>, path: readonly string[]): unknown {
  let at: unknown = fields
  for (const key of path) at = typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined
  return at
}
