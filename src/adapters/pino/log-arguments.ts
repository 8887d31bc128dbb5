import { formatStringOf } from '../../record/format-string.js'
import type { LogRecord, SpanContext } from '../../record/log-record.js'
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
 * The record to decide, read from the arguments of a log call as pino reads them. Unredacted and unserialised: it must
 * never be exported. Arguments that cannot be read (a revoked proxy) are pino's to complain about, not ours.
 */
export function recordOfArguments(
  args: readonly unknown[],
  level: number,
  keys: LineKeys,
  spanContext: SpanContext | undefined,
): LogRecord {
  const severityNumber = severityOfLevel(level)
  try {
    return { severityNumber, spanContext, ...partsOf(args, keys) }
  } catch {
    return { severityNumber, spanContext }
  }
}

function partsOf(
  args: readonly unknown[],
  keys: LineKeys,
): Pick<LogRecord, 'body' | 'formatString' | 'attributes' | 'exception'> {
  const first = args[0]
  const fields = typeof first === 'object' && first !== null ? (first as Record<string, unknown>) : undefined
  const at = fields !== undefined || first === undefined ? 1 : 0
  const message = prefixed(args[at] ?? messageOf(fields, keys), keys.prefix)
  return {
    body: message ?? fields,
    formatString: formatStringOf(message, args, at + 1),
    attributes: fields instanceof Error ? undefined : fields,
    exception: fields instanceof Error ? fields : undefined,
  }
}

function messageOf(fields: Record<string, unknown> | undefined, keys: LineKeys): unknown {
  if (fields === undefined) return undefined
  if (fields instanceof Error) return fields.message
  return fields[keys.message] ?? (fields[keys.error] as { message?: unknown } | undefined)?.message
}

function prefixed(message: unknown, prefix: string | undefined): unknown {
  return prefix !== undefined && message != null ? `${prefix}${message}` : message
}
