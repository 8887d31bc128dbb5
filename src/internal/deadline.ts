import type { Timers } from './timer.js'

/** Waits for `work` until the deadline, and keeps the process alive meanwhile. Returns whether it finished. Never rejects. */
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
