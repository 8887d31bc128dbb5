import { realTimers } from './real-time.js'

export interface Timer {
  cancel(): void
}

/** Starts one-shot timers. A timer with `keepAlive: false` never keeps the process alive. */
export interface Timers {
  after(delayMillis: number, work: () => void, options?: { keepAlive?: boolean }): Timer
}

export const systemTimers: Timers = {
  after(delayMillis, work, { keepAlive = false } = {}) {
    const handle = realTimers.setTimeout(work, delayMillis)
    if (!keepAlive) handle.unref()
    return { cancel: () => realTimers.clearTimeout(handle) }
  },
}
