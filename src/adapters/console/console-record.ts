import { format } from 'node:util'
import { isError } from '../../record/error.js'
import { formatStringOf } from '../../record/format-string.js'
import type { LogRecord, SpanContext } from '../../record/log-record.js'
import { SEVERITY_NUMBER } from '../../record/severity.js'

/** Methods of `console` that log, and what they mean. */
export const CONSOLE_SEVERITY = {
  trace: SEVERITY_NUMBER.trace,
  debug: SEVERITY_NUMBER.debug,
  log: SEVERITY_NUMBER.info,
  info: SEVERITY_NUMBER.info,
  warn: SEVERITY_NUMBER.warn,
  error: SEVERITY_NUMBER.error,
} as const
export type ConsoleMethod = keyof typeof CONSOLE_SEVERITY

const SCOPE = { name: 'console' }

/** The record of a call, its body the text that the console prints. Never throws. */
export function recordOfCall(
  method: ConsoleMethod,
  args: readonly unknown[],
  timestamp: number,
  spanContext: SpanContext | undefined,
): LogRecord {
  const [first] = args
  const exception = args.find(isError)
  return {
    timestamp,
    severityNumber: CONSOLE_SEVERITY[method],
    severityText: method.toUpperCase(),
    body: args.length === 1 && typeof first === 'string' ? first : textOf(args),
    formatString: formatStringOf(first, args, 1),
    spanContext,
    instrumentationScope: SCOPE,
    ...(exception !== undefined && { exception }),
  }
}

/** An argument that cannot be formatted is the console's to complain about; what the call says is kept all the same. */
function textOf(args: readonly unknown[]): string {
  try {
    return format(...args)
  } catch {
    return args.filter((arg) => typeof arg === 'string').join(' ')
  }
}
