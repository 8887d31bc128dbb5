import { ZERO } from '../../internal/fraction.js'
import type { LogRecord } from '../../record/log-record.js'

const NANOS_PER_MILLI = 1_000_000n
const LOW_HALF = 0xffffffffn
/** Numbers in this range are milliseconds since the epoch. */
const MIN_MILLIS = 1e10
const MAX_MILLIS = 1e14
/** PostHog puts its own time in the place of one that is more than a day off. */
const MAX_SHIFT_MILLIS = 23 * 3_600_000

/** Nanoseconds since the epoch by halves of 32 bits. Those of the last millisecond are remembered. */
export class Nanos {
  #millis = Number.NaN
  low = ZERO
  high = ZERO

  /** @param millis whole milliseconds since the epoch */
  set(millis: number): void {
    if (millis === this.#millis) return
    this.#millis = millis
    const nanos = BigInt(millis) * NANOS_PER_MILLI
    this.low = Number(nanos & LOW_HALF)
    this.high = Number((nanos >> 32n) & LOW_HALF)
  }
}

/** The time of a record and when it was observed. */
export class UsualTime {
  readonly own = new Nanos()
  readonly observed = new Nanos()

  /** Reads a record's time: none, or whole milliseconds of today. Returns `false` for any other. */
  read({ hrTime, timestamp }: LogRecord, observedMillis: number): boolean {
    const now = Math.max(0, Math.trunc(observedMillis))
    const given = timestamp ?? now
    if ((hrTime ?? undefined) !== undefined || typeof given !== 'number' || !Number.isInteger(given)) return false
    const isToday = given >= MIN_MILLIS && given < MAX_MILLIS && Math.abs(given - now) <= MAX_SHIFT_MILLIS
    if (given !== now && !isToday) return false
    this.observed.set(now)
    this.own.set(given)
    return true
  }
}
