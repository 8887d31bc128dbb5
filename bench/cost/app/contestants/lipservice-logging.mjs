import { configureAdaptiveLogging } from 'lipservice'

/** @param more options: by default nine of ten records are dropped */
export function configure({ url, rate }, more = { budget: { recordsPerSecond: rate / 10 } }) {
  return configureAdaptiveLogging({ serviceName: 'bench', posthogApiKey: 'phc_bench', posthogHost: url, ...more })
}

export const KEEP_ALL = { enableAiSampling: false }

export function loggingBy(logging) {
  const logger = logging.getLogger('bench')
  return {
    log: (message, attributes) => logger.emit({ severityNumber: 9, severityText: 'info', body: message, attributes }),
    end: () => logging.shutdown(),
  }
}
