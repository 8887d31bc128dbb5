import { copiedFields } from '../record/copied-fields.js'
import { IDENTIFIERS, isBlank } from '../record/identifiers.js'
import { currentLogContext, type LogContext } from '../record/log-context.js'
import type { LogRecord } from '../record/log-record.js'
import type { Correlation } from './correlation.js'
import type { Shipper } from './shipper.js'

/** Creates a shipper that adds the attributes of the log context of each record, and those its own are mapped to. */
export function createContextShipper(shipper: Shipper, correlate: Correlation): Shipper {
  function complete(record: LogRecord, context: LogContext | undefined): LogRecord {
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

  /** The record's own come before those of the context, except an empty one that would name a person or a session. */
  function within(context: LogContext, own: LogRecord['attributes']): Record<string, unknown> {
    const attributes: Record<string, unknown> = { ...context, ...(own && copiedFields(own)) }
    for (const name of IDENTIFIERS) if (isBlank(attributes[name]) && name in context) attributes[name] = context[name]
    return attributes
  }

  return {
    ...shipper,
    ship(record, decision) {
      shipper.ship(complete(record, currentLogContext()), decision)
    },
    shipDeferred(decision, bytes, parse) {
      // The context is that of the call, not of the moment when the batch is cut.
      const context = currentLogContext()
      shipper.shipDeferred(decision, bytes, () => complete(parse(), context))
    },
  }
}
