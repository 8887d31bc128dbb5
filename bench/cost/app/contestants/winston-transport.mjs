import { Writable } from 'node:stream'
import { logs } from '@opentelemetry/api-logs'
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto'
import { OpenTelemetryTransportV3 } from '@opentelemetry/winston-transport'
import winston from 'winston'
import { providerOf } from './otel-provider.mjs'

export const about = {
  packages: ['winston', '@opentelemetry/winston-transport', '@opentelemetry/exporter-logs-otlp-proto'],
  note: 'winston to a null stream; all kept',
}

export async function open({ url }) {
  const provider = providerOf(new OTLPLogExporter({ url: `${url}/v1/logs` }))
  logs.setGlobalLoggerProvider(provider)
  const stream = new Writable({ write: (_chunk, _encoding, done) => done() })
  const logger = winston.createLogger({
    transports: [new winston.transports.Stream({ stream }), new OpenTelemetryTransportV3()],
  })
  return { log: (message, attributes) => logger.info(message, attributes), end: () => provider.shutdown() }
}
