import { PostHog } from 'posthog-node'

export const about = { packages: ['posthog-node'], note: 'captureLog without its rate cap; all kept' }

export async function open({ url }) {
  const client = new PostHog('phc_bench', {
    host: url,
    logs: { rateCap: { maxLogs: 0 }, maxBufferSize: 500_000, maxBatchRecordsPerPost: 512, flushIntervalMs: 500 },
  })
  return {
    log: (message, attributes) => client.captureLog({ level: 'info', body: message, attributes }),
    end: () => client.shutdown(),
  }
}
