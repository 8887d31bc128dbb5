import { createDelivery } from '../delivery/delivery.js'
import { createDeliveryShipper } from '../destinations/delivery-shipper.js'
import { createExporterShipper } from '../destinations/exporter-shipper.js'
import { openSpool } from '../destinations/open-spool.js'
import { createProviderShipper } from '../destinations/provider-shipper.js'
import type { SdkResource } from '../destinations/resource.js'
import type { Shipper } from '../destinations/shipper.js'
import type { ConnectedEngine } from '../engine/connected-engine.js'
import type { Runtime } from '../internal/runtime.js'
import { writeToStderr } from '../internal/stderr.js'
import { processVoice, speaks } from '../internal/voice.js'
import type { ResolvedOptions } from '../options/resolve-options.js'
import type { Redactor } from '../redaction/redactor.js'
import { summaryStamps } from '../sampling/stamps.js'

/** Returns what takes kept records to the destination of the options. */
export function createShipper(
  options: ResolvedOptions,
  { clock, timers, random, diag }: Runtime,
  engine: ConnectedEngine,
  resource: SdkResource,
  redactor: Redactor,
): Shipper {
  const { destination, stamps, encoding, compression, spool } = options
  const onEncoded = engine.pipeline.encoded
  const onUnrepresented = engine.lose
  const parts = { redactor, stamps, epochMillis: clock.now, onEncoded, onUnrepresented }
  switch (destination.kind) {
    case 'provider':
      return createProviderShipper({ ...parts, provider: destination.provider })
    case 'exporter':
      return createExporterShipper({ ...parts, exporter: destination.exporter, resource, timers, diag })
    case 'none':
      throw new TypeError('lipservice: there is nothing to ship to')
  }
  const { url, headers } = destination
  const delivery = createDelivery({
    url,
    headers,
    encoding,
    compression,
    resource,
    redactor,
    strictOtlp: options.strictOtlp,
    connection: options.connection,
    clock,
    timers,
    random,
    diag,
    settings: destination.settings,
    onEncoded,
    onBatch: engine.batchCut,
    onUnrepresented,
    summaryStamps: (signature, weight) => summaryStamps(signature, weight, stamps),
    writeLine(line) {
      if (speaks(processVoice(), 'error')) writeToStderr(line)
    },
    ...(spool !== undefined && { spool: openSpool(spool, `${options.serviceName} ${url}`, diag) }),
  })
  return createDeliveryShipper(delivery, stamps)
}
