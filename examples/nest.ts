/** NestJS's own logger, wrapped; in an app it is handed to NestFactory.create(AppModule, { logger }). */
import { ConsoleLogger } from '@nestjs/common'
import { configureAdaptiveLogging } from 'lipservice'
import { wrapNestLogger } from 'lipservice/nest'

configureAdaptiveLogging({ serviceName: 'nest-example' })
const logger = wrapNestLogger(new ConsoleLogger('Payments'), { thinDestination: true })

for (let i = 0; i < 5_000; i++) {
  logger.log(`payment ${i} accepted`)
  if (i % 500 === 0) logger.error(`payment ${i} declined`, new Error('insufficient funds').stack)
}
