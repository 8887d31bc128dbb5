import { createServer } from 'node:http'
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs'

const server = createServer(async (request, response) => {
  for await (const chunk of request) process.stdout.write(chunk)
  process.stdout.write('\n')
  response.setHeader('content-type', 'application/json').end('{}')
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const exporter = new OTLPLogExporter({ url: `http://127.0.0.1:${server.address().port}/v1/logs` })
const provider = new LoggerProvider({
  resource: resourceFromAttributes({ 'service.name': 'shop' }),
  processors: [new BatchLogRecordProcessor({ exporter })],
})
const logger = provider.getLogger('orders')
logger.emit({ severityNumber: 9, severityText: 'INFO', body: 'order 4711 placed', attributes: { orderId: 4711 } })
logger.emit({ severityNumber: 13, body: 'stock service answers slowly', attributes: { ms: 812.5, tags: ['a', 'b'] } })
logger.emit({
  severityNumber: 17,
  body: 'payment failed',
  attributes: { 'exception.type': 'TypeError', 'exception.message': 'card declined' },
})
await provider.forceFlush()
await provider.shutdown()
server.close()
