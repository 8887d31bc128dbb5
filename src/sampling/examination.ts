import type { LogRecord } from '../record/log-record.js'

/** What one walk over a record tells before it is decided. */
export interface Examination {
  /** An exception is attached; its message alone is not one, because bridges put plain strings there. */
  hasException: boolean
  /** Attribute `lipservice.keep` is true. */
  pinned: boolean
  /** Flat estimate of the encoded OTLP size in bytes; no string is encoded to get it. */
  estimatedBytes: number
}

export const KEEP_ATTRIBUTE = 'lipservice.keep'

const RECORD_BYTES = 34
const TRACE_BYTES = 33
const ATTRIBUTE_BYTES = 8
const NUMBER_BYTES = 9
const NESTED_BYTES = 64
const MAX_ATTRIBUTES = 128

const shared: Examination = { hasException: false, pinned: false, estimatedBytes: 0 }

/** Examines a record. The answer is one shared object, overwritten by the next call: the hot path allocates nothing. */
export function examine(record: LogRecord): Examination {
  shared.hasException = record.exception != null || record.body instanceof Error
  shared.pinned = false
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
      if (key === KEEP_ATTRIBUTE) shared.pinned = value === true
      else if (key === 'exception.type' || key === 'exception.stacktrace') shared.hasException ||= value != null
      else if (typeof value === 'object' && value instanceof Error) shared.hasException = true
    }
  }
  shared.estimatedBytes = bytes
  return shared
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
