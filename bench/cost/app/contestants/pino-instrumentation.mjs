import { createRequire } from 'node:module'
// Newer versions of the API have them; the instrumentation looks nowhere else.
import { logs } from '@opentelemetry/api'
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto'
import { PinoInstrumentation } from '@opentelemetry/instrumentation-pino'
import { providerOf } from './otel-provider.mjs'

export const about = {
  packages: ['pino', '@opentelemetry/instrumentation-pino', '@opentelemetry/exporter-logs-otlp-proto'],
  note: 'pino to /dev/null; all kept',
}

export async function open({ url }) {
  const provider = providerOf(new OTLPLogExporter({ url: `${url}/v1/logs` }))
  logs.setGlobalLoggerProvider(provider)
  new PinoInstrumentation().enable()
  const pino = createRequire(import.meta.url)('pino')
  const logger = pino({}, pino.destination({ dest: '/dev/null', sync: true }))
  return { log: (message, attributes) => logger.info(attributes, message), end: () => provider.shutdown() }
}
