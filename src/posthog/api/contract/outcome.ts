/**
 * What came of a request to PostHog's API. Nothing is thrown for what PostHog or the network does: every way it can end is here, so
 * that whoever asks decides about each.
 */
export type Outcome<T> = Succeeded<T> | Failed

/** PostHog did what it was asked for. */
export type Succeeded<T> = { readonly outcome: 'ok'; readonly value: T }

/**
 * The ways in which a request fails:
 * `bad_key`: 401, or a key of the wrong kind. `missing_scope`: 403; `scope` names it. `throttled`: 429, after the last try;
 * `retryAfterMs` says when to come back. `too_expensive`: the limit of 10 s, of bytes, or an answer that comes later (202): ask for less.
 * `unavailable`: 5xx, network, time-out, a redirect, an answer that is no JSON or too large. `changed_shape`: an answer without a
 * field that we use; `field` is its path. `refused`: 400, 404, 409 and others: what was asked for is not there or not right; `status`
 * and `code` say what PostHog said.
 */
export const FAILURES = [
  'bad_key',
  'missing_scope',
  'throttled',
  'too_expensive',
  'unavailable',
  'changed_shape',
  'refused',
] as const

export type Failure = (typeof FAILURES)[number]

/** A request that failed. Its message has no key in it, and no line of the answer that was not cut and redacted. */
export interface Failed {
  /** Which way it failed. */
  readonly outcome: Failure
  /** One sentence for people. */
  readonly message: string
  /** Such as `query:read`; of `missing_scope`. */
  readonly scope?: string
  /** Milliseconds until it may be asked again; of `throttled`. */
  readonly retryAfterMs?: number
  /** Path of the field, such as `results[0].count`; of `changed_shape`. */
  readonly field?: string
  /** HTTP status, if there was an answer. */
  readonly status?: number
  /** PostHog's own code of the error, such as `invalid_input`. */
  readonly code?: string
}

/** Returns the outcome of what went well. */
export const ok = <T>(value: T): Succeeded<T> => ({ outcome: 'ok', value })

/** Returns the outcome of what is made of a value; a failure stays what it is. */
export const mapOutcome = <T, U>(outcome: Outcome<T>, make: (value: T) => U): Outcome<U> =>
  outcome.outcome === 'ok' ? ok(make(outcome.value)) : outcome
