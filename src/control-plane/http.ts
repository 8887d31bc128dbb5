import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { createHttpAgent, type HttpAgent } from '../internal/http-agent.js'

const CONNECTIONS = 2

export interface HttpRequest {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Sent gzipped. */
  readonly body?: string
  /** From DNS to the last byte. */
  readonly timeoutMillis: number
  readonly maxWireBytes: number
  readonly maxBytes: number
}

export interface HttpAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** A small HTTP client on undici, loaded at the first request: bounded in time and size, follows no redirect. */
export interface Http {
  /** @throws on network errors, time-outs and bodies over their caps */
  request(request: HttpRequest): Promise<HttpAnswer>
  close(): Promise<void>
}

const gzipAsync = promisify(gzip)
const gunzipAsync = promisify(gunzip)

export function createHttp(): Http {
  let client: Promise<HttpAgent> | undefined
  let closed = false

  return {
    async request({ method, url, headers, body, timeoutMillis, maxWireBytes, maxBytes }) {
      if (closed) throw new Error('closed')
      client ??= createHttpAgent(CONNECTIONS)
      const { agent, request } = await client
      const signal = AbortSignal.timeout(timeoutMillis)
      const response = await request(url, {
        dispatcher: agent,
        method,
        signal,
        headers: {
          ...headers,
          'accept-encoding': 'gzip',
          ...(body !== undefined && { 'content-type': 'application/json', 'content-encoding': 'gzip' }),
        },
        body: body === undefined ? null : await gzipAsync(body),
      })
      const wire = await readCapped(response.body, maxWireBytes)
      const zipped = response.headers['content-encoding'] === 'gzip'
      const bytes = zipped ? await gunzipAsync(wire, { maxOutputLength: maxBytes }) : wire
      if (bytes.length > maxBytes) throw new Error(`the answer is larger than ${maxBytes} bytes`)
      return { status: response.statusCode, headers: response.headers, body: bytes.toString('utf8') }
    },
    async close() {
      closed = true
      await client?.then(({ agent }) => agent.destroy()).catch(() => {})
    },
  }
}

async function readCapped(body: AsyncIterable<Buffer> & { destroy(): unknown }, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > maxBytes) {
      body.destroy()
      throw new Error(`the answer is larger than ${maxBytes} bytes`)
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
