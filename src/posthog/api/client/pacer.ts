import type { Clock } from '../../../internal/clock.js'
import type { Timers } from '../../../internal/timer.js'
import { Window } from './window.js'

/** HogQL has limits of its own; all other endpoints share theirs. */
export type PaceClass = 'query' | 'other'

/** So many starts at most in each minute, and in each hour. */
export interface Pace {
  perMinute: number
  perHour: number
}

/** May start now, and says when it has ended; or may not for so long. */
export type Turn = { readonly ended: () => void } | { readonly retryAfterMs: number } | { readonly stopped: true }

const MINUTE = 60_000
const HOUR = 3_600_000
/** A whole hour is the longest that any of PostHog's limits makes anybody wait. */
const MAX_RETRY_AFTER_MILLIS = HOUR
const SLOW_MILLIS = 600_000
const MIN_SLOWNESS = 1 / 16

interface State {
  readonly pace: Pace
  readonly starts: Window
  closedUntil: number
  slowUntil: number
  slowness: number
}

interface Waiting {
  readonly of: PaceClass
  readonly since: number
  resolve(turn: Turn): void
}

/**
 * Lets requests start: `maxInFlight` at a time, and so many in each minute and hour that no window of either has more. After a 429
 * nothing of its class starts before Retry-After is over, and ten minutes go at half the pace; a limit of an hour that is lower than
 * assumed is learned. First come, first served within a class.
 */
export class Pacer {
  readonly #clock: Clock & Timers
  readonly #maxInFlight: number
  readonly #maxWaitMillis: number
  readonly #states: Readonly<Record<PaceClass, State>>
  readonly #waiting: Waiting[] = []
  #inFlight = 0
  #timer: { cancel(): void } | undefined

  /** @param maxWaitMillis who would wait longer is told so at once */
  constructor(
    paces: Readonly<Record<PaceClass, Pace>>,
    clock: Clock & Timers,
    { maxInFlight = 2, maxWaitMillis = SLOW_MILLIS } = {},
  ) {
    this.#clock = clock
    this.#maxInFlight = maxInFlight
    this.#maxWaitMillis = maxWaitMillis
    const stateOf = (pace: Pace): State => ({
      pace: { ...pace },
      starts: new Window(HOUR, pace.perHour),
      closedUntil: 0,
      slowUntil: 0,
      slowness: 1,
    })
    this.#states = { query: stateOf(paces.query), other: stateOf(paces.other) }
  }

  /** Resolves when a request may start. */
  turn(of: PaceClass, signal?: AbortSignal): Promise<Turn> {
    if (signal?.aborted) return Promise.resolve({ stopped: true })
    return new Promise((resolve) => {
      const waiting: Waiting = { of, since: this.#clock.monotonic(), resolve: finish }
      const stop = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1)
        finish({ stopped: true })
        this.#serve()
      }
      function finish(turn: Turn): void {
        signal?.removeEventListener('abort', stop)
        resolve(turn)
      }
      signal?.addEventListener('abort', stop, { once: true })
      this.#waiting.push(waiting)
      this.#serve()
    })
  }

  /** After a 429. @param retryAfterMillis of its header, if it had one */
  throttled(of: PaceClass, retryAfterMillis = MINUTE): void {
    const state = this.#states[of]
    const now = this.#clock.monotonic()
    const wait = Math.min(MAX_RETRY_AFTER_MILLIS, Math.max(1_000, retryAfterMillis))
    state.closedUntil = Math.max(state.closedUntil, now + wait)
    // Not of the minute: the limit of the hour is at most what was asked in it.
    if (wait > MINUTE)
      state.pace.perHour = Math.max(1, Math.min(state.pace.perHour, Math.floor(state.starts.count(now) / 2)))
    state.slowness = Math.max(MIN_SLOWNESS, (now < state.slowUntil ? state.slowness : 1) / 2)
    state.slowUntil = state.closedUntil + SLOW_MILLIS
  }

  /** Returns the pace that is kept now. */
  paceOf(of: PaceClass): Pace {
    const { pace, slowUntil, slowness } = this.#states[of]
    const factor = this.#clock.monotonic() < slowUntil ? slowness : 1
    return {
      perMinute: Math.max(1, Math.floor(pace.perMinute * factor)),
      perHour: Math.max(1, Math.floor(pace.perHour * factor)),
    }
  }

  #serve(): void {
    this.#timer?.cancel()
    this.#timer = undefined
    const now = this.#clock.monotonic()
    let next = Number.POSITIVE_INFINITY
    for (const kind of ['query', 'other'] as const) next = Math.min(next, this.#serveClass(kind, now))
    if (next < Number.POSITIVE_INFINITY)
      this.#timer = this.#clock.after(next - now, () => this.#serve(), { keepAlive: true })
  }

  /** Returns when to look again. */
  #serveClass(of: PaceClass, now: number): number {
    for (;;) {
      const index = this.#waiting.findIndex((waiting) => waiting.of === of)
      if (index === -1) return Number.POSITIVE_INFINITY
      const waiting = this.#waiting[index]!
      const at = this.#earliest(of, now)
      if (at - waiting.since > this.#maxWaitMillis) {
        this.#waiting.splice(index, 1)
        waiting.resolve({ retryAfterMs: at - now })
        continue
      }
      if (at > now) return at
      // Whoever ends looks again.
      if (this.#inFlight >= this.#maxInFlight) return Number.POSITIVE_INFINITY
      this.#waiting.splice(index, 1)
      this.#start(of, waiting, now)
    }
  }

  #start(of: PaceClass, waiting: Waiting, now: number): void {
    this.#inFlight++
    this.#states[of].starts.add(now)
    let open = true
    waiting.resolve({
      ended: () => {
        if (!open) return
        open = false
        this.#inFlight--
        this.#serve()
      },
    })
  }

  #earliest(of: PaceClass, now: number): number {
    const { starts, closedUntil } = this.#states[of]
    const { perMinute, perHour } = this.paceOf(of)
    return Math.max(now, closedUntil, starts.freeAt(MINUTE, perMinute), starts.freeAt(HOUR, perHour))
  }
}
