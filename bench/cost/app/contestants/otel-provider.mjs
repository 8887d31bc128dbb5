import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs'

/** A provider as most apps have it; its queue is long enough to lose nothing. */
export function providerOf(exporter) {
  return new LoggerProvider({
    processors: [
      new BatchLogRecordProcessor({
        exporter,
        maxQueueSize: 500_000,
        maxExportBatchSize: 512,
        scheduledDelayMillis: 500,
      }),
    ],
  })
}

export function loggingBy(provider) {
  const logger = provider.getLogger('bench')
  return {
    log: (message, attributes) => logger.emit({ severityNumber: 9, severityText: 'info', body: message, attributes }),
    end: () => provider.shutdown(),
  }
}
