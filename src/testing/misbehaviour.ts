import type { ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { realTimers } from '../internal/real-time.js'

const DRIP_MILLIS = 100
const CHUNK = Buffer.alloc(64 * 1024, '.')
const MEBIBYTE = 1024 * 1024
const BOMB_MEMBERS = 64
let bomb: Buffer | undefined

/**
 * Ways in which a server fails:
 * `hang` never responds; `reset` closes the connection at once, `reset_in_body` in the middle of an answer; `half_close` ends its side
 * without an answer; `drip_headers` and `drip` send a byte every 100 ms and never end; `garbage` answers what is no HTTP; `short`
 * promises more bytes than it sends; `endless` never stops sending; `bomb` sends 64 KiB that inflate to 64 MiB; `interim` says 103
 * over and over.
 */
export type Misbehaviour =
  | 'hang'
  | 'reset'
  | 'reset_in_body'
  | 'half_close'
  | 'drip_headers'
  | 'drip'
  | 'garbage'
  | 'short'
  | 'endless'
  | 'bomb'
  | 'interim'

/** Fails in the way asked for; what goes on and on is put into `timers`. */
export function misbehave(
  response: ServerResponse,
  kind: Misbehaviour,
  status: number,
  timers: Set<NodeJS.Timeout>,
): void {
  const socket = response.socket!
  const repeat = (work: () => void) => {
    const timer = realTimers.setInterval(work, DRIP_MILLIS)
    timers.add(timer)
    socket.on('close', () => realTimers.clearInterval(timer))
  }
  const head = `HTTP/1.1 ${status} Scripted\r\n`
  const acts: Record<Misbehaviour, () => void> = {
    hang: () => {},
    reset: () => socket.resetAndDestroy(),
    reset_in_body: () => socket.write(`${head}content-length: 100\r\n\r\nhalf`, () => socket.resetAndDestroy()),
    half_close: () => socket.end(),
    drip_headers: () => {
      socket.write(head)
      repeat(() => socket.write('x'))
    },
    drip: () => {
      response.writeHead(status).flushHeaders()
      repeat(() => response.write('.'))
    },
    garbage: () => socket.end('\x16\x03\x01 this is not HTTP\r\n\r\n'),
    short: () => socket.end(`${head}content-length: 1000\r\n\r\nonly this`),
    endless: () => {
      socket.write(`${head}transfer-encoding: chunked\r\n\r\n`)
      const pour = () => {
        while (!socket.destroyed && socket.write(`${CHUNK.length.toString(16)}\r\n${CHUNK}\r\n`));
        if (!socket.destroyed) socket.once('drain', pour)
      }
      pour()
    },
    bomb: () => {
      response.writeHead(status, { 'content-encoding': 'gzip' })
      // A gzip file may have any number of members.
      bomb ??= Buffer.concat(Array(BOMB_MEMBERS).fill(gzipSync(Buffer.alloc(MEBIBYTE))))
      response.end(bomb)
    },
    interim: () => repeat(() => socket.write('HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n')),
  }
  socket.on('error', () => {})
  acts[kind]()
}
