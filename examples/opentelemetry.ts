/** OpenTelemetry: every library that logs through the global API is sampled. */
import { logs } from '@opentelemetry/api-logs'
import { configureAdaptiveLogging } from 'lipservice'

configureAdaptiveLogging({ serviceName: 'opentelemetry-example' })
const logger = logs.getLogger('orders', '1.0.0')

for (let i = 0; i < 5_000; i++) {
  logger.emit({ severityNumber: 9, body: `order ${i} shipped in ${i % 40} ms`, attributes: { order: i } })
  if (i % 500 === 0) logger.emit({ severityNumber: 17, body: `order ${i} lost` })
}
