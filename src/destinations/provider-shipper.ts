import { DeliveryLedger, type LossReason } from '../delivery/delivery-ledger.js'
import type { LogRecord } from '../record/log-record.js'
import type { KeepDecision } from '../sampling/decision.js'
import { createProviderEmitter, type ProviderEmitterOptions } from './provider-emitter.js'
import type { Shipper } from './shipper.js'

export interface ProviderShipperOptions extends ProviderEmitterOptions {
  readonly onUnrepresented: (weight: number, reason: LossReason) => void
}

/** Creates a shipper to the LoggerProvider of an OpenTelemetry SDK. A record counts as delivered once it was emitted there. */
export function createProviderShipper(options: ProviderShipperOptions): Shipper {
  const emit = createProviderEmitter(options)
  const ledger = new DeliveryLedger(options.onUnrepresented)

  function ship(parse: () => LogRecord, decision: KeepDecision): void {
    ledger.accepted++
    let record: LogRecord
    try {
      record = parse()
    } catch {
      ledger.loseWeight('encode_failed', decision.weight)
      return
    }
    try {
      emit(record, decision)
      ledger.delivered++
    } catch {
      ledger.loseWeight('exporter', decision.weight)
    }
  }

  return {
    ship: (record, decision) => ship(() => record, decision),
    shipDeferred: (decision, _bytes, parse) => ship(parse, decision),
    forceFlush: async () => {},
    shutdown: async () => {},
    exit: () => {},
    // A processor of the provider may ask while it is given a record.
    stats: () => ledger.stats(ledger.unsettled),
  }
}
