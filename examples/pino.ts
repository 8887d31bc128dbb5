/** pino, thinned: run it with POSTHOG_API_KEY set, or against the test kit's PostHog as it stands. */
import { configureAdaptiveLogging } from 'lipservice'
import { wrapPino } from 'lipservice/pino'
import { startFakePostHog } from 'lipservice/testing'
import pino from 'pino'

const posthog = process.env['POSTHOG_API_KEY'] ? undefined : await startFakePostHog()
const logging = configureAdaptiveLogging({
  serviceName: 'pino-example',
  ...(posthog && { posthogApiKey: posthog.token, posthogHost: posthog.url }),
})
const logger = wrapPino(pino({ redact: ['card'] }, pino.destination({ dest: '/dev/null', sync: true })))

for (let i = 0; i < 5_000; i++) {
  logger.info({ card: '4111 1111 1111 1111', amount: i }, 'payment %d accepted', i)
  if (i % 500 === 0) logger.error(new Error(`payment ${i} declined`))
}

await logging.shutdown()
const { seen, kept, bySeverity } = logging.stats()
console.log(JSON.stringify({ seen, kept, errors: bySeverity.ERROR.kept, arrived: posthog?.records.length }))
await posthog?.close()
