import type { NetworkProblem } from './network-problem.js'

/** What a response of the backend means for the batch. A status is classified here and nowhere else. */
export type Outcome =
  /** `rejectedRecords` of them were not taken and must not be repeated, as OTLP's partial success says. */
  | { readonly kind: 'delivered'; readonly rejectedRecords: number; readonly message: string }
  /** Keep and try again. */
  | {
      readonly kind: 'retry'
      readonly problem: string
      /** `undefined`: there was no answer. */
      readonly status?: number
      readonly network?: NetworkProblem
      readonly retryAfterMillis?: number
    }
  /** Keep and try again in minutes: a rotated key, or a wrong address, must not lose logs. */
  | {
      readonly kind: 'denied'
      readonly problem: string
      readonly status: number
      readonly retryAfterMillis?: number
    }
  /** Too many bytes at once. */
  | { readonly kind: 'too_large' }
  /** At least one record of the batch cannot be accepted, ever; `uncompressed`: it was sent so, and the reason is not gzip. */
  | { readonly kind: 'rejected'; readonly problem: string; readonly uncompressed?: boolean }
  /** By the letter of OTLP the whole batch must not be repeated. */
  | { readonly kind: 'given_up'; readonly problem: string }

/** Classifies a status. PostHog responds with 500 while its queue is down, and with 402 and 429 over a quota: kept logs arrive later. */
export function outcomeOf(status: number, retryAfterMillis: number | undefined, strictOtlp: boolean): Outcome {
  if (status >= 200 && status < 300) return { kind: 'delivered', rejectedRecords: 0, message: '' }
  if (status === 413) return { kind: 'too_large' }
  const problem = `the backend answered ${status}`
  if (status === 400 || status === 422) return { kind: 'rejected', problem }
  const wait = { problem, status, ...(retryAfterMillis !== undefined && { retryAfterMillis }) }
  const retry = { kind: 'retry', ...wait } as const
  if (status === 429 || status === 502 || status === 503 || status === 504) return retry
  if (status === 402 || status === 408 || status >= 500) return strictOtlp ? { kind: 'given_up', problem } : retry
  return { kind: 'denied', ...wait }
}
