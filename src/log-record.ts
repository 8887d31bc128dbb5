/** Seconds and nanoseconds since the Unix epoch, as OpenTelemetry's `HrTime`. */
export type HrTime = readonly [seconds: number, nanos: number]

export interface SpanContext {
  /** 32 lower-case hex digits. */
  readonly traceId: string
  /** 16 lower-case hex digits. */
  readonly spanId: string
  readonly traceFlags?: number
}

export interface InstrumentationScope {
  readonly name: string
  readonly version?: string | undefined
}

export interface Resource {
  readonly attributes: Readonly<Record<string, unknown>>
}

/**
 * What LipService reads of a log record: a structural subset of OpenTelemetry's `ReadWriteLogRecord` (SDK 0.2xx and
 * 3.x) and of the API's `LogRecord`, so that either can be handed over without copying.
 */
export interface LogRecord {
  /** When it happened (SDK records). Takes precedence over `timestamp`. Default: now. */
  readonly hrTime?: HrTime | undefined
  /** When it happened (API records): milliseconds since the epoch, a `Date` or an `HrTime`. */
  readonly timestamp?: number | Date | HrTime | undefined
  /** OpenTelemetry severity, 1–24. ERROR starts at 17. */
  readonly severityNumber?: number | undefined
  readonly severityText?: string | undefined
  readonly body?: unknown
  /** Signed instead of the body if set. */
  readonly eventName?: string | undefined
  readonly attributes?: Record<string, unknown> | undefined
  readonly spanContext?: SpanContext | undefined
  /** An error attached to the record (API records): makes it an error whatever its severity. */
  readonly exception?: unknown
  /** printf-style format string the body was made from, if the logger had one: signed instead of the body. */
  readonly formatString?: string | undefined
  readonly resource?: Resource | undefined
  readonly instrumentationScope?: InstrumentationScope | undefined
}

/** LipService's severity words, as used on the wire. */
export const SEVERITIES = ['TRACE', 'DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'] as const
export type Severity = (typeof SEVERITIES)[number]

export const SEVERITY_NUMBER = { trace: 1, debug: 5, info: 9, warn: 13, error: 17, fatal: 21 } as const

/** Aliases that loggers use, to OpenTelemetry severity numbers. */
const SEVERITY_TEXT = new Map<string, number>([
  ['trace', 1],
  ['silly', 1],
  ['debug', 5],
  ['verbose', 5],
  ['info', 9],
  ['information', 9],
  ['notice', 10],
  ['http', 9],
  ['log', 9],
  ['warn', 13],
  ['warning', 13],
  ['error', 17],
  ['err', 17],
  ['critical', 21],
  ['crit', 21],
  ['fatal', 21],
  ['alert', 22],
  ['emerg', 24],
  ['emergency', 24],
  ['panic', 24],
])

/** OpenTelemetry severity number (1–24) of a record, or 0 if neither number nor text can be read. */
export function severityNumberOf(record: LogRecord): number {
  const n = record.severityNumber
  if (typeof n === 'number' && n >= 1 && n <= 24) return Math.trunc(n)
  const text = record.severityText
  return typeof text === 'string' ? (SEVERITY_TEXT.get(text.toLowerCase()) ?? 0) : 0
}

/** Index in {@link SEVERITIES} of a severity number; 0 (unknown) counts as INFO. */
export function severityIndexOf(severityNumber: number): number {
  return severityNumber === 0 ? 2 : Math.min(5, (severityNumber - 1) >> 2)
}

/** The word of a severity number; 0 (unknown) counts as INFO. */
export function severityOf(severityNumber: number): Severity {
  return SEVERITIES[severityIndexOf(severityNumber)]!
}

/**
 * The format string of a log call whose arguments start at `from`, or `undefined` where its text itself has to be signed. It is
 * `message` if that has a directive and arguments, or if there is an Error among them: its text says what went wrong this
 * time, not which call it was.
 */
export function formatStringOf(message: unknown, args: readonly unknown[], from: number): string | undefined {
  if (typeof message !== 'string' || args.length <= from) return undefined
  if (message.includes('%')) return message
  for (let i = from; i < args.length; i++) if (isError(args[i])) return message
  return undefined
}

/** Whether a value is an error; a revoked proxy, which throws when it is asked, is none. */
export function isError(value: unknown): value is Error {
  try {
    return value instanceof Error
  } catch {
    return false
  }
}
