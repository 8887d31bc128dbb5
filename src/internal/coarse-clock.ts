import type { Clock } from './clock.js'
import type { Timers } from './timer.js'

/** A monotonic time that is cheap to read: at most `maxAgeMillis` old while the event loop turns. */
export interface CoarseClock {
  /** Milliseconds, monotonic. */
  read(): number
}

const MAX_AGE_MILLIS = 50
/** While the loop is blocked no timer fires, so that a burst in one tick still sees time move. */
const MAX_READS = 64

export function createCoarseClock(clock: Clock, timers: Timers): CoarseClock {
  let time = 0
  let readsLeft = 0
  let armed = false
  const expire = () => {
    armed = false
    readsLeft = 0
  }
  return {
    read() {
      if (readsLeft-- > 0) return time
      time = clock.monotonic()
      readsLeft = MAX_READS
      if (!armed) {
        armed = true
        timers.after(MAX_AGE_MILLIS, expire)
      }
      return time
    },
  }
}
