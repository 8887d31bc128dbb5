import type { Clock } from '../../internal/clock.js'
import { type Answer, missingScope, noKey, throttled, tooManyAtOnce, wrongKey } from './answers.js'
import type { OAuth } from './oauth.js'
import type { Route } from './route.js'
import type { PostHogApiLimits } from './settings.js'
import { RATES, Throttle } from './throttle.js'

/** Who may pass: the right kind of key, its scopes, and the limits of its owner. */
export class Gate {
  readonly #key: string
  readonly #oauth: OAuth
  readonly #scopes: ReadonlySet<string>
  readonly #clock: Pick<Clock, 'now'>
  readonly #throttles: Readonly<Record<'query' | 'other', Throttle>>
  readonly #atOnce: number
  #queries = 0

  constructor(
    key: string,
    scopes: ReadonlySet<string>,
    oauth: OAuth,
    clock: Pick<Clock, 'now'>,
    { queries, atOnce }: PostHogApiLimits,
  ) {
    this.#key = key
    this.#scopes = scopes
    this.#oauth = oauth
    this.#clock = clock
    this.#atOnce = atOnce
    this.#throttles = {
      query: new Throttle(queries === 'legacy' ? RATES.legacyQuery : RATES.query),
      other: new Throttle(RATES.other),
    }
  }

  /** Returns why a request does not pass. */
  refusal(route: Route, authorization: string | undefined): Answer | undefined {
    if (route.auth === 'none') return undefined
    if (authorization === undefined) return noKey()
    const token = /^Bearer (\S+)$/.exec(authorization)?.[1]
    const scopes = token === undefined ? undefined : token === this.#key ? this.#scopes : this.#oauth.tokens.get(token)
    if (scopes === undefined) return wrongKey()
    const { scope } = route.auth
    // Who may write may read.
    if (!scopes.has(scope) && !scopes.has(scope.replace(':read', ':write')) && !scopes.has('*'))
      return missingScope(scope)
    const kind = route.throttle ?? 'other'
    const wait = kind === 'none' ? undefined : this.#throttles[kind].refuses(this.#clock.now())
    return wait === undefined ? undefined : throttled(wait)
  }

  /** Runs a query unless too many run. */
  async query(run: () => Promise<Answer>): Promise<Answer> {
    if (this.#queries >= this.#atOnce) return tooManyAtOnce()
    this.#queries++
    try {
      return await run()
    } finally {
      this.#queries--
    }
  }
}
