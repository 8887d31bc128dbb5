import fastify from 'fastify'
import { failing, hex, integer, mail, name, path, pick, times, uuid, word } from '../seeded-values.mjs'

const app = fastify({
  logger: globalThis.corpus.pino,
  requestTimeout: 2_000,
  bodyLimit: 200,
  forceCloseConnections: true,
})

app.get('/users/:id', (request) => {
  request.log.info('loading user %s for %s', request.params.id, request.ip)
  return { id: request.params.id }
})
const order = {
  type: 'object',
  required: ['sku', 'amount'],
  properties: {
    sku: { type: 'string', minLength: 6 },
    amount: { type: 'integer', maximum: 100 },
    mail: { type: 'string', format: 'email' },
    size: { enum: ['s', 'm', 'l'] },
  },
}
app.post('/orders', { schema: { body: order } }, (request) => {
  request.log.info(`order ${request.body.sku} placed: ${request.body.amount} pieces`)
  return {}
})
app.post('/any', () => ({}))
app.get('/broken', async (request) => {
  const row = pick([undefined, null])
  return row[request.query.key]
})
app.get('/slow', () => new Promise(() => {}))
app.get('/twice', (_request, reply) => {
  reply.send({})
  reply.send({})
})
app.get('/nothing', async (_request, reply) => {
  reply.type('application/json')
  return Symbol('nothing')
})
app.addHook('onRequestAbort', (request, done) => {
  request.log.warn({ url: request.url }, `request ${request.id} was aborted`)
  done()
})

const url = await app.listen({ port: 0 })
const send = (target, init) => fetch(url + target, init).then((response) => response.text())
const json = (body) => ({ method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })

await times(60, () => send(`/users/${pick([integer(1, 1e6), uuid(), name()])}`))
await times(60, () => send(path(), { method: pick(['GET', 'POST', 'PUT', 'DELETE']) }))
await times(40, () => send('/orders', json({ sku: hex(8), amount: integer(1, 90), mail: mail() })))
const bad = [
  () => ({ sku: hex(3), amount: 1 }),
  () => ({ sku: hex(8) }),
  () => ({ sku: hex(8), amount: word() }),
  () => ({ sku: hex(8), amount: integer(101, 999) }),
  () => ({ sku: hex(8), amount: 2, mail: name() }),
  () => ({ sku: hex(8), amount: 2, size: word() }),
  () => [1],
  () => 'text',
]
await times(40, () => send('/orders', json(pick(bad)())))
await times(20, () => send('/any', { ...json({}), headers: { 'content-type': `${word()}/${word()}` } }))
await times(3, () => send('/any', json({ text: hex(60).repeat(8) })))
await times(20, () =>
  send('/any', { ...json({}), body: pick(['{', `{"${word()}": ${word()}}`, `[${integer(1, 99)},`, name(), '']) }),
)
await times(20, () => send(`/broken?key=${word()}`))
await send('/twice')
await send('/nothing')
await times(10, () => send(`/slow?n=${integer(1, 99)}`, { signal: AbortSignal.timeout(20) }).catch(() => {}))
await times(10, () => failing(() => app.get(`/${word()}-late`, () => {})))
await app.close()

const other = fastify()
await times(15, () => {
  const target = `/${word()}s/:id`
  return failing(() => {
    other.get(target, () => {})
    other.get(target, () => {})
  })
})
await times(8, () => failing(() => other.decorate('reply', 1)))
await times(8, () => {
  const decorator = word()
  return failing(() => other.decorate(decorator, 1).decorate(decorator, 2))
})
await times(8, () => failing(() => other.addHook(word(), () => {})))
await times(8, () => failing(() => other.route({ method: word(), url: '/', handler() {} })))
await times(8, () => failing(() => other.get(`/${word()}`, { schema: { body: {} } }, undefined)))
