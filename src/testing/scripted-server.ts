import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { realTimers } from '../internal/real-time.js'
import { type Misbehaviour, misbehave } from './misbehaviour.js'

/** A response of a scripted server instead of its own. */
export interface ScriptedAnswer {
  /** HTTP status. Default 200. */
  readonly status?: number
  /** Headers of the response. Default: none. */
  readonly headers?: Readonly<Record<string, string>>
  /** Body of the response. Default: empty. */
  readonly body?: string | Uint8Array
  /** Delay before the response, in milliseconds. Default: 0. */
  readonly delayMillis?: number
  /** How many requests in a row get this response. Default: 1. */
  readonly times?: number
  /** Fails in this way instead of responding. Default: responds. */
  readonly misbehave?: Misbehaviour
}

/** A request to a scripted server. */
export interface IncomingRequest {
  /** In upper case. */
  readonly method: string
  /** Path with query. */
  readonly path: string
  /** By name in lower case, as Node.js has them. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** As it came. */
  readonly wireBytes: number
  /** Inflated; empty if it could not be inflated. */
  readonly body: Buffer
  /** Why it could not be inflated. */
  readonly problem: string | undefined
}

/** Responses to the requests to come, in order; afterwards the server responds by itself again. */
export type Script = readonly ScriptedAnswer[] | ((request: IncomingRequest) => ScriptedAnswer | undefined)

export interface ScriptedServer {
  readonly url: string
  script(script: Script | undefined): void
  close(): Promise<void>
}

const MAX_WIRE_BYTES = 32 * 1024 * 1024
const MAX_INFLATED_BYTES = 32 * 1024 * 1024

/** Starts a loopback HTTP server that responds by `handle` unless a script says otherwise. */
export async function startScriptedServer(
  port: number,
  handle: (request: IncomingRequest) => ScriptedAnswer | Promise<ScriptedAnswer>,
): Promise<ScriptedServer> {
  let queue: ScriptedAnswer[] = []
  let decide: ((request: IncomingRequest) => ScriptedAnswer | undefined) | undefined
  const sockets = new Set<Socket>()
  const timers = new Set<NodeJS.Timeout>()

  const server = createServer((message, response) => {
    read(message)
      .then((request) => {
        const answer = queue.shift() ?? decide?.(request) ?? handle(request)
        if (answer instanceof Promise) return answer.then((later) => send(response, later, timers))
        // In the same turn: whoever was told of the request may close the server in the next.
        return send(response, answer, timers)
      })
      .catch(() => message.destroy())
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    script(script) {
      const answers: readonly ScriptedAnswer[] = typeof script === 'object' ? script : []
      queue = answers.flatMap((answer) => Array.from({ length: answer.times ?? 1 }, () => answer))
      decide = typeof script === 'function' ? script : undefined
    },
    async close() {
      for (const timer of timers) realTimers.clearInterval(timer)
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

async function read(message: IncomingMessage): Promise<IncomingRequest> {
  const chunks: Buffer[] = []
  let wireBytes = 0
  for await (const chunk of message) {
    wireBytes += (chunk as Buffer).length
    if (wireBytes > MAX_WIRE_BYTES) throw new Error('the request is too large')
    chunks.push(chunk as Buffer)
  }
  const wire = Buffer.concat(chunks)
  const { method = 'GET', url: path = '/', headers } = message
  const inflated = headers['content-encoding'] === 'gzip' ? inflate(wire) : { body: wire, problem: undefined }
  return { method, path, headers, wireBytes, ...inflated }
}

/** A bomb is passed on as a body too large for any server here. */
function inflate(wire: Buffer): Pick<IncomingRequest, 'body' | 'problem'> {
  try {
    return { body: gunzipSync(wire, { maxOutputLength: MAX_INFLATED_BYTES }), problem: undefined }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ERR_BUFFER_TOO_LARGE') return { body: Buffer.alloc(MAX_INFLATED_BYTES), problem: undefined }
    return { body: Buffer.alloc(0), problem: message }
  }
}

function send(response: ServerResponse, answer: ScriptedAnswer, timers: Set<NodeJS.Timeout>): void {
  const { status = 200, headers = {}, body = '', delayMillis = 0, misbehave: how } = answer
  const respond = () => {
    if (how !== undefined) misbehave(response, how, status, timers)
    else response.writeHead(status, headers).end(body)
  }
  if (delayMillis === 0) respond()
  else timers.add(realTimers.setTimeout(respond, delayMillis))
}
