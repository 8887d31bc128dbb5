/** winston, thinned: run it with POSTHOG_API_KEY set, or against the test kit's PostHog as it stands. */
import { configureAdaptiveLogging } from 'lipservice'
import { startFakePostHog } from 'lipservice/testing'
import { wrapLogger } from 'lipservice/winston'
import winston from 'winston'

const posthog = process.env['POSTHOG_API_KEY'] ? undefined : await startFakePostHog()
const logging = configureAdaptiveLogging({
  serviceName: 'winston-example',
  ...(posthog && { posthogApiKey: posthog.token, posthogHost: posthog.url }),
})
const { combine, json, splat } = winston.format
const logger = wrapLogger(
  winston.createLogger({
    format: combine(splat(), json()),
    transports: [new winston.transports.File({ filename: '/dev/null' })],
  }),
  { thinDestination: true },
)

for (let i = 0; i < 5_000; i++) {
  logger.info('payment %d accepted', i, { amount: i })
  if (i % 500 === 0) logger.error(`payment ${i} declined`, new Error('insufficient funds'))
}

await logging.shutdown()
const { seen, kept, bySeverity } = logging.stats()
console.log(JSON.stringify({ seen, kept, errors: bySeverity.ERROR.kept, arrived: posthog?.records.length }))
await posthog?.close()
