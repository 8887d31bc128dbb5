import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'
import type { Diag } from '../internal/diag.js'
import type { ConnectionOptions, HttpTransport } from '../internal/http-transport.js'
import { openTransport } from '../internal/open-transport.js'
import { describeCause } from '../internal/public-text.js'
import { parseRetryAfter } from '../internal/retry-after.js'
import { untraced } from '../internal/untraced.js'
import { GzipTrust } from './gzip-trust.js'
import { networkProblemOf } from './network-problem.js'
import { parsePartialSuccess } from './otlp/partial-success.js'
import { type Outcome, outcomeOf } from './outcome.js'

const MAX_CONNECTIONS = 4
const MAX_RESPONSE_BYTES = 64 * 1024
const MIN_ZIPPED_PART_BYTES = 1024

const gzipAsync = promisify(gzip)

export interface OtlpHttpOptions {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Of bodies. Default: `gzip`. */
  readonly compression?: 'gzip' | 'none'
  /** From DNS to the last byte of the answer. */
  readonly timeoutMillis: number
  /** Repeat only what OTLP says may be repeated. */
  readonly strictOtlp?: boolean
  readonly connection?: ConnectionOptions
  /** Epoch milliseconds, for Retry-After dates. */
  readonly epochMillis: () => number
  /** For messages. */
  readonly backendName?: string
  readonly diag: Diag
}

export interface Sent {
  readonly outcome: Outcome
  /** Bytes on the wire, compressed or not. */
  readonly wireBytes: number
}

/** Posts OTLP bodies over kept-alive connections, gzipped unless the backend takes none. Follows no redirect; never throws. */
export interface OtlpHttp {
  /** Whether bodies are compressed, as far as the backend is known. */
  readonly compresses: boolean
  send(body: Uint8Array, contentType: string, options?: { uncompressed?: boolean }): Promise<Sent>
  close(): Promise<void>
}

interface Answer {
  readonly status: number
  readonly outcome: Outcome
}

export function createOtlpHttp(options: OtlpHttpOptions): OtlpHttp {
  const { url, headers, timeoutMillis, strictOtlp = false, connection = {}, epochMillis, diag } = options
  const { backendName = 'the backend' } = options
  const trust = new GzipTrust(options.compression !== 'none')
  let transport: Promise<HttpTransport> | undefined
  let closed = false

  async function post(body: Uint8Array, contentType: string, encoding?: 'gzip'): Promise<Answer> {
    // Compression may end after `close`.
    if (closed) throw new Error('closed')
    transport ??= openTransport({ ...connection, connections: MAX_CONNECTIONS }, diag)
    const { request } = await transport
    const { status, ...answer } = await untraced(() =>
      request({
        method: 'POST',
        url,
        headers: { ...headers, 'content-type': contentType, ...(encoding && { 'content-encoding': encoding }) },
        body,
        signal: AbortSignal.timeout(timeoutMillis),
        maxBytes: MAX_RESPONSE_BYTES,
      }),
    )
    const outcome = outcomeOf(status, parseRetryAfter(answer.headers['retry-after'], epochMillis()), strictOtlp)
    if (outcome.kind === 'delivered')
      return { status, outcome: { kind: 'delivered', ...parsePartialSuccess(answer.body) } }
    if (outcome.kind === 'rejected' && encoding === undefined)
      return { status, outcome: { ...outcome, uncompressed: true } }
    return { status, outcome }
  }

  return {
    get compresses() {
      return trust.enabled
    },
    async send(body, contentType, { uncompressed = false } = {}) {
      let wireBytes = 0
      try {
        if (uncompressed || !trust.enabled) {
          wireBytes = body.length
          return { outcome: (await post(body, contentType)).outcome, wireBytes }
        }
        // One part, mostly: each is a way to another thread and back.
        const chunkSize = Math.max(MIN_ZIPPED_PART_BYTES, body.length >> 1)
        const zipped = await gzipAsync(body, { level: constants.Z_BEST_SPEED, chunkSize })
        wireBytes = zipped.length
        const { status, outcome } = await post(zipped, contentType, 'gzip')
        if (outcome.kind === 'delivered') trust.accepted()
        if (!trust.doubtedBy(status)) return { outcome, wireBytes }
        wireBytes += body.length
        const second = await post(body, contentType)
        if (second.outcome.kind === 'delivered') {
          trust.disproved()
          diag.once('gzip_refused', { backend: backendName, cause: status })
        }
        return { outcome: second.outcome, wireBytes }
      } catch (error) {
        return {
          outcome: { kind: 'retry', problem: describeCause(error), network: networkProblemOf(error) },
          wireBytes,
        }
      }
    },
    async close() {
      closed = true
      await transport?.then(({ close }) => close()).catch(() => {})
    },
  }
}
