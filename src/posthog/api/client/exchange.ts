import { Agent, request } from 'undici'
import type { Clock } from '../../../internal/clock.js'
import { readResponse } from '../../../internal/response-body.js'
import type { Timers } from '../../../internal/timer.js'
import { guardedLookup } from './private-address.js'

/** One HTTP request. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly maxBytes: number
  readonly signal?: AbortSignal | undefined
}

/** What came back; `failed` says why nothing did. */
export type HttpAnswer =
  | { readonly status: number; readonly retryAfter: string | string[] | undefined; readonly text: string }
  | { readonly failed: string; readonly stopped: boolean }

/** Sends requests to hosts that were allowed. No redirects, no proxies, no names that lead to private addresses. */
export interface Exchange {
  send(request: HttpRequest): Promise<HttpAnswer>
  close(): Promise<void>
}

/** @param timeoutMillis for one request, from its start to the end of the answer */
export function openExchange(timeoutMillis: number, timers: Clock & Timers): Exchange {
  const agent = new Agent({
    connect: { lookup: guardedLookup, timeout: timeoutMillis },
    headersTimeout: timeoutMillis,
    bodyTimeout: timeoutMillis,
    connections: 2,
    pipelining: 1,
    maxHeaderSize: 16_384,
  })
  return {
    async send({ method, url, headers, body, maxBytes, signal }) {
      const late = new AbortController()
      const timer = timers.after(timeoutMillis, () => late.abort(), { keepAlive: true })
      const ended = signal === undefined ? late.signal : AbortSignal.any([late.signal, signal])
      const failed = (why: string): HttpAnswer => {
        if (signal?.aborted) return { failed: 'it was stopped', stopped: true }
        return { failed: late.signal.aborted ? `no answer within ${timeoutMillis / 1_000} s` : why, stopped: false }
      }
      try {
        const answer = await request(url, { dispatcher: agent, method, headers, body: body ?? null, signal: ended })
        const {
          status,
          headers: got,
          body: bytes,
          problem,
        } = await readResponse(answer.statusCode, answer.headers, answer.body, maxBytes)
        // Of a 429 the header counts, whatever became of its body.
        if (problem !== undefined && status < 400) return failed(problem)
        return { status, retryAfter: got['retry-after'], text: bytes.toString('utf8') }
      } catch (error) {
        return failed(reasonOf(error))
      } finally {
        timer.cancel()
      }
    },
    close: () => agent.destroy(),
  }
}

/** Messages of the network name addresses, never headers; an `AggregateError` has none of its own. */
function reasonOf(error: unknown): string {
  const { code, message, errors } = error as NodeJS.ErrnoException & { errors?: unknown[] }
  const first = errors?.[0]
  if (first !== undefined) return reasonOf(first)
  return message || code || 'the network failed'
}
