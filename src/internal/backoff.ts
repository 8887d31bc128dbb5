import type { Random } from './random.js'

const FIRST_BACKOFF_MILLIS = 1_000
const MAX_BACKOFF_MILLIS = 300_000
const PATIENT_GROWTH = 4
const DENIED_BACKOFF_MILLIS = 240_000
const DENIED_SPREAD = 0.25
const MIN_RETRY_AFTER_MILLIS = 1_000
const MAX_RETRY_AFTER_MILLIS = 3_600_000

/** Returns the delay in milliseconds after so many failures in a row: exponential from 1 s to 300 s or `maxMillis`, with full jitter. */
export function backoffMillis(failures: number, random: Random, maxMillis = MAX_BACKOFF_MILLIS): number {
  return jittered(2, failures, maxMillis, random)
}

/** As {@link backoffMillis}, but growing faster: for policies and reports, which can wait. A whole fleet may have lost its server. */
export function patientBackoffMillis(failures: number, random: Random): number {
  return jittered(PATIENT_GROWTH, failures, MAX_BACKOFF_MILLIS, random)
}

function jittered(growth: number, failures: number, maxMillis: number, random: Random): number {
  return random() * Math.min(maxMillis, FIRST_BACKOFF_MILLIS * growth ** Math.min(failures, 20))
}

/** Returns the delay in milliseconds after a refused key: 4 minutes ± 25 %. A rotated key must work again without a restart. */
export function deniedMillis(random: Random): number {
  return spread(DENIED_BACKOFF_MILLIS, DENIED_SPREAD, random)
}

/** Returns `millis` ± `share`, uniformly distributed. */
export function spread(millis: number, share: number, random: Random): number {
  return millis * (1 + share * (2 * random() - 1))
}

/** Returns a server's Retry-After in milliseconds, clamped to 1 s–1 h. */
export function clampRetryAfter(millis: number): number {
  return Math.min(MAX_RETRY_AFTER_MILLIS, Math.max(MIN_RETRY_AFTER_MILLIS, millis))
}
