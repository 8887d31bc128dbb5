import { isError } from '../../record/error.js'
import { formatStringOf, textWithStatus } from '../../record/format-string.js'
import type { LogRecord, SpanContext } from '../../record/log-record.js'
import { messageOf as messageIn } from '../../record/message-of.js'
import { severityOfLevel } from './severity.js'

/** Keys a pino instance looks under; users may rename them. */
export interface LineKeys {
  readonly message: string
  readonly error: string
  readonly prefix: string | undefined
  /** Where all fields of a call go; `undefined`: to the top. */
  readonly nested: string | undefined
}

/**
 * Returns the record to decide, read from the arguments of a log call as pino reads them. It is neither redacted nor serialised
 * and must never be exported. Arguments that cannot be read (a revoked proxy) are left to pino.
 */
export function recordOfArguments(
  args: readonly unknown[],
  level: number,
  keys: LineKeys,
  spanContext: SpanContext | undefined,
  label: string | undefined,
): LogRecord {
  const severityNumber = severityOfLevel(level, label)
  try {
    const first = args[0]
    const fields = typeof first === 'object' && first !== null ? (first as Record<string, unknown>) : undefined
    const at = fields !== undefined || first === undefined ? 1 : 0
    const message = prefixed(args[at] ?? messageOf(fields, keys), keys.prefix)
    return {
      severityNumber,
      spanContext,
      body: textWithStatus(message, args, at + 1) ?? message ?? fields,
      formatString: formatStringOf(message, args, at + 1),
      // As pino does it. An Error of another realm is an object to it, whose fields it writes.
      attributes: fields instanceof Error ? { [keys.error]: fields } : fields,
      exception: fields instanceof Error ? undefined : errorAmong(args, fields, at),
    }
  } catch {
    return { severityNumber, spanContext }
  }
}

/** Returns an Error that pino does not take for one: the first argument, or one after the message. */
function errorAmong(args: readonly unknown[], fields: unknown, messageAt: number): unknown {
  if (fields !== undefined && isError(fields)) return fields
  for (let i = messageAt; i < args.length; i++) if (isError(args[i])) return args[i]
  return undefined
}

function messageOf(fields: Record<string, unknown> | undefined, keys: LineKeys): unknown {
  if (fields === undefined) return undefined
  return isError(fields)
    ? fields.message
    : (fields[keys.message] ?? messageOfError(fields[keys.error]) ?? messageIn(fields))
}

function messageOfError(error: unknown): unknown {
  return (error as { message?: unknown } | null | undefined)?.message
}

function prefixed(message: unknown, prefix: string | undefined): unknown {
  return prefix !== undefined && message != null ? `${prefix}${message}` : message
}
