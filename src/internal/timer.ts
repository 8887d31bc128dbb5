import { realTimers } from './real-time.js'

/** A timer that was started. */
export interface Timer {
  /** Stops it; nothing happens if it has run. */
  cancel(): void
}

/** Starts one-shot timers. A timer with `keepAlive: false` never keeps the process alive. */
export interface Timers {
  /** Runs `work` once, after so many milliseconds. `keepAlive`: whether the process waits for it. Default: `false`. */
  after(delayMillis: number, work: () => void, options?: { keepAlive?: boolean }): Timer
}

export const systemTimers: Timers = {
  after(delayMillis, work, { keepAlive = false } = {}) {
    const handle = realTimers.setTimeout(work, delayMillis)
    if (!keepAlive) handle.unref()
    return { cancel: () => realTimers.clearTimeout(handle) }
  },
}
