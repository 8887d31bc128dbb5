import { type NetworkProblem, networkProblemOf } from '../../../delivery/network-problem.js'
import { within } from '../../../internal/deadline.js'
import { createDiag } from '../../../internal/diag.js'
import type { ConnectionOptions } from '../../../internal/http-transport.js'
import { openTransport } from '../../../internal/open-transport.js'
import { describeCause, publicText } from '../../../internal/public-text.js'
import { systemTimers } from '../../../internal/timer.js'
import { untraced } from '../../../internal/untraced.js'
import { proxyFor } from './proxy-for.js'

const TIMEOUT_MILLIS = 10_000
const MAX_BODY_BYTES = 1024 * 1024

export interface ReachRequest {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array
}

/** An answer, or why there is none. */
export type Reached =
  | { readonly ok: true; readonly status: number; readonly date: number | undefined; readonly body: string }
  | {
      readonly ok: false
      readonly problem: NetworkProblem | 'proxy' | 'no_answer'
      /** In a few words, without keys. */
      readonly cause: string
    }

/** Sends one request as the SDK would: by the same connections, proxies and certificates. Never rejects. */
export type Reach = (request: ReachRequest, connection: ConnectionOptions) => Promise<Reached>

export const reach: Reach = async ({ method, url, headers = {}, body }, connection) => {
  const transport = await openTransport({ ...connection, connections: 1 }, createDiag())
  const signal = AbortSignal.timeout(TIMEOUT_MILLIS)
  const sent = untraced(() => transport.request({ method, url, headers, body, signal, maxBytes: MAX_BODY_BYTES }))
  try {
    // A request of the transport does not keep a process alive.
    await within(2 * TIMEOUT_MILLIS, systemTimers, sent)
    const { status, headers: answered, body: bytes } = await sent
    const date = Date.parse(String(answered['date']))
    return { ok: true, status, date: Number.isNaN(date) ? undefined : date, body: bytes.toString('utf8') }
  } catch (error) {
    const cause = publicText(describeCause(deepest(error)))
    if (signal.aborted) return { ok: false, problem: 'no_answer', cause: `none within ${TIMEOUT_MILLIS / 1_000} s` }
    const problem = networkProblemOf(error)
    const isOfProxy = proxyFor(url, connection.proxies) !== undefined && problem !== 'tls_failed'
    return { ok: false, problem: isOfProxy ? 'proxy' : problem, cause }
  } finally {
    await transport.close()
  }
}

/** Returns the error at the end of its causes: the ones before say `fetch failed`. */
function deepest(error: unknown): unknown {
  let at = error
  for (let i = 0; i < 4; i++) {
    const { cause, errors } = (at ?? {}) as { cause?: unknown; errors?: unknown }
    const next = cause ?? (Array.isArray(errors) ? errors[0] : undefined)
    if (!(next instanceof Error)) break
    at = next
  }
  return at
}
