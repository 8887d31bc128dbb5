import type { Delivery } from '../delivery/delivery.js'
import type { KeptMeta } from '../delivery/kept-record.js'
import type { LogRecord } from '../record/log-record.js'
import { isDurable, isGuaranteed, type KeepDecision } from '../sampling/decision.js'
import { type StampMode, stampsOf } from '../sampling/stamps.js'
import type { Shipper } from './shipper.js'

/** Creates a shipper over our own delivery: every record is encoded once, with its stamps. */
export function createDeliveryShipper(delivery: Delivery, stamps: StampMode): Shipper {
  const ship = (record: LogRecord, decision: KeepDecision) => delivery.accept(record, metaOf(decision, stamps))

  return {
    ship,
    shipDeferred: (decision, bytes, parse) => delivery.acceptDeferred(bytes, metaOf(decision, stamps), parse),
    forceFlush: (deadline) => delivery.forceFlush(deadline),
    shutdown: (deadline) => delivery.shutdown(deadline),
    exit: (post) => delivery.exit(post),
    stats: () => delivery.stats(),
  }
}

/** Returns what delivery is told of a kept record. */
export function metaOf(decision: KeepDecision, stamps: StampMode): KeptMeta {
  return {
    guaranteed: isGuaranteed(decision),
    durable: isDurable(decision),
    weight: decision.weight,
    signature: decision.signature,
    check: decision.check,
    estimatedBytes: decision.estimatedBytes,
    stamps: stampsOf(decision, stamps),
  }
}
