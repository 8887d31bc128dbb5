import type { DeliveryStats } from '../delivery/delivery-ledger.js'
import { createProblemLog } from '../delivery/problem-log.js'
import { within } from '../internal/deadline.js'
import type { Diag } from '../internal/diag.js'
import type { Timers } from '../internal/timer.js'
import type { LogRecordExporter, LogRecordProcessor } from '../record/sdk-types.js'
import { createCountingExporter } from './counting-exporter.js'
import { type LogSdk, loadSdk } from './load-sdk.js'
import { createProviderShipper, type ProviderShipperOptions } from './provider-shipper.js'
import type { SdkResource } from './resource.js'
import type { Shipper } from './shipper.js'

export interface ExporterShipperOptions extends Omit<ProviderShipperOptions, 'provider'> {
  readonly exporter: LogRecordExporter
  readonly resource: SdkResource
  readonly timers: Timers
  readonly diag: Diag
}

/** Creates a shipper to a foreign exporter behind OpenTelemetry's batch processor. Our guarantees end there. */
export function createExporterShipper(options: ExporterShipperOptions): Shipper {
  const { exporter, timers, onUnrepresented } = options
  const counting = createCountingExporter(
    exporter,
    onUnrepresented,
    createProblemLog(options.diag, options.epochMillis),
  )
  const sdk = loadSdk()
  const batch = createBatchProcessor(sdk, counting.exporter)
  const provider = new sdk.LoggerProvider({ resource: options.resource, processors: [batch] })
  const shipper = createProviderShipper({ ...options, provider })

  return {
    ship(record, decision) {
      counting.accept()
      shipper.ship(record, decision)
    },
    shipDeferred(decision, bytes, parse) {
      counting.accept()
      shipper.shipDeferred(decision, bytes, parse)
    },
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
function createBatchProcessor({ BatchLogRecordProcessor }: LogSdk, exporter: LogRecordExporter): LogRecordProcessor {
  const both = {
    exporter,
    maxQueueSize: 16_384,
    export: exporter.export.bind(exporter),
    forceFlush: async () => exporter.forceFlush?.(),
    shutdown: exporter.shutdown.bind(exporter),
  }
  return new BatchLogRecordProcessor(both)
}
