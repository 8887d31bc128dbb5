import { backoffMillis, clampRetryAfter, deniedMillis } from '../internal/backoff.js'
import type { Diag } from '../internal/diag.js'
import type { Random } from '../internal/random.js'
import type { Outcome } from './outcome.js'

/** An outage so short is met soon after its end, however many attempts fell into it. */
const SHORT_OUTAGE_MILLIS = 30_000
const MAX_SHORT_DELAY_MILLIS = 15_000
/** While somebody waits for a flush, a backend that heals must be met soon. */
const MAX_FLUSH_RETRY_MILLIS = 500

/** Whether the backend takes requests now. Times are monotonic milliseconds. */
export interface BackendHealth {
  /** The last request failed: one at a time until one succeeds. */
  readonly failing: boolean
  /** No request before this. */
  readonly blockedUntil: number
  /** The same, by the backend's own word: it holds whoever waits. */
  readonly toldUntil: number
  failed(outcome: Extract<Outcome, { kind: 'retry' | 'denied' }>, now: number, flushing: boolean): void
  recovered(): void
  /** Somebody flushes: the pause is over, but for what the backend asked for. */
  retrySoon(): void
}

export function createBackendHealth(random: Random, diag: Diag): BackendHealth {
  let failures = 0
  let failingSince = 0
  let pausedUntil = Number.NEGATIVE_INFINITY
  // Only time ends it: an answer that comes meanwhile is to a request from before.
  let toldUntil = Number.NEGATIVE_INFINITY
  return {
    get failing() {
      return failures > 0
    },
    get blockedUntil() {
      return Math.max(pausedUntil, toldUntil)
    },
    get toldUntil() {
      return toldUntil
    },
    failed(outcome, now, flushing) {
      if (failures === 0) failingSince = now
      failures++
      diag.once('delivery', 'logs cannot be delivered; they are kept and sent again', outcome.problem)
      if (outcome.retryAfterMillis !== undefined) {
        toldUntil = Math.max(toldUntil, now + clampRetryAfter(outcome.retryAfterMillis))
        return
      }
      const delay = delayOf(outcome, failures, random, now - failingSince)
      pausedUntil = now + (flushing ? Math.min(delay, MAX_FLUSH_RETRY_MILLIS) : delay)
    },
    recovered() {
      failures = 0
      pausedUntil = Number.NEGATIVE_INFINITY
      diag.resolved('delivery')
    },
    retrySoon() {
      pausedUntil = Number.NEGATIVE_INFINITY
    },
  }
}

function delayOf(
  outcome: Extract<Outcome, { kind: 'retry' | 'denied' }>,
  failures: number,
  random: Random,
  outageMillis: number,
): number {
  if (outcome.kind === 'denied') return deniedMillis(random)
  return outageMillis < SHORT_OUTAGE_MILLIS
    ? backoffMillis(failures, random, MAX_SHORT_DELAY_MILLIS)
    : backoffMillis(failures, random)
}
