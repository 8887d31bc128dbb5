/** What an answer of the backend means for the batch. A status is classified here and nowhere else. */
export type Outcome =
  | { readonly kind: 'delivered' }
  /** Keep and try again. */
  | { readonly kind: 'retry'; readonly problem: string; readonly retryAfterMillis?: number }
  /** Keep and try again in minutes: a rotated key, or a wrong address, must not lose logs. */
  | { readonly kind: 'denied'; readonly problem: string }
  /** Too many bytes at once. */
  | { readonly kind: 'too_large' }
  /** At least one record of the batch cannot be accepted, ever. */
  | { readonly kind: 'rejected' }

export function outcomeOf(status: number, retryAfterMillis: number | undefined): Outcome {
  if (status >= 200 && status < 300) return { kind: 'delivered' }
  if (status === 400 || status === 422) return { kind: 'rejected' }
  if (status === 413) return { kind: 'too_large' }
  const problem = `the backend answered ${status}`
  if (status === 402 || status === 408 || status === 429 || status >= 500) {
    return { kind: 'retry', problem, ...(retryAfterMillis !== undefined && { retryAfterMillis }) }
  }
  return { kind: 'denied', problem }
}
