import type { LogRecordProcessor } from '@opentelemetry/sdk-logs'
import type { LogRecord } from '../../log-record.js'
import type { Pipeline } from '../../pipeline.js'
import type { Shipper } from '../../shipping/shipper.js'
import type { HandedOver } from './handed-over.js'

const DEADLINE_MILLIS = 5_000

/** The processor of our own provider: ships what its loggers kept. */
export function createSamplingProcessor(
  pipeline: Pipeline,
  shipper: Shipper,
  handedOver: HandedOver,
): LogRecordProcessor {
  return {
    onEmit(record, context) {
      const decision = handedOver.take() ?? pipeline.sample(record as unknown as LogRecord)
      if (decision.keep) shipper.shipEmitted(record, context, decision)
    },
    forceFlush: () => shipper.forceFlush({ timeoutMillis: DEADLINE_MILLIS }),
    shutdown: () => shipper.forceFlush({ timeoutMillis: DEADLINE_MILLIS }),
  }
}
