import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'
import { type ConnectionOptions, createHttpAgent, type HttpAgent, type HttpResponse } from '../internal/http-agent.js'
import { parseRetryAfter } from '../internal/retry-after.js'
import { untraced } from '../internal/untraced.js'
import { parsePartialSuccess } from './otlp/partial-success.js'
import { type Outcome, outcomeOf } from './outcome.js'

const CONNECTIONS = 4
const MAX_RESPONSE_BYTES = 64 * 1024

const gzipAsync = promisify(gzip)

export interface OtlpHttpOptions {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** From DNS to the last byte of the answer. */
  readonly timeoutMillis: number
  /** Repeat only what OTLP says may be repeated. */
  readonly strictOtlp?: boolean
  readonly connection?: ConnectionOptions
  /** Epoch milliseconds, for Retry-After dates. */
  readonly now: () => number
}

export interface Sent {
  readonly outcome: Outcome
  /** Bytes on the wire, compressed. */
  readonly wireBytes: number
}

/** Posts OTLP bodies, gzipped, over kept-alive connections. Follows no redirect; never throws. */
export interface OtlpHttp {
  send(body: Uint8Array, contentType: string): Promise<Sent>
  close(): Promise<void>
}

export function createOtlpHttp(options: OtlpHttpOptions): OtlpHttp {
  const { url, headers, timeoutMillis, strictOtlp = false, connection = {}, now } = options
  let client: Promise<HttpAgent> | undefined
  let closed = false

  async function post(zipped: Buffer, contentType: string): Promise<Outcome> {
    // Compression may end after `close`.
    if (closed) return { kind: 'retry', problem: 'closed' }
    client ??= createHttpAgent(CONNECTIONS, connection)
    const { agent, request } = await client
    const response = await untraced(() =>
      request(url, {
        dispatcher: agent,
        method: 'POST',
        headers: { ...headers, 'content-type': contentType, 'content-encoding': 'gzip' },
        body: zipped,
        signal: AbortSignal.timeout(timeoutMillis),
      }),
    )
    const outcome = outcomeOf(response.statusCode, parseRetryAfter(response.headers['retry-after'], now()), strictOtlp)
    const answer = await readBody(response)
    return outcome.kind === 'delivered' ? { kind: 'delivered', ...parsePartialSuccess(answer) } : outcome
  }

  return {
    async send(body, contentType) {
      let wireBytes = 0
      try {
        const zipped = await gzipAsync(body, { level: constants.Z_BEST_SPEED })
        wireBytes = zipped.length
        return { outcome: await post(zipped, contentType), wireBytes }
      } catch (error) {
        const problem = error instanceof Error ? error.message : String(error)
        return { outcome: { kind: 'retry', problem }, wireBytes }
      }
    },
    async close() {
      closed = true
      await client?.then(({ agent }) => agent.destroy()).catch(() => {})
    },
  }
}

/** As it came: nobody inflates what a backend sends. The status stands, whatever becomes of the body. */
async function readBody({ body }: HttpResponse): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      size += chunk.length
      if (size > MAX_RESPONSE_BYTES) break
    }
  } catch {
    // It ended too early or too late.
  }
  return Buffer.concat(chunks).subarray(0, MAX_RESPONSE_BYTES)
}
