/** Express with winston. */
import type { AddressInfo } from 'node:net'
import express from 'express'
import { configureAdaptiveLogging, withLogContext } from 'lipservice'
import { wrapLogger } from 'lipservice/winston'
import winston from 'winston'

configureAdaptiveLogging({ serviceName: 'express-example' })
const logger = wrapLogger(winston.createLogger({ transports: [new winston.transports.Console()] }), {
  thinDestination: true,
})

const app = express()
// Whatever is logged within a request says whose it is.
app.use((request, _response, next) => withLogContext({ posthogDistinctId: request.get('x-user') ?? 'anonymous' }, next))
app.get('/orders/:id', (request, response) => {
  const id = Number(request.params.id)
  logger.info(`order ${id} viewed`, { route: '/orders/:id' })
  if (id % 500 === 0) logger.error(`order ${id} is gone`, new Error('no such row'))
  response.json({ id })
})

const server = app.listen(Number(process.env['PORT'] ?? 3000), () =>
  console.log(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`),
)
