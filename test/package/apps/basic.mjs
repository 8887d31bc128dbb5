// An app of nothing but lipservice: samples, ships, delivers every error.
const { configureAdaptiveLogging, signatureOf } = await load('lipservice')
const { startFakePostHog } = await load('lipservice/testing')

const posthog = await startFakePostHog()
const logging = configureAdaptiveLogging({ posthogApiKey: posthog.token, posthogHost: posthog.url })
for (let i = 0; i < 2000; i++) {
  logging.getLogger('app').emit({ severityNumber: 9, body: `item ${i} viewed` })
  if (i % 200 === 0) logging.getLogger('app').emit({ severityNumber: 17, body: `item ${i} failed` })
}
await logging.shutdown()
const { seen, kept, bySeverity } = logging.stats()
const { template } = signatureOf('item 5 viewed')
const result = { seen, kept, errors: bySeverity.ERROR.kept, arrived: posthog.records.length, template }
console.log(JSON.stringify(result))
await posthog.close()
