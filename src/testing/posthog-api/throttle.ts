/** So many requests in a span. */
export interface Rate {
  readonly limit: number
  readonly spanMillis: number
}

const MINUTE = 60_000
const HOUR = 3_600_000

/** PostHog's limits of one key, by the kind of endpoint. */
export const RATES = {
  query: [
    { limit: 240, spanMillis: MINUTE },
    { limit: 2_400, spanMillis: HOUR },
  ],
  legacyQuery: [{ limit: 120, spanMillis: HOUR }],
  other: [
    { limit: 480, spanMillis: MINUTE },
    { limit: 4_800, spanMillis: HOUR },
  ],
} as const satisfies Record<string, readonly Rate[]>

/** Counts as Django's throttles do: a request that is refused does not count. */
export class Throttle {
  readonly #rates: readonly Rate[]
  readonly #histories: number[][]

  constructor(rates: readonly Rate[]) {
    this.#rates = rates
    this.#histories = rates.map(() => [])
  }

  /** Counts a request. Returns in how many seconds it would be let in; `undefined`: it is. */
  refuses(now: number): number | undefined {
    let wait: number | undefined
    for (const [i, { limit, spanMillis }] of this.#rates.entries()) {
      const history = this.#histories[i]!.filter((moment) => moment > now - spanMillis)
      this.#histories[i] = history
      if (history.length >= limit) wait = Math.max(wait ?? 0, history[0]! + spanMillis - now)
    }
    if (wait !== undefined) return Math.ceil(wait / 1_000)
    for (const history of this.#histories) history.push(now)
    return undefined
  }
}
