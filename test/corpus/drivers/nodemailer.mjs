import net from 'node:net'
import { format } from 'node:util'
import nodemailer from 'nodemailer'
import { failing, hex, integer, mail, name, pick, times, uuid, word } from '../seeded-values.mjs'

const answers = {
  EHLO: () => '250-mail.example\r\n250-AUTH PLAIN LOGIN\r\n250 SIZE 9999',
  AUTH: () => pick(['235 ok', `535 5.7.8 ${word()} refused`]),
  MAIL: () => pick(['250 ok', '250 ok', `451 ${word()} busy`]),
  RCPT: () => pick(['250 ok', '250 ok', `550 no such user ${name()}`]),
  DATA: () => '354 go on',
  QUIT: () => '221 bye',
  RSET: () => '250 ok',
}
const server = net.createServer((socket) => {
  let data = false
  socket.on('error', () => {})
  socket.write(`220 ${word()}.example ESMTP\r\n`)
  socket.on('data', (chunk) => {
    const text = String(chunk)
    if (data && text.endsWith('\r\n.\r\n')) {
      data = false
      socket.write(`250 queued as ${hex(10)}\r\n`)
    } else if (!data) {
      const verb = text.slice(0, 4)
      data = verb === 'DATA'
      socket.write(`${(answers[verb] ?? (() => '502 unknown'))()}\r\n`)
    }
  })
})
await new Promise((resolve) => server.listen(0, resolve))
const { port } = server.address()
const sink = (_entry, text, ...args) =>
  globalThis.corpus.recordHere(format(text, ...args), args.length > 0 ? text : undefined)
const logger = Object.fromEntries(['trace', 'debug', 'info', 'warn', 'error', 'fatal'].map((level) => [level, sink]))
const message = () => ({
  from: mail(),
  to: [mail(), mail()],
  subject: word(),
  text: hex(integer(1, 60)),
  messageId: `<${uuid()}@example>`,
})
await times(40, (i) => {
  const transport = nodemailer.createTransport({
    host: '127.0.0.1',
    port,
    logger,
    debug: true,
    ignoreTLS: true,
    pool: i % 4 === 0,
    auth: i % 2 ? { user: mail(), pass: hex(8) } : undefined,
  })
  return failing(() => transport.sendMail(message())).then(() => transport.close())
})
await times(6, () =>
  failing(() => nodemailer.createTransport({ host: '127.0.0.1', port: integer(2, 900), logger }).sendMail(message())),
)
await times(6, () =>
  failing(() => nodemailer.createTransport({ host: `${word()}-${hex(3)}.invalid`, logger }).sendMail(message())),
)
await times(4, () =>
  failing(() => nodemailer.createTransport({ host: '127.0.0.1', port, secure: true, logger }).sendMail(message())),
)
await times(4, () =>
  failing(() => nodemailer.createTransport({ host: '127.0.0.1', port, logger, requireTLS: true }).sendMail(message())),
)
await times(6, () =>
  failing(() =>
    nodemailer
      .createTransport({ host: '127.0.0.1', port, logger })
      .sendMail({ ...message(), to: pick([undefined, ` ${word()}`]) }),
  ),
)
await times(6, () =>
  failing(() =>
    nodemailer
      .createTransport({ host: '127.0.0.1', port, logger })
      .sendMail({ ...message(), attachments: [{ path: `/srv/${word()}.pdf` }] }),
  ),
)
await times(6, () => nodemailer.createTransport({ streamTransport: true, buffer: true, logger }).sendMail(message()))
await times(6, () => nodemailer.createTransport({ jsonTransport: true, logger }).sendMail(message()))
process.exit(0)
