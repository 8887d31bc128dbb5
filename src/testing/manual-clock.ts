import type { Clock } from '../internal/clock.js'
import { realTimers } from '../internal/real-time.js'
import type { Timer, Timers } from '../internal/timer.js'

interface PendingTimer {
  readonly at: number
  readonly work: () => void
}

/**
 * A clock that only moves when told, and the timers that hang on it. Both times, wall-clock and monotonic, move together.
 *
 * @example
 * const clock = new ManualClock()
 * clock.after(1_000, () => console.log('a second later'))
 * clock.advance(1_000)
 */
export class ManualClock implements Clock, Timers {
  #elapsed = 0
  readonly #epoch: number
  readonly #pending = new Set<PendingTimer>()

  /** @param epochMillis wall-clock time at the start, in milliseconds. Default: 2026-01-01T00:00:00Z. */
  constructor(epochMillis = Date.UTC(2026, 0, 1)) {
    this.#epoch = epochMillis
  }

  now = (): number => this.#epoch + this.#elapsed

  monotonic = (): number => this.#elapsed

  after(delayMillis: number, work: () => void): Timer {
    const timer: PendingTimer = { at: this.#elapsed + Math.max(0, delayMillis), work }
    this.#pending.add(timer)
    return {
      cancel: () => {
        this.#pending.delete(timer)
      },
    }
  }

  /** How many timers wait. */
  get pending(): number {
    return this.#pending.size
  }

  /** Moves time on and runs the timers that come due, in order, timers they start included. */
  advance(millis: number): void {
    const end = this.#elapsed + millis
    for (let due = this.#nextBefore(end); due !== undefined; due = this.#nextBefore(end)) this.#run(due)
    this.#elapsed = end
  }

  /** As {@link advance}, but lets promises settle after each timer and at the end. */
  async advanceAsync(millis: number): Promise<void> {
    const end = this.#elapsed + millis
    await settle()
    for (let due = this.#nextBefore(end); due !== undefined; due = this.#nextBefore(end)) {
      this.#run(due)
      await settle()
    }
    this.#elapsed = end
    await settle()
  }

  #run(timer: PendingTimer): void {
    this.#pending.delete(timer)
    this.#elapsed = Math.max(this.#elapsed, timer.at)
    timer.work()
  }

  #nextBefore(end: number): PendingTimer | undefined {
    let first: PendingTimer | undefined
    for (const timer of this.#pending)
      if (timer.at <= end && (first === undefined || timer.at < first.at)) first = timer
    return first
  }
}

/** One turn of the event loop: every promise that can settle has. */
function settle(): Promise<void> {
  return new Promise((resolve) => realTimers.setImmediate(resolve))
}
