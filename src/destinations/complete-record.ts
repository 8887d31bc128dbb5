import { copiedFields } from '../record/copied-fields.js'
import { IDENTIFIERS, isBlank } from '../record/identifiers.js'
import type { LogContext } from '../record/log-context.js'
import type { LogRecord } from '../record/log-record.js'
import type { Correlation } from './correlation.js'

/** Returns a record with the attributes of its log context, and those that its own are mapped to. Never throws. */
export type CompleteRecord = (record: LogRecord, context: LogContext | undefined) => LogRecord

export function createCompletion(correlate: Correlation): CompleteRecord {
  return (record, context) => {
    try {
      const attributes = context === undefined ? record.attributes : within(context, record.attributes)
      const correlated = attributes && correlate(attributes)
      if (correlated === undefined) return context === undefined ? record : { ...record, attributes: attributes! }
      return { ...record, attributes: { ...copiedFields(attributes!), ...correlated } }
    } catch {
      // Attributes that cannot be read: the record goes as it is.
      return record
    }
  }
}

/** The record's own come before those of the context, except an empty one that would name a person or a session. */
function within(context: LogContext, own: LogRecord['attributes']): Record<string, unknown> {
  const attributes: Record<string, unknown> = { ...context, ...(own && copiedFields(own)) }
  for (const name of IDENTIFIERS) if (isBlank(attributes[name]) && name in context) attributes[name] = context[name]
  return attributes
}
