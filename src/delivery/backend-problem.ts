import type { Outcome } from './outcome.js'

export type Failure = Extract<Outcome, { kind: 'retry' | 'denied' }>

/** What of a failure is said at once, because waiting will not mend it. */
export const PLAIN_PROBLEMS = [
  'key_refused',
  'address_refused',
  'format_refused',
  'host_unknown',
  'tls_failed',
  'quota_exceeded',
] as const
export type PlainProblem = (typeof PLAIN_PROBLEMS)[number]

/** `undefined`: it may pass by itself. */
export function plainProblemOf(failure: Failure): PlainProblem | undefined {
  const { status } = failure
  if (failure.kind === 'denied') {
    if (status === 401 || status === 403) return 'key_refused'
    return status === 406 || status === 415 ? 'format_refused' : 'address_refused'
  }
  if (status === 402) return 'quota_exceeded'
  const { network } = failure
  return network === 'host_unknown' || network === 'tls_failed' ? network : undefined
}

/** Returns whether it was turned away at once, so that there is nothing to wait for. */
export function isRefusal(failure: Failure): boolean {
  return failure.kind === 'denied' || (failure.network !== undefined && failure.network !== 'other')
}
