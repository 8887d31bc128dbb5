/** posthog-node's own logs: of what is dropped nothing is built; what is kept goes by the client itself, with stamps. */
import { configureAdaptiveLogging } from 'lipservice'
import { wrapPostHog } from 'lipservice/posthog'
import { PostHog } from 'posthog-node'

const apiKey = process.env['POSTHOG_API_KEY'] ?? ''
const host = process.env['POSTHOG_HOST'] ?? 'https://us.i.posthog.com'

configureAdaptiveLogging({ serviceName: 'posthog-example' })
// Its own cap comes behind sampling and knows no errors.
const logs = { serviceName: 'posthog-example', rateCap: { maxLogs: 0 } }
const posthog = wrapPostHog(new PostHog(apiKey, { host, logs }))

for (let i = 0; i < 5_000; i++) {
  posthog.logger.info(`payment ${i} accepted`, { amount: i })
  if (i % 500 === 0) {
    posthog.logger.error(`payment ${i} declined`, { payment: { error: new Error('insufficient funds') } })
  }
}
// A shutdown alone sends what the request under way has, and no more.
await posthog.flush()
await posthog.shutdown()
