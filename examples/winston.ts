/** winston: calls are decided before they are formatted; what the transports get is thinned as well. */
import { configureAdaptiveLogging } from 'lipservice'
import { wrapLogger } from 'lipservice/winston'
import winston from 'winston'

configureAdaptiveLogging({ serviceName: 'winston-example' })
const { combine, json, splat } = winston.format
const logger = wrapLogger(
  winston.createLogger({ format: combine(splat(), json()), transports: [new winston.transports.Console()] }),
  { thinDestination: true },
)

for (let i = 0; i < 5_000; i++) {
  logger.info('payment %d accepted', i, { amount: i })
  if (i % 500 === 0) logger.error(`payment ${i} declined`, new Error('insufficient funds'))
}
