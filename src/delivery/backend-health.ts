import { backoffMillis, clampRetryAfter, deniedMillis } from '../internal/backoff.js'
import type { Diag } from '../internal/diag.js'
import { withFastMembers } from '../internal/fast-members.js'
import type { Random } from '../internal/random.js'
import type { Timer, Timers } from '../internal/timer.js'
import type { Backend } from './backend.js'
import { type Failure, isRefusal, PLAIN_PROBLEMS, plainProblemOf } from './backend-problem.js'

/** An outage so short is met soon after its end, however many attempts fell into it. */
const SHORT_OUTAGE_MILLIS = 30_000
const MAX_SHORT_DELAY_MILLIS = 15_000
/** While somebody waits for a flush, a backend that heals must be met soon. */
const MAX_FLUSH_RETRY_MILLIS = 500
/** Whether there is a backend at all is to be known soon. */
const MAX_REFUSED_RETRY_MILLIS = 150
/** An outage is said when it has lasted so long; at the first attempts of a process sooner, since it may be a mistake. */
const QUIET_OUTAGE_MILLIS = 30_000
const QUIET_START_MILLIS = 5_000
/** A backend that never took anything and turns all away for so long is none. */
const HOPELESS_MILLIS = 500
/** What is over when something is delivered. */
const ENDED_BY_DELIVERY = [
  ...PLAIN_PROBLEMS,
  'delivery_failed',
  'not_delivered',
  'sampled_lost',
  'errors_lost',
] as const

export interface BackendHealthParts {
  readonly backend: Backend
  readonly contentType: string
  readonly random: Random
  readonly timers: Timers
  /** Monotonic milliseconds. */
  readonly monotonic: () => number
  readonly diag: Diag
}

/** Whether the backend takes requests now. Times are monotonic milliseconds. */
export interface BackendHealth {
  /** The last request failed: one at a time until one succeeds. */
  readonly failing: boolean
  /** No request before this. */
  readonly blockedUntil: number
  /** The same, by the backend's own word: it holds whoever waits. */
  readonly toldUntil: number
  /** Why the last request failed, if that has not been said: it might have passed by itself. */
  readonly unsaidProblem: string | undefined
  /**
   * Returns whether waiting is in vain: an attempt since then failed, and since the start of the process nobody was there to take
   * anything.
   */
  isHopeless(since: number): boolean
  failed(failure: Failure, now: number, flushing: boolean): void
  recovered(): void
  /** Somebody flushes: the pause is over, but for what the backend asked for. */
  retrySoon(): void
  stop(): void
}

export function createBackendHealth(parts: BackendHealthParts): BackendHealth {
  const { backend, contentType, random, timers, monotonic, diag } = parts
  let failures = 0
  let failingSince = 0
  let failedAt = Number.NEGATIVE_INFINITY
  let pausedUntil = Number.NEGATIVE_INFINITY
  // Only time ends it: an answer that comes meanwhile is to a request from before.
  let toldUntil = Number.NEGATIVE_INFINITY
  let last: Failure | undefined
  let everTook = false
  /** Since when all attempts were refusals. */
  let refusedSince: number | undefined
  let outageTimer: Timer | undefined

  function say(failure: Failure): void {
    const kind = plainProblemOf(failure)
    if (kind !== undefined) {
      const { name, url, keySetting, addressSetting } = backend
      diag.once(kind, { backend: name, url, keySetting, addressSetting, contentType, cause: failure.problem })
      return
    }
    diag.once('delivery_failed', { cause: failure.problem })
    const quiet = everTook ? QUIET_OUTAGE_MILLIS : QUIET_START_MILLIS
    if (monotonic() - failingSince >= quiet) sayOutage(failure)
    else outageTimer ??= timers.after(failingSince + quiet - monotonic(), onOutage)
  }

  function onOutage(): void {
    outageTimer = undefined
    if (last !== undefined && plainProblemOf(last) === undefined) sayOutage(last)
  }

  function sayOutage({ problem }: Failure): void {
    const { url, addressSetting } = backend
    const seconds = Math.round((monotonic() - failingSince) / 1_000)
    diag.once('not_delivered', { url, addressSetting, seconds, cause: problem })
  }

  return withFastMembers({
    get failing() {
      return failures > 0
    },
    get blockedUntil() {
      return Math.max(pausedUntil, toldUntil)
    },
    get toldUntil() {
      return toldUntil
    },
    get unsaidProblem() {
      return last !== undefined && plainProblemOf(last) === undefined ? last.problem : undefined
    },
    isHopeless(since) {
      return refusedSince !== undefined && !everTook && failedAt >= since && failedAt - refusedSince >= HOPELESS_MILLIS
    },
    failed(failure, now, flushing) {
      if (failures === 0) failingSince = now
      failures++
      last = failure
      failedAt = now
      refusedSince = isRefusal(failure) ? (refusedSince ?? now) : undefined
      say(failure)
      if (failure.retryAfterMillis !== undefined) {
        toldUntil = Math.max(toldUntil, now + clampRetryAfter(failure.retryAfterMillis))
        return
      }
      const delay = delayOf(failure, failures, random, now - failingSince)
      pausedUntil =
        now +
        (flushing
          ? Math.min(delay, everTook || refusedSince === undefined ? MAX_FLUSH_RETRY_MILLIS : MAX_REFUSED_RETRY_MILLIS)
          : delay)
    },
    recovered() {
      everTook = true
      refusedSince = undefined
      pausedUntil = Number.NEGATIVE_INFINITY
      if (failures === 0) return
      failures = 0
      last = undefined
      outageTimer?.cancel()
      outageTimer = undefined
      for (const kind of ENDED_BY_DELIVERY) diag.resolved(kind)
      diag.resolved('delivered_again')
      diag.once('delivered_again', { seconds: Math.round((monotonic() - failingSince) / 1_000) })
    },
    retrySoon() {
      pausedUntil = Number.NEGATIVE_INFINITY
    },
    stop() {
      outageTimer?.cancel()
    },
  })
}

function delayOf(failure: Failure, failures: number, random: Random, outageMillis: number): number {
  if (failure.kind === 'denied') return deniedMillis(random)
  return outageMillis < SHORT_OUTAGE_MILLIS
    ? backoffMillis(failures, random, MAX_SHORT_DELAY_MILLIS)
    : backoffMillis(failures, random)
}
