import pino from 'pino'

export const about = {
  packages: ['pino', 'pino-opentelemetry-transport'],
  note: 'a worker thread; all kept; what it has not sent at the end is not waited for',
}
const DRAIN_MILLIS = 1_500

export async function open({ url }) {
  const transport = pino.transport({
    target: 'pino-opentelemetry-transport',
    options: {
      resourceAttributes: { 'service.name': 'bench' },
      logRecordProcessorOptions: [
        {
          recordProcessorType: 'batch',
          exporterOptions: { protocol: 'http/protobuf', protobufExporterOptions: { url: `${url}/v1/logs` } },
        },
      ],
    },
  })
  const logger = pino({}, transport)
  return {
    log: (message, attributes) => logger.info(attributes, message),
    end: () => new Promise((resolve) => logger.flush(() => setTimeout(resolve, DRAIN_MILLIS))),
  }
}
