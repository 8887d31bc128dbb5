import { ROOT_CONTEXT, trace } from '@opentelemetry/api'
import type { LoggerProvider } from '@opentelemetry/api-logs'
import { DeliveryLedger, type DeliveryStats, type LossReason } from '../delivery/delivery-ledger.js'
import { createProtobufEncoding } from '../delivery/otlp/protobuf-encoding.js'
import { fieldsOf, scopeOf } from '../delivery/otlp/record-fields.js'
import { emitDecided } from '../ownership/decided-once.js'
import type { LogRecord } from '../record/log-record.js'
import type { Redactor } from '../redaction/redactor.js'
import type { KeepDecision } from '../sampling/decision.js'
import { type StampMode, stampsOf } from '../sampling/stamps.js'
import { plainValue } from '../values/value-types.js'
import type { Shipper } from './shipper.js'

const DEFAULT_SCOPE = { name: 'lipservice' }
const NANOS_PER_SECOND = 1_000_000_000n

export interface ProviderShipperOptions {
  readonly provider: LoggerProvider
  readonly stamps: StampMode
  readonly redactor: Redactor
  /** Returns the time, in milliseconds since the epoch. */
  readonly epochMillis: () => number
  /** Calibrates size estimates; `bytes` without stamps. */
  readonly onEncoded: (signature: string, estimatedBytes: number, bytes: number) => void
  readonly onUnrepresented: (weight: number, reason: LossReason) => void
}

/** Creates a shipper to the LoggerProvider of an OpenTelemetry SDK. A record counts as delivered once it was emitted there. */
export function createProviderShipper(options: ProviderShipperOptions): Shipper {
  const { provider, stamps, redactor, epochMillis, onEncoded, onUnrepresented } = options
  const encoding = createProtobufEncoding(redactor)
  const ledger = new DeliveryLedger(onUnrepresented)

  // Nothing on this path encodes, so sizes are learnt from the first records of each pattern in a window.
  function measure(record: LogRecord, decision: KeepDecision): void {
    if (decision.reason !== 'first' && decision.reason !== 'novel' && decision.reason !== 'error') return
    const { bytes } = encoding.encodeRecord(record, {}, epochMillis())
    onEncoded(decision.signature, decision.estimatedBytes, bytes.length)
  }

  /** The same bounded copy without secrets that our own delivery would send. */
  function ship(record: LogRecord, decision: KeepDecision): void {
    measure(record, decision)
    ledger.accepted++
    const stampAttributes = stampsOf(decision, stamps, record.attributes)
    const fields = fieldsOf(record, stampAttributes, epochMillis(), redactor)
    const { name, version } = scopeOf(record, DEFAULT_SCOPE)
    const { traceId, spanId, flags } = fields
    const emit = () =>
      provider.getLogger(name, version).emit({
        timestamp: hrTimeOf(fields.timeUnixNano),
        ...(fields.severityNumber !== 0 && {
          severityNumber: fields.severityNumber,
          severityText: fields.severityText,
        }),
        body: (fields.body && plainValue(fields.body)) as string,
        attributes: { ...(plainValue({ entries: fields.attributes }) as Record<string, string>), ...stampAttributes },
        ...(fields.eventName !== '' && { eventName: fields.eventName }),
        context:
          traceId === '' ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: flags }),
      })
    try {
      emitDecided(decision, emit)
      ledger.delivered++
    } catch {
      ledger.loseWeight('exporter', decision.weight)
    }
  }

  return {
    ship,
    shipDeferred: (decision, _bytes, parse) => ship(parse(), decision),
    forceFlush: async () => {},
    shutdown: async () => {},
    exit: () => {},
    stats: (): DeliveryStats => ledger.stats(0),
  }
}

function hrTimeOf(nanos: bigint): [seconds: number, nanos: number] {
  return [Number(nanos / NANOS_PER_SECOND), Number(nanos % NANOS_PER_SECOND)]
}
