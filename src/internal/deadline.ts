import type { Timers } from './timer.js'

/** Waits for `work`, but no longer than the deadline; whether it finished. Never rejects. Keeps the process alive meanwhile. */
export function within(timeoutMillis: number, timers: Timers, work: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = timers.after(timeoutMillis, () => resolve(false), { keepAlive: true })
    const settle = (finished: boolean) => {
      timer.cancel()
      resolve(finished)
    }
    work.then(
      () => settle(true),
      () => settle(false),
    )
  })
}
