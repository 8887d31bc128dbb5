import type { LogRecord } from '../../record/log-record.js'

const NANOS_PER_MILLI = 1_000_000n
const LOW_HALF = 0xffffffffn
/** Numbers in this range are milliseconds since the epoch. */
const MIN_MILLIS = 1e10
const MAX_MILLIS = 1e14
/** PostHog puts its own time in the place of one that is more than a day off. */
const MAX_SHIFT_MILLIS = 23 * 3_600_000

/** The times of a record in nanoseconds since the epoch, by halves of 32 bits. Those of the last millisecond are remembered. */
export interface UsualTime {
  /** Reads a record's time: none, or whole milliseconds of today. Returns `false` for any other. */
  read(record: LogRecord, observedMillis: number): boolean
  readonly low: number
  readonly high: number
  readonly observedLow: number
  readonly observedHigh: number
}

export function createUsualTime(): UsualTime {
  const time = { read, low: 0, high: 0, observedLow: 0, observedHigh: 0 }
  let millis = -1
  let observed = -1

  function read({ hrTime, timestamp }: LogRecord, observedMillis: number): boolean {
    const now = Math.max(0, Math.trunc(observedMillis))
    if (hrTime !== undefined && hrTime !== null) return false
    const given = timestamp === undefined || timestamp === null ? now : timestamp
    if (typeof given !== 'number' || !Number.isInteger(given)) return false
    if (given !== now) {
      if (!(given >= MIN_MILLIS && given < MAX_MILLIS) || Math.abs(given - now) > MAX_SHIFT_MILLIS) return false
    }
    if (now !== observed) {
      observed = now
      const nanos = BigInt(now) * NANOS_PER_MILLI
      time.observedLow = Number(nanos & LOW_HALF)
      time.observedHigh = Number((nanos >> 32n) & LOW_HALF)
    }
    if (given !== millis) {
      millis = given
      const nanos = BigInt(given) * NANOS_PER_MILLI
      time.low = Number(nanos & LOW_HALF)
      time.high = Number((nanos >> 32n) & LOW_HALF)
    }
    return true
  }

  return time
}
