/** An app that knows nothing of LipService: `node --import lipservice/register` finds its three loggers. */
import pino from 'pino'
import winston from 'winston'

const orders = pino()
const payments = winston.createLogger({ transports: [new winston.transports.Console()] })

for (let i = 0; i < 2_000; i++) orders.info('order %d placed', i)
for (let i = 0; i < 2_000; i++) payments.info(`payment ${i} accepted`)
for (let i = 0; i < 1_000; i++) console.log('job %d done', i)
for (let i = 0; i < 4; i++) orders.error(new Error(`order ${i} lost`))
for (let i = 0; i < 3; i++) payments.error(`payment ${i} declined`)
for (let i = 0; i < 3; i++) console.error('job %d failed', i)
