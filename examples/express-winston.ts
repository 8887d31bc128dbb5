/** Express with winston, over real HTTP: run it with POSTHOG_API_KEY set, or against the test kit's PostHog. */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { configureAdaptiveLogging, withLogContext } from 'lipservice'
import { startFakePostHog } from 'lipservice/testing'
import { wrapLogger } from 'lipservice/winston'
import { Pool } from 'undici'
import winston from 'winston'

const posthog = process.env['POSTHOG_API_KEY'] ? undefined : await startFakePostHog()
const logging = configureAdaptiveLogging({
  serviceName: 'express-example',
  ...(posthog && { posthogApiKey: posthog.token, posthogHost: posthog.url }),
})
const logger = wrapLogger(
  winston.createLogger({ transports: [new winston.transports.File({ filename: '/dev/null' })] }),
  { thinDestination: true },
)

const app = express()
// Whatever is logged within a request says whose it is.
app.use((request, _response, next) => withLogContext({ posthogDistinctId: request.get('x-user') ?? 'anonymous' }, next))
app.get('/orders/:id', (request, response) => {
  const id = Number(request.params.id)
  logger.info(`order ${id} viewed`, { route: '/orders/:id' })
  if (id % 500 === 0) logger.error(`order ${id} is gone`, new Error('no such row'))
  response.json({ id })
})
const server = app.listen(0)
await once(server, 'listening')

const client = new Pool(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { connections: 8 })
const visit = async (id: number) => {
  const { body } = await client.request({ path: `/orders/${id}`, method: 'GET', headers: { 'x-user': `u${id % 7}` } })
  await body.dump()
}
for (let i = 0; i < 5_000; i += 50) await Promise.all(Array.from({ length: 50 }, (_, j) => visit(i + j)))
await client.close()
server.close()

await logging.shutdown()
const { seen, kept, bySeverity } = logging.stats()
console.log(JSON.stringify({ seen, kept, errors: bySeverity.ERROR.kept, arrived: posthog?.records.length }))
await posthog?.close()
