// Logs 2,000 lines and 10 errors by posthog-node. argv: `wrapped` with its transport, or `found`: it knows nothing of lipservice.
const [how, transport] = process.argv.slice(2)
const { PostHog } = await load('posthog-node')

const { POSTHOG_API_KEY, POSTHOG_HOST } = process.env
const client = new PostHog(POSTHOG_API_KEY, { host: POSTHOG_HOST, logs: { rateCap: { maxLogs: 0 } } })
if (how === 'wrapped') {
  const { configureAdaptiveLogging } = await load('lipservice')
  const { wrapPostHog } = await load('lipservice/posthog')
  configureAdaptiveLogging({ posthogApiKey: POSTHOG_API_KEY, posthogHost: POSTHOG_HOST })
  wrapPostHog(client, { transport })
}
for (let i = 0; i < 2000; i++) {
  client.logger.info(`item ${i} viewed`)
  if (i % 200 === 0) client.logger.error(`item ${i} failed`, { order: { error: new TypeError('boom') } })
}
await client.flush()
await client.shutdown()
