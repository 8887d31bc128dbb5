import { promisify, TextDecoder } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { Diag } from '../internal/diag.js'
import type { ConnectionOptions, HttpTransport } from '../internal/http-transport.js'
import { openTransport } from '../internal/open-transport.js'
import { untraced } from '../internal/untraced.js'

const MAX_CONNECTIONS = 2

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

export interface HttpResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** Of a success; otherwise empty. */
  readonly body: string
}

/** A small HTTP client, bounded in time and size; it follows no redirect. Its transport is loaded at the first request. */
export interface Http {
  /** @throws on network errors, time-outs, bodies over their caps and bodies that are not UTF-8 */
  request(request: HttpRequest): Promise<HttpResponse>
  close(): Promise<void>
}

const gzipAsync = promisify(gzip)
const gunzipAsync = promisify(gunzip)
// The text must be exactly the bytes: a signature would be made of them.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export function createHttp(connection: ConnectionOptions, diag: Diag): Http {
  let transport: Promise<HttpTransport> | undefined
  let closed = false

  return {
    async request({ method, url, headers, body: text, timeoutMillis, maxWireBytes, maxBytes }) {
      if (closed) throw new Error('closed')
      const signal = AbortSignal.timeout(timeoutMillis)
      transport ??= openTransport({ ...connection, connections: MAX_CONNECTIONS }, diag)
      const { request } = await transport
      const body = text === undefined ? undefined : await gzipAsync(text)
      const answer = await untraced(() =>
        request({
          url,
          method,
          signal,
          headers: {
            ...headers,
            'accept-encoding': 'gzip',
            ...(text !== undefined && { 'content-type': 'application/json', 'content-encoding': 'gzip' }),
          },
          body,
          maxBytes: maxWireBytes,
        }),
      )
      const { status, headers: answered, problem } = answer
      if (status < 200 || status > 299) return { status, headers: answered, body: '' }
      if (problem !== undefined) throw new Error(problem)
      const zipped = String(answered['content-encoding']).toLowerCase() === 'gzip'
      const bytes = zipped ? await inflateCapped(answer.body, maxBytes) : answer.body
      return { status, headers: answered, body: decoder.decode(bytes) }
    },
    async close() {
      closed = true
      await transport?.then(({ close }) => close()).catch(() => {})
    },
  }
}

/**
 * Inflates in chunks off the loop, and stops at the first byte too many.
 *
 * @throws when there is more, or the bytes are not gzip
 */
async function inflateCapped(wire: Buffer, maxBytes: number): Promise<Buffer> {
  return gunzipAsync(wire, { maxOutputLength: maxBytes }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ERR_BUFFER_TOO_LARGE' ? new Error(`the answer is larger than ${maxBytes} bytes`) : error
  })
}
