import http from 'node:http'
import net from 'node:net'
import { format } from 'node:util'
import axios from 'axios'
import express from 'express'
import { createProxyMiddleware } from 'http-proxy-middleware'
import { Agent, Client, fetch, MockAgent, RetryAgent, request, setGlobalDispatcher } from 'undici'
import { WebSocket, WebSocketServer } from 'ws'
import { failing, hex, integer, path, pick, times, word } from '../seeded-values.mjs'

setGlobalDispatcher(new Agent())
const once = (emitter, event) => new Promise((resolve) => emitter.once(event, resolve))
const log = (error) => globalThis.corpus.error(error)
const server = http.createServer((incoming, response) => {
  const [, kind, value] = incoming.url.split('/')
  if (kind === 'status') response.writeHead(Number(value)).end(word())
  else if (kind === 'reset') incoming.socket.destroy()
  else if (kind === 'short')
    response.writeHead(200, { 'content-length': 999 }).end('x', () => incoming.socket.destroy())
  else if (kind === 'loop') response.writeHead(302, { location: incoming.url }).end()
  else if (kind === 'headers') response.writeHead(200, { 'x-long': hex(60).repeat(400) }).end()
  else if (kind !== 'hang') response.end(hex(integer(1, 60)))
})
await once(server.listen(0), 'listening')
const { port } = server.address()
const url = `http://127.0.0.1:${port}`
const garbage = net.createServer((socket) => socket.once('data', () => socket.end(`${hex(8)} ${word()}\r\n\r\n`)))
await once(garbage.listen(0), 'listening')

const cause = (error) => {
  log(error)
  if (error.cause instanceof Error) log(error.cause)
}
await times(40, () => fetch(`${url}${encodeURI(path())}`).then((response) => response.text()))
await times(10, () => fetch(`http://127.0.0.1:${integer(2, 900)}/${word()}`).catch(cause))
await times(5, () => fetch(`http://127.0.0.1:${garbage.address().port}/`).catch(cause))
await times(10, () => fetch(pick([`${word()}://x`, `${word()}`, `http://a:b@${word()}/`])).catch(cause))
await times(5, () => fetch(`${url}/loop/${word()}`).catch(cause))
await times(5, () => fetch(`${url}/reset/1`).catch(cause))
await times(20, (i) =>
  failing(() =>
    request(`${url}${['/status/200', '/hang', '/headers', '/short', '/reset'][i % 5]}`, {
      headersTimeout: 50,
      bodyTimeout: 50,
    }).then(({ body }) => body.text()),
  ),
)
const client = new Client(url)
await times(30, (i) =>
  failing(() =>
    client.request(
      [
        { path: word() },
        { path: '/', method: `${word()} x` },
        { path: '/', method: 'GET', headers: [word()] },
        { path: `/${word()} x`, method: 'GET' },
        { path: '/', method: 'GET', headers: { [`${word()} x`]: 'y' } },
        { path: '/', method: 'GET', headers: { [word()]: 'a\nb' } },
      ][i % 6],
    ),
  ),
)
for (const option of [
  'keepAliveTimeout',
  'maxHeaderSize',
  'connect',
  'pipelining',
  'bodyTimeout',
  'maxRequestsPerClient',
])
  await failing(() => new Client(url, { [option]: word() }))
await client.destroy()
await failing(() => client.request({ path: '/', method: 'GET' }))
const mock = new MockAgent()
mock.disableNetConnect()
mock.get('http://mocked.example').intercept({ path: '/known', method: 'GET' }).reply(200, 'x')
await times(20, () =>
  failing(() =>
    mock.request({
      origin: pick(['http://mocked.example', `http://${word()}.example`]),
      path: `/${word()}/${integer(1, 99)}`,
      method: pick(['GET', 'POST']),
    }),
  ),
)
await times(8, () =>
  failing(() =>
    request(`${url}/status/${pick([500, 502, 503])}`, {
      dispatcher: new RetryAgent(new Agent(), { maxRetries: 1, minTimeout: 1, maxTimeout: 2 }),
    }).then(({ body }) => body.text()),
  ),
)

await times(25, () => failing(() => axios.get(`${url}/status/${integer(400, 512)}`)))
await times(8, () => failing(() => axios.get(`${url}/hang/${word()}`, { timeout: integer(10, 60) })))
await times(5, () =>
  failing(() => axios.get(pick([`${word()}://x`, `${url}/loop/1`, `${url}/reset/1`]), { maxRedirects: integer(1, 5) })),
)
await times(5, () => failing(() => axios.get(`${url}/status/200`, { maxContentLength: integer(1, 2) })))
await times(5, () => failing(() => axios.get(`${url}/any`, { adapter: word() })))

const sink = (...args) => globalThis.corpus.recordHere(format(...args), args.length > 1 ? args[0] : undefined)
const logger = { info: sink, warn: sink, error: sink, debug: sink }
const app = express()
await times(8, (i) =>
  app.use(
    i < 7 ? `/${word()}s` : '/',
    createProxyMiddleware({
      target: `http://127.0.0.1:${pick([port, integer(2, 900)])}`,
      changeOrigin: true,
      logger,
      pathRewrite: { [`^/${word()}`]: `/${word()}` },
      router: () => undefined,
    }),
  ),
)
const proxy = app.listen(0)
await once(proxy, 'listening')
await times(60, () =>
  fetch(`http://127.0.0.1:${proxy.address().port}${encodeURI(path())}`).then((response) => response.text()),
)

const sockets = new WebSocketServer({ port: 0, maxPayload: 50 })
sockets.on('connection', (socket) => socket.on('error', log))
const ws = `ws://127.0.0.1:${sockets.address().port}`
await times(20, async () =>
  log(await once(new WebSocket(`ws://127.0.0.1:${port}/status/${integer(400, 512)}`), 'error')),
)
await times(30, async () => {
  const socket = new WebSocket(ws)
  socket.on('error', log)
  await once(socket, 'open')
  pick([
    () => socket.send(hex(60)),
    () => socket._socket.write(Buffer.from(hex(8), 'hex')),
    () => socket._socket.write(Buffer.from([0x80 + integer(0, 16), 0x85, 1, 2, 3, 4, 5, 6, 7, 8, 9])),
  ])()
  setTimeout(() => socket.terminate(), 30)
  await once(socket, 'close')
})
await times(12, () => failing(() => new WebSocket(pick([`${word()}://x`, word(), `${ws}/#${word()}`]))))
await times(8, () => failing(() => new WebSocket(ws, `${word()} x`)))
await times(4, () => failing(() => new WebSocket(ws, { protocolVersion: integer(1, 7) })))
process.exit(0)
