import type { Random } from './random.js'

const FIRST_BACKOFF_MILLIS = 1_000
const MAX_BACKOFF_MILLIS = 300_000
const PATIENT_GROWTH = 4
const DENIED_BACKOFF_MILLIS = 240_000
const DENIED_SPREAD = 0.25
const MIN_RETRY_AFTER_MILLIS = 1_000
const MAX_RETRY_AFTER_MILLIS = 3_600_000

/** Delay in milliseconds after the n-th failure in a row (n ≥ 1): exponential from 1 s to 300 s or `maxMillis`, with full jitter. */
export function backoffMillis(failures: number, random: Random, maxMillis = MAX_BACKOFF_MILLIS): number {
  return jittered(2, failures, maxMillis, random)
}

/** The same, growing faster, for policies and reports: they can wait, and a fleet that has lost its server must not press it. */
export function patientBackoffMillis(failures: number, random: Random): number {
  return jittered(PATIENT_GROWTH, failures, MAX_BACKOFF_MILLIS, random)
}

function jittered(growth: number, failures: number, maxMillis: number, random: Random): number {
  return random() * Math.min(maxMillis, FIRST_BACKOFF_MILLIS * growth ** Math.min(failures, 20))
}

/** Delay after a refused key: 4 minutes ± 25 %. Never for ever: a rotated key must heal by itself. */
export function deniedMillis(random: Random): number {
  return spread(DENIED_BACKOFF_MILLIS, DENIED_SPREAD, random)
}

/** `millis` ± `share`, evenly. */
export function spread(millis: number, share: number, random: Random): number {
  return millis * (1 + share * (2 * random() - 1))
}

/** A server's Retry-After in milliseconds, between 1 s and 1 h. */
export function clampRetryAfter(millis: number): number {
  return Math.min(MAX_RETRY_AFTER_MILLIS, Math.max(MIN_RETRY_AFTER_MILLIS, millis))
}
