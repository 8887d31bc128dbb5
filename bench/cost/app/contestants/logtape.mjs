import { configure, dispose, getLogger } from '@logtape/logtape'
import { getOpenTelemetrySink } from '@logtape/otel'
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto'
import { providerOf } from './otel-provider.mjs'

export const about = {
  packages: ['@logtape/logtape', '@logtape/otel', '@opentelemetry/exporter-logs-otlp-proto'],
  note: 'the provider above; all kept',
}

export async function open({ url }) {
  const loggerProvider = providerOf(new OTLPLogExporter({ url: `${url}/v1/logs` }))
  await configure({
    sinks: { otel: getOpenTelemetrySink({ loggerProvider }) },
    loggers: [
      { category: ['logtape', 'meta'], lowestLevel: 'error', sinks: [] },
      { category: [], lowestLevel: 'debug', sinks: ['otel'] },
    ],
  })
  const logger = getLogger(['bench'])
  return {
    log: (message, attributes) => logger.info(message, attributes),
    async end() {
      await dispose()
      await loggerProvider.shutdown()
    },
  }
}
