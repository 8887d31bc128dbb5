import { ROOT_CONTEXT, trace } from '@opentelemetry/api'
import {
  BatchLogRecordProcessor,
  LoggerProvider,
  type LogRecordExporter,
  type LogRecordProcessor,
} from '@opentelemetry/sdk-logs'
import type { DeliveryStats, LossReason } from '../delivery/delivery-ledger.js'
import { createProtobufEncoding } from '../delivery/otlp/protobuf-encoding.js'
import { fieldsOf, scopeOf } from '../delivery/otlp/record-fields.js'
import { within } from '../internal/deadline.js'
import type { Timers } from '../internal/timer.js'
import type { LogRecord } from '../log-record.js'
import type { Redactor } from '../redaction/redactor.js'
import type { KeepDecision } from '../sampling/decision.js'
import { type StampMode, stampsOf } from '../sampling/stamps.js'
import { plainValue } from '../values/safe-value.js'
import { createCountingExporter } from './counting-exporter.js'
import type { createResource } from './resource.js'
import type { Shipper } from './shipper.js'

const DEFAULT_SCOPE = { name: 'lipservice' }
const NANOS_PER_SECOND = 1_000_000_000n

export interface ExporterShipperOptions {
  readonly exporter: LogRecordExporter
  readonly stamps: StampMode
  readonly resource: ReturnType<typeof createResource>
  readonly redactor: Redactor
  readonly timers: Timers
  readonly now: () => number
  /** Calibrates size estimates; `bytes` without stamps. */
  readonly onEncoded: (signature: string, estimatedBytes: number, bytes: number) => void
  readonly onUnrepresented: (weight: number, reason: LossReason) => void
}

/** Ships through a foreign exporter behind OpenTelemetry's batch processor. Our promises end at that hand-over. */
export function createExporterShipper(options: ExporterShipperOptions): Shipper {
  const { exporter, stamps, redactor, timers, now, onEncoded, onUnrepresented } = options
  const encoding = createProtobufEncoding(redactor)
  const counting = createCountingExporter(exporter, onUnrepresented)
  const batch: LogRecordProcessor = createBatchProcessor(counting.exporter)
  const provider = new LoggerProvider({ resource: options.resource, processors: [batch] })

  // Nothing on this path encodes for us, so the sizes are learnt from each pattern's first records of a window.
  function measure(record: LogRecord, decision: KeepDecision): void {
    if (decision.reason !== 'first' && decision.reason !== 'novel' && decision.reason !== 'error') return
    const { bytes } = encoding.encodeRecord(record, {}, now())
    onEncoded(decision.signature, decision.estimatedBytes, bytes.length)
  }

  /** The same bounded copy without secrets that our own delivery would send. */
  function ship(record: LogRecord, decision: KeepDecision): void {
    measure(record, decision)
    counting.accept()
    const stampAttributes = stampsOf(decision, stamps, record.attributes)
    const fields = fieldsOf(record, stampAttributes, now(), redactor)
    const { name, version } = scopeOf(record, DEFAULT_SCOPE)
    const { traceId, spanId, flags } = fields
    provider.getLogger(name, version).emit({
      timestamp: hrTimeOf(fields.timeUnixNano),
      severityNumber: fields.severityNumber,
      severityText: fields.severityText,
      body: (fields.body && plainValue(fields.body)) as string,
      attributes: { ...(plainValue({ entries: fields.attributes }) as Record<string, string>), ...stampAttributes },
      ...(fields.eventName !== '' && { eventName: fields.eventName }),
      context:
        traceId === '' ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: flags }),
    })
  }

  return {
    ship,
    shipDeferred: (decision, _bytes, parse) => ship(parse(), decision),
    forceFlush: async ({ timeoutMillis }) => {
      await within(timeoutMillis, timers, batch.forceFlush())
    },
    shutdown: async ({ timeoutMillis }) => {
      await within(timeoutMillis, timers, batch.shutdown())
    },
    exit: () => {},
    stats: (): DeliveryStats => counting.stats(),
  }
}

/** The constructor takes `(exporter, config)` before sdk-logs 0.220 and `({ exporter })` since: this argument is both. */
function createBatchProcessor(exporter: LogRecordExporter): BatchLogRecordProcessor {
  const both = {
    exporter,
    maxQueueSize: 16_384,
    export: exporter.export.bind(exporter),
    forceFlush: exporter.forceFlush.bind(exporter),
    shutdown: exporter.shutdown.bind(exporter),
  }
  return new BatchLogRecordProcessor(both)
}

function hrTimeOf(nanos: bigint): [seconds: number, nanos: number] {
  return [Number(nanos / NANOS_PER_SECOND), Number(nanos % NANOS_PER_SECOND)]
}
