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
