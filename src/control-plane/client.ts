import { clampRetryAfter } from '../internal/backoff.js'
import type { Clock } from '../internal/clock.js'
import type { Diag } from '../internal/diag.js'
import type { ConnectionOptions } from '../internal/http-transport.js'
import { describeCause, publicText } from '../internal/public-text.js'
import { parseRetryAfter } from '../internal/retry-after.js'
import { systemTimers, type Timers } from '../internal/timer.js'
import { INSTANCE_HEADER, MAX_POLICY_BYTES, policyPath, STATS_PATH } from '../protocol/endpoints.js'
import { parseStatsReceipt, type StatsReceipt } from '../protocol/stats-receipt.js'
import type { StatsReport } from '../protocol/stats-report.js'
import { createHttp, type HttpRequest, type HttpResponse } from './http.js'
import { createKeySource, type GivenKey, type RequestKey } from './key-source.js'
import { parseJson } from './policy-acceptance.js'

const DEFAULT_TIMEOUT_MILLIS = 10_000
const MAX_RECEIPT_BYTES = 64 * 1024

export interface Failure {
  /** `denied`: the key was refused. `refused`: this request will never be accepted. `failed`: worth another try. */
  readonly kind: 'denied' | 'refused' | 'failed'
  readonly problem: string
  readonly retryAfterMillis?: number
  /** Of the answer, if there was one. */
  readonly status?: number
}

export type PolicyResponse =
  /** `text` is the document as it came. */
  | { readonly kind: 'policy'; readonly document: unknown; readonly text: string; readonly etag: string | undefined }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'none' }
  | Failure

export type StatsResponse =
  | { readonly kind: 'accepted'; readonly receipt: StatsReceipt }
  /** It has more bytes than whoever answered takes; fewer may pass. */
  | { readonly kind: 'too_large'; readonly problem: string; readonly bytes: number }
  | Failure

export interface ControlPlaneClientOptions {
  readonly url: string
  readonly serviceName: string
  readonly apiKey?: GivenKey
  readonly teamId?: number
  /** Sent with polls: a server may try a policy on some instances first. */
  readonly instanceId?: string
  /** Total deadline of a request. Default 10,000. */
  readonly timeoutMillis?: number
  readonly connection?: ConnectionOptions
  readonly clock: Clock
  /** Default: the system's. */
  readonly timers?: Timers
  readonly diag: Diag
}

/** Client of the LipService server. Classifies each response once; never throws. */
export interface ControlPlaneClient {
  fetchPolicy(etag?: string): Promise<PolicyResponse>
  sendStats(report: StatsReport): Promise<StatsResponse>
  close(): Promise<void>
}

export function createControlPlaneClient(options: ControlPlaneClientOptions): ControlPlaneClient {
  const { url, teamId, instanceId, serviceName, timeoutMillis = DEFAULT_TIMEOUT_MILLIS, clock } = options
  const keys = createKeySource(options.apiKey, { clock, timers: options.timers ?? systemTimers })
  const http = createHttp(options.connection ?? {}, options.diag)
  const base = url.replace(/\/+$/, '')

  async function request(parts: Omit<HttpRequest, 'timeoutMillis'>): Promise<HttpResponse | Failure> {
    for (let isFirst = true; ; isFirst = false) {
      let used: RequestKey
      try {
        used = await keys.next()
      } catch (error) {
        return { kind: 'denied', problem: publicText(describeCause(error)) }
      }
      const answer = await requestWith(used.key, parts)
      if (!('kind' in answer) || answer.status !== 401 || used.key === undefined) return answer
      keys.forget(used.key)
      if (!used.isReused || !isFirst) return answer
    }
  }

  async function requestWith(
    key: string | undefined,
    parts: Omit<HttpRequest, 'timeoutMillis'>,
  ): Promise<HttpResponse | Failure> {
    try {
      const headers = key === undefined ? parts.headers : { ...parts.headers, authorization: `Bearer ${key}` }
      const response = await http.request({ ...parts, headers, timeoutMillis })
      // Messages about a document quote a piece of it: a key in it would show.
      if (key !== undefined && response.body.includes(key)) throw new Error('the answer repeats the key')
      return failureOf(response, clock.now()) ?? response
    } catch (error) {
      const problem = describeCause(error)
      return { kind: 'failed', problem: publicText(key === undefined ? problem : problem.replaceAll(key, '…')) }
    }
  }

  return {
    async fetchPolicy(etag) {
      const response = await request({
        method: 'GET',
        url: base + policyPath(serviceName, teamId),
        headers: {
          accept: 'application/json',
          ...(instanceId !== undefined && { [INSTANCE_HEADER]: instanceId }),
          ...(etag !== undefined && { 'if-none-match': etag }),
        },
        maxWireBytes: MAX_POLICY_BYTES,
        maxBytes: MAX_POLICY_BYTES,
      })
      if ('kind' in response) return response
      if (response.status === 304 && etag !== undefined) return { kind: 'unchanged' }
      if (response.status === 404) return { kind: 'none' }
      const document = parseJson(response.body)
      if (document === undefined) return { kind: 'failed', problem: 'the policy is not JSON' }
      const header = response.headers['etag']
      return { kind: 'policy', document, text: response.body, etag: typeof header === 'string' ? header : undefined }
    },

    async sendStats(report) {
      const body = JSON.stringify(report)
      const response = await request({
        method: 'POST',
        url: base + STATS_PATH,
        headers: {},
        body,
        maxWireBytes: MAX_RECEIPT_BYTES,
        maxBytes: MAX_RECEIPT_BYTES,
      })
      if ('kind' in response) {
        const { status, problem } = response
        return status === 413 ? { kind: 'too_large', problem, bytes: Buffer.byteLength(body) } : response
      }
      if (response.status >= 300)
        return { kind: 'refused', problem: `the LipService server answered ${response.status}` }
      const receipt = parseStatsReceipt(parseJson(response.body))
      return { kind: 'accepted', receipt: receipt.ok ? receipt.value : {} }
    },

    close: () => http.close(),
  }
}

function failureOf({ status, headers }: HttpResponse, epochMillis: number): Failure | undefined {
  if ((status >= 200 && status < 300) || status === 304 || status === 404) return undefined
  const problem = `the LipService server answered ${status}`
  if (status === 401 || status === 403) return { kind: 'denied', problem, status }
  const retryAfter = parseRetryAfter(headers['retry-after'], epochMillis)
  const wait = retryAfter === undefined ? {} : { retryAfterMillis: clampRetryAfter(retryAfter) }
  if (status >= 400 && status < 500 && status !== 408 && status !== 429) return { kind: 'refused', problem, status }
  return { kind: 'failed', problem, ...wait, status }
}
