import type { LogRecord } from '../../record/log-record.js'
import { severityNumberOf } from '../../record/severity.js'
import { PatternSampling } from '../pattern-sampling.js'

export const KEEP_ATTRIBUTE = 'lipservice.keep'

const RECORD_BYTES = 34
const TRACE_BYTES = 33
const ATTRIBUTE_BYTES = 8
const NUMBER_BYTES = 9
const NESTED_BYTES = 64
const MAX_ATTRIBUTES = 128

/** A severity that cannot be read is treated as INFO. */
const UNREADABLE_SEVERITY = 9
export const ERROR_SEVERITY = 17

const NO_RECORD: LogRecord = Object.freeze({})
const NO_PATTERN = new PatternSampling('0000000000000000')

/** A record to be decided, with what one walk over it tells. Reused, so that a decision allocates nothing but its answer. */
export class Subject {
  record: LogRecord = NO_RECORD
  pattern: PatternSampling = NO_PATTERN
  /** Monotonic milliseconds. */
  now = 0
  /** OpenTelemetry severity number 1–24; 0 if it cannot be read. */
  severityNumber = 0
  /** An exception is attached; its message alone is not one, because bridges put plain strings there. */
  hasException = false
  /** Attribute `lipservice.keep` is true. */
  pinned = false
  /** Flat estimate of the encoded OTLP size in bytes; no string is encoded to get it. */
  estimatedBytes = 0

  take(record: LogRecord, pattern: PatternSampling, now: number): void {
    this.record = record
    this.pattern = pattern
    this.now = now
    this.severityNumber = severityNumberOf(record)
    examine(record, this)
  }

  /** Lets go of the app's record. */
  clear(): void {
    this.record = NO_RECORD
    this.pattern = NO_PATTERN
  }

  get isError(): boolean {
    return this.severityNumber >= ERROR_SEVERITY || this.hasException
  }

  isBelow(minimumSeverity: number): boolean {
    return (this.severityNumber || UNREADABLE_SEVERITY) < minimumSeverity && !this.hasException && !this.pinned
  }
}

/** Walks over the record once. */
function examine(record: LogRecord, subject: Subject): void {
  let hasException = record.exception != null || record.body instanceof Error
  let pinned = false
  let bytes = RECORD_BYTES + valueBytes(record.body) + (record.severityText?.length ?? 0)
  if (record.spanContext !== undefined) bytes += TRACE_BYTES
  if (record.eventName !== undefined) bytes += record.eventName.length + 2
  const attributes = record.attributes
  // An array for attributes has as many keys as items.
  if (attributes !== undefined && !Array.isArray(attributes) && !ArrayBuffer.isView(attributes)) {
    let left = MAX_ATTRIBUTES
    for (const key in attributes) {
      if (left-- === 0) break
      const value = attributes[key]
      bytes += ATTRIBUTE_BYTES + key.length + valueBytes(value)
      if (key === KEEP_ATTRIBUTE) pinned = value === true
      else if (key === 'exception.type' || key === 'exception.stacktrace') hasException ||= value != null
      else if (typeof value === 'object' && value instanceof Error) hasException = true
    }
  }
  subject.hasException = hasException
  subject.pinned = pinned
  subject.estimatedBytes = bytes
}

function valueBytes(value: unknown): number {
  switch (typeof value) {
    case 'string':
      return value.length
    case 'number':
    case 'bigint':
      return NUMBER_BYTES
    case 'boolean':
      return 2
    case 'object':
      return value === null ? 0 : NESTED_BYTES
    default:
      return 0
  }
}
