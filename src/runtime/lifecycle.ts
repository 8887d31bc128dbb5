import type { Clock } from '../internal/clock.js'
import { within } from '../internal/deadline.js'
import type { Timers } from '../internal/timer.js'

export interface LifecycleParts {
  /** Sends what waits, until the deadline. Never rejects. */
  readonly flush: (timeoutMillis: number) => Promise<void>
  /** Flushes and stops. Never rejects. */
  readonly end: (timeoutMillis: number) => Promise<void>
  readonly clock: Clock
  readonly timers: Timers
}

/** A chain of flushes with a shutdown at its end. Each waits for those before it, and has a total deadline of its own. */
export interface Lifecycle {
  flush(timeoutMillis: number): Promise<void>
  /** Shuts down once: later calls, and flushes, return the same promise. */
  shutdown(timeoutMillis: number): Promise<void>
}

export function createLifecycle({ flush, end, clock, timers }: LifecycleParts): Lifecycle {
  let tail: Promise<void> = Promise.resolve()
  let isIdle = true
  let ending: Promise<void> | undefined

  function inTurn(timeoutMillis: number, work: (leftMillis: number) => Promise<void>): Promise<void> {
    const calledAt = clock.monotonic()
    const before = isIdle ? undefined : tail
    isIdle = false
    const turn = (async () => {
      if (before !== undefined) await within(timeoutMillis, timers, before)
      await work(Math.max(0, timeoutMillis - (clock.monotonic() - calledAt)))
    })()
    tail = turn
    void turn.finally(() => {
      if (tail === turn) isIdle = true
    })
    return turn
  }

  return {
    flush: (timeoutMillis) => ending ?? inTurn(timeoutMillis, flush),
    shutdown(timeoutMillis) {
      ending ??= inTurn(timeoutMillis, end)
      return ending
    },
  }
}
