import type { Clock } from '../internal/clock.js'
import type { Timer, Timers } from '../internal/timer.js'

/** The longest delay that setTimeout takes. */
const MAX_TIMER_MILLIS = 2 ** 31 - 1

/**
 * Watches for the expiry of a policy. It has come when either clock says so: the monotonic one stops while a machine is
 * suspended, and the wall clock may be set back.
 */
export interface PolicyExpiry {
  /** @param expiresAt epoch milliseconds; `undefined` = never */
  watch(expiresAt: number | undefined): void
  /** Checks now; timers may be late. */
  check(): void
  stop(): void
}

export function createPolicyExpiry(clock: Clock, timers: Timers, onExpired: () => void): PolicyExpiry {
  let end: { readonly wall: number; readonly monotonic: number } | undefined
  let timer: Timer | undefined

  function check(): void {
    if (end === undefined) return
    const left = Math.min(end.wall - clock.now(), end.monotonic - clock.monotonic())
    timer?.cancel()
    if (left > 0) {
      timer = timers.after(Math.min(left, MAX_TIMER_MILLIS), check)
      return
    }
    end = undefined
    onExpired()
  }

  return {
    watch(expiresAt) {
      timer?.cancel()
      end = undefined
      if (expiresAt === undefined) return
      end = { wall: expiresAt, monotonic: clock.monotonic() + (expiresAt - clock.now()) }
      check()
    },
    check,
    stop() {
      timer?.cancel()
      end = undefined
    },
  }
}
