/** Seconds and nanoseconds since the Unix epoch, as OpenTelemetry's `HrTime`. */
export type HrTime = readonly [seconds: number, nanos: number]

/** The span that was active when a record was logged. */
export interface SpanContext {
  /** 32 lower-case hex digits. */
  readonly traceId: string
  /** 16 lower-case hex digits. */
  readonly spanId: string
  /** W3C trace flags: 1 = sampled. */
  readonly traceFlags?: number
}

/** What logged: a library, or a part of the app. */
export interface InstrumentationScope {
  /** Name of the logger. */
  readonly name: string
  /** Version of the library. */
  readonly version?: string | undefined
}

/** What a process is, as OpenTelemetry describes it. */
export interface Resource {
  /** Such as `service.name`. */
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
  /** The message: a text, or an object with one. Signed if neither `eventName` nor `formatString` is set. */
  readonly body?: unknown
  /** Signed instead of the body if set. */
  readonly eventName?: string | undefined
  /** Fields of the record. An outcome (`statusCode`, `ok`, …) and an error are looked for in them. */
  readonly attributes?: Record<string, unknown> | undefined
  /** The active span: records of one trace share their fate at equal probability. */
  readonly spanContext?: SpanContext | undefined
  /** What is attached to the record as its error (API records): makes it an error whatever its severity. */
  readonly exception?: unknown
  /** printf-style format string the body was made from, if the logger had one: signed instead of the body. */
  readonly formatString?: string | undefined
  /** Of the SDK; sent with the record, and nothing is decided by it. */
  readonly resource?: Resource | undefined
  /** Who logged; nothing is decided by it. */
  readonly instrumentationScope?: InstrumentationScope | undefined
}
