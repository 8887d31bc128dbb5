/** Fastify, its own logger and all request loggers thinned: run it with POSTHOG_API_KEY set, or against the test kit's PostHog. */
import Fastify, { LogController } from 'fastify'
import { configureAdaptiveLogging, withLogContext } from 'lipservice'
import { wrapPino } from 'lipservice/pino'
import { startFakePostHog } from 'lipservice/testing'

const posthog = process.env['POSTHOG_API_KEY'] ? undefined : await startFakePostHog()
const logging = configureAdaptiveLogging({
  serviceName: 'fastify-example',
  ...(posthog && { posthogApiKey: posthog.token, posthogHost: posthog.url }),
})
const app = Fastify({
  logger: { stream: { write() {} } },
  logController: new LogController({ disableRequestLogging: true }),
})
wrapPino(app.log)

// Whatever is logged within a request says whose it is.
app.addHook('onRequest', (request, _reply, done) =>
  withLogContext({ posthogDistinctId: String(request.headers['x-user'] ?? 'anonymous') }, done),
)
app.get<{ Params: { id: string } }>('/orders/:id', async (request, reply) => {
  const id = Number(request.params.id)
  request.log.info('order %d viewed', id)
  if (id % 500 === 0) {
    request.log.error(new Error(`order ${id} is gone`))
    reply.code(410)
  }
  return { id }
})

for (let i = 0; i < 5_000; i++) await app.inject({ url: `/orders/${i}`, headers: { 'x-user': `u${i % 7}` } })
await app.close()

await logging.shutdown()
const { seen, kept, bySeverity } = logging.stats()
console.log(JSON.stringify({ seen, kept, errors: bySeverity.ERROR.kept, arrived: posthog?.records.length }))
await posthog?.close()
