import { currentLogContext, type LogContext } from '../log-context.js'
import type { LogRecord } from '../log-record.js'
import type { Shipper } from './shipper.js'

/** Adds the attributes of the log context that a record was logged in. */
export function createContextShipper(shipper: Shipper): Shipper {
  return {
    ...shipper,
    ship(record, decision) {
      const context = currentLogContext()
      shipper.ship(context === undefined ? record : inContext(record, context), decision)
    },
    shipDeferred(decision, bytes, parse) {
      const context = currentLogContext()
      // The context is that of the call, not of the moment when the batch is cut.
      shipper.shipDeferred(decision, bytes, context === undefined ? parse : () => inContext(parse(), context))
    },
  }
}

function inContext(record: LogRecord, context: LogContext): LogRecord {
  try {
    return { ...record, attributes: { ...context, ...record.attributes } }
  } catch {
    // Attributes that cannot be read: the record goes as it is.
    return record
  }
}
