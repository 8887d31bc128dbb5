import { format } from 'node:util'
import { withoutAnsi } from '../../record/ansi.js'
import { errorKindOf } from '../../record/error.js'
import { errorAmong } from '../../record/error-search.js'
import { formatStringOf } from '../../record/format-string.js'
import type { LogRecord, SpanContext } from '../../record/log-record.js'
import { takeMessage } from '../../record/message-of.js'
import { SEVERITY_NUMBER, severityInBody } from '../../record/severity.js'
import { dataOf, isPlain } from './console-data.js'

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

/** A call of the console. */
export interface ConsoleCall {
  /** The record to decide. */
  readonly record: LogRecord
  /** The severity number to send. */
  readonly severityNumber: number
}

/**
 * Returns the record of a call: its body the text that the console prints, or of one object the message in it; the fields of plain
 * objects are its attributes. Never throws.
 */
export function readCall(
  method: ConsoleMethod,
  args: readonly unknown[],
  timestamp: number,
  spanContext: SpanContext | undefined,
): ConsoleCall {
  const [first] = args
  const alone = args.length === 1 ? first : undefined
  // What a line or an object says of itself may raise a decision, and lower what `log` says of no severity.
  const said = severityInBody(alone)
  const ofMethod = CONSOLE_SEVERITY[method]
  const severityNumber = Math.max(ofMethod, said)
  const record = {
    timestamp,
    severityNumber,
    formatString: formatStringOf(first, args, 1),
    spanContext,
    instrumentationScope: SCOPE,
    ...safeContentOf(args, alone),
  }
  return { record, severityNumber: method === 'log' && said !== 0 ? said : severityNumber }
}

/** Of arguments that cannot be read, what the console makes of them. */
function safeContentOf(args: readonly unknown[], alone: unknown): Content {
  try {
    return contentOf(args, alone)
  } catch {
    return { body: textOf(args) }
  }
}

type Content = Pick<LogRecord, 'body' | 'attributes' | 'exception'>

function contentOf(args: readonly unknown[], alone: unknown): Content {
  if (typeof alone === 'string') return { body: withoutAnsi(alone) }
  if (errorKindOf(alone) === 'shaped') return { body: textOf(args), exception: alone }
  const attributes = dataOf(args)
  const message = attributes !== undefined && isPlain(alone) ? takeMessage(attributes) : undefined
  const exception = errorAmong(args.filter((arg) => !isPlain(arg)))?.error
  return {
    body: withoutAnsi(message ?? textOf(args)),
    ...(attributes !== undefined && { attributes }),
    ...(exception !== undefined && { exception }),
  }
}

/** Returns the text of a call. An argument that cannot be formatted is left to the console; the rest is kept. */
function textOf(args: readonly unknown[]): string {
  try {
    return format(...args)
  } catch {
    return args.filter((arg) => typeof arg === 'string').join(' ')
  }
}
