/** Fastify: its own logger and the loggers of all requests are sampled. */
import Fastify, { LogController } from 'fastify'
import { configureAdaptiveLogging, withLogContext } from 'lipservice'
import { wrapPino } from 'lipservice/pino'

configureAdaptiveLogging({ serviceName: 'fastify-example' })
const app = Fastify({ logger: true, logController: new LogController({ disableRequestLogging: true }) })
wrapPino(app.log, { thinDestination: true })

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

console.log(`listening on ${await app.listen({ port: Number(process.env['PORT'] ?? 3000) })}`)
