import type { Clock } from '../../src/internal/clock.js'
import type { ManualClock } from '../../src/testing.js'

/** A manual clock whose wall-clock time can be set, as an operator, a time server or a suspended machine does. */
export function jumpingClock(clock: ManualClock): Clock & { jump(millis: number): void } {
  let offset = 0
  return {
    now: () => clock.now() + offset,
    monotonic: clock.monotonic,
    jump(millis) {
      offset += millis
    },
  }
}
