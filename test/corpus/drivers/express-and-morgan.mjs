const { default: express } = await import('express')
const { default: morgan } = await import('morgan')
const { default: bodyParser } = await import('body-parser')

import { mkdirSync, writeFileSync } from 'node:fs'
import { hex, integer, mail, name, path, pick, times, uuid, word } from '../seeded-values.mjs'

mkdirSync('public/app', { recursive: true })
for (const file of ['index.html', 'app/main.js', 'logo.png']) writeFileSync(`public/${file}`, hex(64).repeat(9))

const app = express()
// One line of morgan's writes the texts of all its formats.
for (const format of ['combined', 'common', 'dev', 'short', 'tiny']) {
  app.use(morgan(format, { stream: { write: (line) => globalThis.corpus.record(line, `morgan/index.js:${format}`) } }))
}
app.use(
  bodyParser.json({ limit: 500 }),
  bodyParser.urlencoded({ extended: true, parameterLimit: 5 }),
  bodyParser.text(),
)
app.use('/static', express.static('public', { maxAge: 5000, dotfiles: 'deny' }))
app.get('/users/:id', (request, response) => {
  console.log('user %s asked for by %s', request.params.id, request.get('user-agent'))
  response.send(hex(integer(1, 64)))
})
app.post('/orders', (request, response) => {
  console.info(`order ${uuid()} of ${request.body?.mail} took ${integer(1, 900)} ms`)
  response.status(pick([201, 202, 409])).json(request.body ?? null)
})
app.get('/fail/:key', (request) => pick([undefined, null])[request.params.key])
app.get('/moved/:to', (request, response) => response.redirect(pick([301, 302, 307]), `/users/${request.params.to}`))
app.get('/file/:name', (request, response, next) =>
  response.sendFile(request.params.name, { root: 'public' }, (error) => error && next(error)),
)
app.use((error, _request, response, _next) => {
  globalThis.corpus.error(error)
  response.status(error.status ?? 500).end()
})

const server = app.listen(0)
await new Promise((resolve) => server.once('listening', resolve))
const url = `http://127.0.0.1:${server.address().port}`
const agents = [
  'curl/8.5.0',
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36',
  'kube-probe/1.29',
  'Go-http-client/2.0',
]
const send = (target, init) =>
  fetch(url + target, { redirect: 'manual', ...init, headers: { 'user-agent': pick(agents), ...init?.headers } }).then(
    (response) => response.text(),
  )
const body = (type, text) => ({ method: 'POST', body: text, headers: { 'content-type': type } })

await times(50, () => send(path(), { method: pick(['GET', 'PUT', 'DELETE', 'PATCH']) }))
await times(40, () => send(`/users/${pick([integer(1, 1e6), uuid(), encodeURIComponent(name())])}`))
await times(30, () =>
  send('/orders', body('application/json', JSON.stringify({ mail: mail(), amount: integer(1, 99) }))),
)
await times(20, () =>
  send(
    '/orders',
    body('application/json', pick([`{"${word()}`, `{${word()}}`, `[1,,${integer(1, 9)}]`, `"${word()}"`])),
  ),
)
await times(10, () =>
  send('/orders', body('application/json', JSON.stringify({ text: hex(60).repeat(integer(9, 40)) }))),
)
await times(10, () =>
  send('/orders', body('application/x-www-form-urlencoded', `${word()}=${name()}&${word()}=${integer(1, 99)}`)),
)
await times(3, () => send('/orders', body('application/x-www-form-urlencoded', 'a=1&b=2&c=3&d=4&e=5&f=6&g=7')))
await times(10, () => send('/orders', body(`application/json; charset=${pick(['utf-99', 'klingon', 'x-user'])}`, '{}')))
await times(10, () =>
  send('/orders', {
    ...body('application/json', '{}'),
    headers: { 'content-type': 'application/json', 'content-encoding': pick(['snappy', 'lzma', 'zstd2']) },
  }),
)
await times(10, () => send(`/fail/${word()}`))
await times(10, () => send(`/moved/${uuid()}`))
await times(10, () => send(`/file/${word()}-${integer(1, 99)}.pdf`))
await times(5, () => send(`/file/%${pick(['E0%A4%A', 'ZZ', 'C3'])}`))
await times(20, () =>
  send(`/static/${pick(['index.html', 'app/main.js', 'logo.png', 'app', `.${word()}`, `${word()}.css`])}`, {
    headers: { range: pick(['bytes=0-9', 'bytes=99999-', 'lines=1']) },
  }),
)
server.close()
server.closeAllConnections()
