import { initLogger, log } from 'evlog'
import { createOTLPDrain } from 'evlog/otlp'
import { createDrainPipeline } from 'evlog/pipeline'

export const about = { packages: ['evlog'], note: 'OTLP as JSON; all kept' }

export async function open({ url }) {
  const pipeline = createDrainPipeline({ batch: { size: 512, intervalMs: 500 }, maxBufferSize: 500_000 })
  const drain = pipeline(createOTLPDrain({ endpoint: url }))
  initLogger({ env: { service: 'bench' }, silent: true, pretty: false, drain })
  return { log: (message, attributes) => log.info({ message, ...attributes }), end: () => drain.flush() }
}
