import type { Clock } from '../internal/clock.js'
import { describeCause } from '../internal/public-text.js'
import type { Timers } from '../internal/timer.js'

/** A key, or a function of the app that returns one: a token that expires, say. */
export type GivenKey = string | (() => string | Promise<string>)

/** Requests of one burst share a token: a poll, a report and its parts. */
const BURST_MILLIS = 10_000
const TIMEOUT_MILLIS = 10_000
/** What fits into a header: a JWT with many claims has 2 KB. */
const TOKEN = /^[\x21-\x7e]{1,8192}$/

/** The key of a request. */
export interface RequestKey {
  readonly key: string | undefined
  /** A function gave it for an earlier request: another one may be valid where this is not. */
  readonly isReused: boolean
}

/** Where the keys of requests come from. A function is called between requests only, never within a log call, and never twice at once. */
export interface KeySource {
  /** @throws when the function throws, takes more than 10 s, or returns no token */
  next(): Promise<RequestKey>
  /** A key was refused: it is not used again. */
  forget(key: string): void
}

export function createKeySource(
  given: GivenKey | undefined,
  { clock, timers }: { readonly clock: Pick<Clock, 'monotonic'>; readonly timers: Timers },
): KeySource {
  if (typeof given !== 'function') {
    const key = { key: given, isReused: false }
    return { next: async () => key, forget: () => {} }
  }
  let last: { readonly key: string; readonly until: number } | undefined
  let asking: Promise<string> | undefined

  async function ask(giveKey: () => unknown): Promise<string> {
    // Whoever starts a request may be in a call of the app.
    await undefined
    const key = await withTimeout(giveKey)
    if (typeof key !== 'string' || !TOKEN.test(key)) throw new Error('lipserviceApiKey returned no token')
    last = { key, until: clock.monotonic() + BURST_MILLIS }
    return key
  }

  function withTimeout(giveKey: () => unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const timer = timers.after(TIMEOUT_MILLIS, () => reject(new Error('lipserviceApiKey took more than 10 s')))
      const fail = (error: unknown) => {
        timer.cancel()
        reject(new Error(`lipserviceApiKey failed: ${describeCause(error)}`))
      }
      try {
        Promise.resolve(giveKey()).then((key) => {
          timer.cancel()
          resolve(key)
        }, fail)
      } catch (error) {
        fail(error)
      }
    })
  }

  return {
    async next() {
      if (last !== undefined && clock.monotonic() < last.until) return { key: last.key, isReused: true }
      asking ??= ask(given).finally(() => {
        asking = undefined
      })
      return { key: await asking, isReused: false }
    },
    forget(key) {
      if (last?.key === key) last = undefined
    },
  }
}
