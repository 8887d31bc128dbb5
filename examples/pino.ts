/** pino: what is dropped reaches neither PostHog nor the logger's own destination. */
import { configureAdaptiveLogging } from 'lipservice'
import { wrapPino } from 'lipservice/pino'
import pino from 'pino'

configureAdaptiveLogging({ serviceName: 'pino-example' })
const logger = wrapPino(pino({ redact: ['card'] }), { thinDestination: true })

for (let i = 0; i < 5_000; i++) {
  logger.info({ card: '4111 1111 1111 1111', amount: i }, 'payment %d accepted', i)
  if (i % 500 === 0) logger.error(new Error(`payment ${i} declined`))
}
