import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { type ConnectionOptions, createHttpAgent, type HttpAgent } from '../internal/http-agent.js'
import { untraced } from '../internal/untraced.js'
import { inflateCapped, readCapped } from './capped-body.js'

const CONNECTIONS = 2
/** Of an answer whose body nobody reads: up to here it is read off, so that the connection can be used again. */
const MAX_IGNORED_BYTES = 64 * 1024

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
  /** Of a success; otherwise empty. */
  readonly body: string
}

/** A small HTTP client on undici, loaded at the first request: bounded in time and size, follows no redirect. */
export interface Http {
  /** @throws on network errors, time-outs, bodies over their caps and bodies that are not UTF-8 */
  request(request: HttpRequest): Promise<HttpAnswer>
  close(): Promise<void>
}

const gzipAsync = promisify(gzip)
// The text must stand for the very bytes.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export function createHttp(connection: ConnectionOptions = {}): Http {
  let client: Promise<HttpAgent> | undefined
  let closed = false

  return {
    async request({ method, url, headers, body, timeoutMillis, maxWireBytes, maxBytes }) {
      if (closed) throw new Error('closed')
      const signal = AbortSignal.timeout(timeoutMillis)
      client ??= createHttpAgent(CONNECTIONS, connection)
      const { agent, request } = await client
      const zippedBody = body === undefined ? null : await gzipAsync(body)
      const response = await untraced(() =>
        request(url, {
          dispatcher: agent,
          method,
          signal,
          headers: {
            ...headers,
            'accept-encoding': 'gzip',
            ...(body !== undefined && { 'content-type': 'application/json', 'content-encoding': 'gzip' }),
          },
          body: zippedBody,
        }),
      )
      const { statusCode: status, headers: answered } = response
      if (status < 200 || status > 299) {
        await response.body.dump({ limit: MAX_IGNORED_BYTES, signal }).catch(() => {})
        return { status, headers: answered, body: '' }
      }
      const wire = await readCapped(response.body, answered['content-length'], maxWireBytes)
      const zipped = String(answered['content-encoding']).toLowerCase() === 'gzip'
      const bytes = zipped ? await inflateCapped(wire, maxBytes) : wire
      return { status, headers: answered, body: decoder.decode(bytes) }
    },
    async close() {
      closed = true
      await client?.then(({ agent }) => agent.destroy()).catch(() => {})
    },
  }
}
