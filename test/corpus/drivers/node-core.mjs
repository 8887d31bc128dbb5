import { spawn } from 'node:child_process'
import { createCipheriv, createHash } from 'node:crypto'
import { lookup } from 'node:dns/promises'
import { EventEmitter } from 'node:events'
import fs from 'node:fs'
import http from 'node:http'
import { createRequire } from 'node:module'
import net from 'node:net'
import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { inflateSync } from 'node:zlib'
import { failing, hex, integer, name, path, pick, times, word } from '../seeded-values.mjs'

const log = (error) => globalThis.corpus.error(error)
const once = (emitter, event) => new Promise((resolve) => emitter.once(event, resolve))
process.on('warning', log)

const file = () => `/var/lib/${word()}/${name()}/${hex(8)}.${pick(['json', 'log', 'sock', 'db'])}`
const calls = [
  'readFileSync',
  'statSync',
  'readdirSync',
  'unlinkSync',
  'rmdirSync',
  'readlinkSync',
  'mkdirSync',
  'accessSync',
]
await times(160, (i) => failing(() => fs[calls[i % calls.length]](file())))
await times(30, () => failing(() => fs.renameSync(file(), file())))
await times(30, () => failing(() => fs.copyFileSync(file(), file())))
await times(20, () => failing(() => fs.writeFileSync(pick(['/etc', '/var', '/tmp', '/usr/lib', '/opt']), 'text')))
await times(20, () => failing(() => fs.mkdirSync(pick(['/etc', '/var', '/tmp', '/usr/lib', '/opt', '/usr/bin']))))
await times(20, () => failing(() => fs.readdirSync(pick(['/etc/passwd', '/etc/hosts', '/etc/group', '/etc/fstab']))))
await times(8, () => failing(() => fs.rmdirSync(pick(['/usr', '/etc', '/var']))))

for (const [call, wrong] of [
  [(value) => fs.readFileSync(value), [{}, undefined, true, [1]]],
  [(value) => Buffer.from(value), [integer(1, 99), undefined, true]],
  [(value) => Buffer.alloc(value), ['12', null, {}]],
  [(value) => net.connect(value), [{ port: 70000 + integer(1, 9999) }, { port: -integer(1, 99) }]],
  [(value) => Buffer.alloc(4).readInt32BE(value), [integer(1, 100), integer(5, 100), 1.5]],
  [(value) => new URL(value), [word(), name()]],
  [(value) => createHash(value), [word(), 1]],
  [(value) => createCipheriv(value, '', ''), [word(), 'aes-128-cbc']],
  [(value) => new EventEmitter().on('x', value), [word(), 1, {}]],
  [(value) => new EventEmitter().emit('error', value), [word(), integer(1, 99), { code: integer(1, 9) }]],
  [(value) => http.request({ path: value }), [`/${name()} ${word()}`, '/a b', '/é ü']],
  [(value) => http.request({ method: value }), [`${word()} x`, 12]],
  [(value) => new Writable().write(value), [integer(1, 99), null, {}]],
  [(value) => process.chdir(value), [file(), '/nowhere', 7]],
  [(value) => process.kill(integer(4_000_000, 4_100_000), value), ['SIGTERM', 'SIGFOO', 0]],
  [(value) => new http.OutgoingMessage().setHeader(value, ''), [`${word()} x`, 'ä', '']],
  [(value) => inflateSync(value), [Buffer.from(hex(40)), Buffer.alloc(2), 'text']],
  [(value) => setTimeout(value), [word(), 1]],
]) {
  await times(12, () => failing(() => call(pick(wrong))))
}
const require = createRequire(import.meta.url)
await times(30, () => failing(() => import(pick([`${word()}-${hex(3)}`, `./${word()}/${word()}.mjs`]))))
await times(30, () => failing(() => require(pick([`${word()}-${hex(3)}`, `./${word()}/${word()}`]))))
await times(20, async () => log(await once(spawn(`${word()}-${integer(1, 99)}`, ['-v']), 'error')))
await times(40, async () => log(await once(net.connect(integer(2, 900), '127.0.0.1'), 'error')))
await times(20, async () => log(await once(net.connect(`/run/${word()}-${hex(4)}.sock`), 'error')))
await times(15, () => failing(() => lookup(`${word()}-${hex(4)}.invalid`)))
await times(12, (i) => {
  const emitter = new (i % 2 === 0 ? EventEmitter : net.Socket)()
  emitter.setMaxListeners(i)
  const event = `${word()}${i}`
  for (let n = 0; n <= i; n++) emitter.on(event, () => {})
})

const server = http.createServer((request, response) => {
  if (request.url.startsWith('/reset')) return request.socket.destroy()
  request.resume().on('end', () => response.end(hex(32).repeat(integer(1, 50))))
})
server.on('clientError', (error, socket) => {
  log(error)
  socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')
})
await once(server.listen(0), 'listening')
const { port } = server.address()
await times(5, async () => log(await once(net.createServer().listen(port), 'error')))
const agent = new http.Agent({ keepAlive: true })
await times(30, async (i) => {
  const request = http.request({
    port,
    path: encodeURI(path()),
    agent: i % 2 === 0 ? agent : undefined,
    method: pick(['GET', 'POST']),
  })
  request.end(hex(20))
  await once((await once(request, 'response')).resume(), 'end')
})
await times(5, async () => log(await once(http.get({ port, path: '/reset' }), 'error')))
await times(12, async () => {
  const socket = net.connect(port)
  socket.end(`${pick(['GOT', hex(9), 'GET'])} ${path()} HTTP/${integer(1, 9)}.${integer(0, 9)}\r\n${word()} \r\n\r\n`)
  await once(socket.resume(), 'close')
})
await failing(() =>
  pipeline(Readable.from(['a']), new Writable({ write: (_chunk, _encoding, done) => done(new Error('disk full')) })),
)
agent.destroy()
server.close()
