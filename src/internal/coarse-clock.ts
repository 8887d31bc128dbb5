import type { Clock } from './clock.js'
import type { Timers } from './timer.js'

/** A monotonic clock that is cheap to read: its time is at most 50 ms old while the event loop turns. */
export interface CoarseClock {
  /** Returns monotonic milliseconds. */
  read(): number
  /** Returns what `read` will return, which is still to be called. */
  peek(): number
}

const MAX_AGE_MILLIS = 50
/** Reads that share one time: no timer fires while the loop is blocked, and a burst in one tick must still see time move. */
const MAX_READS = 64

export function createCoarseClock(clock: Clock, timers: Timers): CoarseClock {
  let time = 0
  let readsLeft = 0
  let armed = false
  const expire = () => {
    armed = false
    readsLeft = 0
  }
  const refresh = (reads: number) => {
    time = clock.monotonic()
    readsLeft = reads
    if (!armed) {
      armed = true
      timers.after(MAX_AGE_MILLIS, expire)
    }
  }
  return {
    read() {
      if (readsLeft-- <= 0) refresh(MAX_READS)
      return time
    },
    peek() {
      if (readsLeft <= 0) refresh(MAX_READS + 1)
      return time
    },
  }
}
