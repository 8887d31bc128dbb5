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
 * 3.x) and of the API's `LogRecord`, so that either can be passed without copying.
 */
export interface LogRecord {
  /** When it happened (SDK records). Takes precedence over `timestamp`. Default: now. */
  readonly hrTime?: HrTime | undefined
  /**
   * When it happened (API records): a `Date`, an `HrTime`, ISO 8601 text, or a number or BigInt in seconds, milliseconds, microseconds or
   * nanoseconds, since the epoch or since the start of the process (`performance.now()`).
   */
  readonly timestamp?: number | bigint | string | Date | HrTime | undefined
  /** OpenTelemetry severity, 1–24, also as text. ERROR starts at 17. */
  readonly severityNumber?: number | undefined
  /** Read where there is no number, in any spelling that loggers use: `warn`, `WARNING`, `SEVERE`, `ERROR2`. */
  readonly severityText?: string | undefined
  readonly body?: unknown
  /** Signed instead of the body if set. */
  readonly eventName?: string | undefined
  readonly attributes?: Record<string, unknown> | undefined
  readonly spanContext?: SpanContext | undefined
  /** What is attached to the record as its error (API records): makes it an error whatever its severity. */
  readonly exception?: unknown
  /** printf-style format string the body was made from, if the logger had one: signed instead of the body. */
  readonly formatString?: string | undefined
  readonly resource?: Resource | undefined
  readonly instrumentationScope?: InstrumentationScope | undefined
}
