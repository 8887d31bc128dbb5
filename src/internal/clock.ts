/** The two times the SDK reads: wall-clock time for records and reports, monotonic time for every interval. */
export interface Clock {
  /** Milliseconds since the Unix epoch. May jump. */
  now(): number
  /** Milliseconds since an arbitrary origin. Never goes back. */
  monotonic(): number
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
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
