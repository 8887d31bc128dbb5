import { performance } from 'node:perf_hooks'
import { realMonotonic } from './real-time.js'

/**
 * The two clocks of the SDK: the wall clock for records and reports, the monotonic one for every interval. Elsewhere a parameter
 * `epochMillis` is of the first, and `now` of the second.
 */
export interface Clock {
  /** Returns milliseconds since the Unix epoch. May jump. */
  now(): number
  /** Returns milliseconds since an arbitrary origin. Never goes back. */
  monotonic(): number
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: realMonotonic,
}

/** Epoch milliseconds at which the relative clocks of this process stood at 0. */
export interface TimeOrigins {
  /** Of `performance.now()`. */
  readonly performance: number
  /** Of `process.hrtime()`. */
  readonly hrtime: number
}

const start = performance.timeOrigin
/** Both run alike, from different beginnings. */
const offset = Number(process.hrtime.bigint()) / 1e6 - performance.now()

export const systemOrigins: TimeOrigins = { performance: start, hrtime: start - offset }
