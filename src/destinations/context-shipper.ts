import { currentLogContext } from '../record/log-context.js'
import type { CompleteRecord } from './complete-record.js'
import type { Shipper } from './shipper.js'

/** Creates a shipper that completes each record by the log context of its call. */
export function createContextShipper(shipper: Shipper, complete: CompleteRecord): Shipper {
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
