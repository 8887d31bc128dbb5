import Fastify from 'fastify'
import type { AdaptiveLogging } from 'lipservice'
import { wrapPino } from 'lipservice/pino'
import { seededRandom } from 'lipservice/testing'
import type { Every, Service, Write } from './service.ts'

const ITEMS = 400
const CHECKOUT_FAILURES = 0.1
const JOB_INTERVAL_MILLIS = 10
const POLLS_PER_TICK = 3

/** A small shop on Fastify and pino, with the log habits of real ones: request lines, debug lines, an outbox that is polled. */
export async function startShop(_logging: AdaptiveLogging, every: Every, write: Write = () => {}): Promise<Service> {
  const random = seededRandom(7)
  const app = Fastify({ logger: { level: 'debug', stream: { write } } })
  wrapPino(app.log)
  let errorsLogged = 0
  let orders = 1_000

  app.get('/health', async () => ({ ok: true }))

  app.get('/items', async (request) => {
    const count = 10 + Math.floor(random() * 40)
    request.log.debug(
      { cache: random() < 0.9 ? 'hit' : 'miss' },
      `listed ${count} of ${ITEMS} items in ${millis(random)} ms`,
    )
    return { count }
  })

  app.get<{ Params: { id: string } }>('/items/:id', async (request) => {
    const { id } = request.params
    request.log.info({ itemId: Number(id) }, 'item %s viewed by customer %d', id, Math.floor(random() * 5_000))
    if (random() < 0.02)
      request.log.warn({ itemId: Number(id) }, `stock of item ${id} is low: ${Math.floor(random() * 5)} left`)
    return { id }
  })

  app.post('/checkout', async (request, reply) => {
    const order = ++orders
    request.log.info({ order }, `order ${order} received with ${1 + Math.floor(random() * 6)} items`)
    if (random() < CHECKOUT_FAILURES) {
      const gateway = `10.0.${Math.floor(random() * 4)}.${Math.floor(random() * 250)}:8443`
      errorsLogged++
      request.log.error({ err: new Error(`payment gateway ${gateway} timed out`), order }, `order ${order} failed`)
      return reply.code(502).send({ error: 'payment failed' })
    }
    request.log.info(
      { order, amount: Math.round(random() * 20_000) / 100 },
      `order ${order} paid in ${millis(random)} ms`,
    )
    return { order }
  })

  const jobLog = app.log.child({ job: 'outbox' })
  let polls = 0
  const endJob = every(JOB_INTERVAL_MILLIS, () => {
    for (let i = 0; i < POLLS_PER_TICK; i++) {
      jobLog.debug({ shard: i }, `poll ${++polls}: queue outbox-${i} is empty, next poll in ${JOB_INTERVAL_MILLIS} ms`)
    }
  })

  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    url,
    errorsLogged: () => errorsLogged,
    rareEvent: () => app.log.warn('supplier feed changed its schema; new articles are ignored until it is mapped'),
    async stop() {
      endJob()
      await app.close()
    },
  }
}

function millis(random: () => number): string {
  return (1 + random() * 40).toFixed(1)
}
