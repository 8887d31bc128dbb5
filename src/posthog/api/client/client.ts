import { backoffMillis } from '../../../internal/backoff.js'
import type { Clock } from '../../../internal/clock.js'
import type { Random } from '../../../internal/random.js'
import { parseRetryAfter } from '../../../internal/retry-after.js'
import type { Timers } from '../../../internal/timer.js'
import type { Failed, Outcome } from '../contract/outcome.js'
import type { Exchanged } from '../contract/posthog-api.js'
import type { Exchange, HttpRequest } from './exchange.js'
import { type Asked, failed, judge } from './judge.js'
import type { PaceClass, Pacer } from './pacer.js'
import { scrubber } from './scrub.js'

const MAX_ANSWER_BYTES = 8 * 1024 * 1024
const MAX_BACKOFF_MILLIS = 60_000
/** Of a 429 without a header: three at once are too many, such as of somebody else with the same key. */
const CROWDED_MILLIS = 10_000

/** A request to an endpoint. */
export interface Call<T> extends Asked<T> {
  readonly method: HttpRequest['method']
  readonly url: URL
  readonly body?: unknown
  readonly pace: PaceClass
  /** Asked twice, it does the same. Others are not asked again once they may have been heard. */
  readonly repeatable: boolean
  /** Default: 8 MiB. */
  readonly maxBytes?: number
  readonly signal?: AbortSignal | undefined
  /** `none`: the key of events stands in the body. Default: the personal key. */
  readonly auth?: 'personal' | 'none'
}

export interface ClientParts {
  readonly key: () => string | Promise<string>
  /** Other secrets that no message may have. */
  readonly secrets: readonly string[]
  readonly pacer: Pacer
  readonly exchange: Exchange
  readonly clock: Clock & Timers
  readonly random: Random
  readonly tries: number
  readonly signal: AbortSignal
  readonly observe: ((exchanged: Exchanged) => void) | undefined
}

/** Asks PostHog: waits for its turn, tries again where that may help, and says what came of it. Never rejects. */
export class Client {
  readonly #parts: ClientParts
  #key = ''
  readonly #clean: (text: string) => string
  requests = 0

  constructor(parts: ClientParts) {
    this.#parts = parts
    this.#clean = scrubber(() => [this.#key, ...parts.secrets])
  }

  async ask<T>(call: Call<T>): Promise<Outcome<T>> {
    const { pacer, tries } = this.#parts
    const signal = call.signal === undefined ? this.#parts.signal : AbortSignal.any([call.signal, this.#parts.signal])
    for (let failures = 0; ; ) {
      const turn = await pacer.turn(call.pace, signal)
      if ('stopped' in turn) return stopped(call)
      if ('retryAfterMs' in turn) return tooEarly(call, turn.retryAfterMs)
      const outcome = await this.#try(call, signal).finally(turn.ended)
      failures++
      if (outcome.outcome === 'ok' || failures >= tries || signal.aborted || !mayHelp(call, outcome)) return outcome
      if (outcome.outcome === 'unavailable' && !(await this.#rest(failures, signal))) return stopped(call)
      // After a 429 the next turn waits.
    }
  }

  async #try<T>(call: Call<T>, signal: AbortSignal): Promise<Outcome<T>> {
    const { exchange, pacer, clock } = this.#parts
    const { method, url, body, maxBytes = MAX_ANSWER_BYTES, auth = 'personal' } = call
    const headers: Record<string, string> = { accept: 'application/json', 'user-agent': 'lipservice' }
    if (auth === 'personal') {
      try {
        this.#key = await this.#parts.key()
      } catch (error) {
        return failed('bad_key', `${call.what}: there is no key: ${this.#clean((error as Error).message)}`)
      }
      headers['authorization'] = `Bearer ${this.#key}`
    }
    if (body !== undefined) headers['content-type'] = 'application/json'
    this.requests++
    const answer = await exchange.send({
      method,
      url,
      headers,
      maxBytes,
      signal,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if ('status' in answer)
      this.#tell({ what: call.what, method, url, sent: body, status: answer.status, text: answer.text })
    if ('status' in answer && answer.status === 429)
      pacer.throttled(call.pace, parseRetryAfter(answer.retryAfter, clock.now()) ?? CROWDED_MILLIS)
    return judge(call, answer, clock.now(), this.#clean)
  }

  /** What an observer does is no failure of PostHog's. */
  #tell(exchanged: Exchanged): void {
    try {
      this.#parts.observe?.(exchanged)
    } catch {
      // It was told.
    }
  }

  /** Resolves after a while; to `false` if it was stopped meanwhile. */
  #rest(failures: number, signal: AbortSignal): Promise<boolean> {
    const { clock, random } = this.#parts
    return new Promise((resolve) => {
      const stop = () => {
        timer.cancel()
        resolve(false)
      }
      const timer = clock.after(
        backoffMillis(failures, random, MAX_BACKOFF_MILLIS),
        () => {
          signal.removeEventListener('abort', stop)
          resolve(true)
        },
        { keepAlive: true },
      )
      signal.addEventListener('abort', stop, { once: true })
    })
  }
}

/** What was refused with 429 was not done. */
const mayHelp = (call: Call<unknown>, { outcome }: Failed): boolean =>
  outcome === 'throttled' || (outcome === 'unavailable' && call.repeatable)

const stopped = ({ what }: Call<unknown>): Failed => failed('unavailable', `${what}: it was stopped`)

const tooEarly = ({ what }: Call<unknown>, retryAfterMs: number): Failed =>
  failed('throttled', `${what}: PostHog's limit lets it start in ${Math.ceil(retryAfterMs / 1_000)} s`, {
    retryAfterMs,
  })
