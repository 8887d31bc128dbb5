import type { Elapsed } from '../internal/clock.js'
import { isOnTheWay, type OnTheWay, type PolicyStore, type StoredPolicy } from '../store/contracts/policies.js'

/** What is in force, and what is on its way to be. */
export interface Current {
  readonly active: StoredPolicy | undefined
  readonly candidate: (StoredPolicy & OnTheWay) | undefined
  /** Highest version of either. */
  readonly newest: number
}

/** What another replica did is known within this time. */
const MAX_AGE_MILLIS = 1_000
/** What SDKs are served is read anew, in the background, once it is older than this. */
const REFRESH_AGE_MILLIS = 3_000
/** What is older than this is not served: SDKs wait for the database. */
const MAX_SERVED_AGE_MILLIS = 10_000
const MAX_CACHED = 10_000

interface Cached {
  readonly current: Promise<Current>
  until: number
  /** What was there last, and when. */
  known: { readonly current: Current; readonly at: number } | undefined
}

/** The current versions of each service, kept in memory for some seconds. */
export class CurrentPolicies {
  readonly #policies: Pick<PolicyStore, 'current'>
  readonly #elapsed: Elapsed
  readonly #cache = new Map<string, Cached>()

  constructor(policies: Pick<PolicyStore, 'current'>, elapsed: Elapsed) {
    this.#policies = policies
    this.#elapsed = elapsed
  }

  of(teamId: number, service: string): Promise<Current> {
    const key = keyOf(teamId, service)
    const cached = this.#cache.get(key)
    if (cached !== undefined && cached.until > this.#elapsed()) return cached.current
    const current = this.#policies.current(teamId, service).then(currentOf)
    const entry: Cached = { current, known: cached?.known, until: this.#elapsed() + MAX_AGE_MILLIS }
    current.then(
      (known) => {
        entry.known = { current: known, at: this.#elapsed() }
      },
      () => {
        // What is known goes on to be served; the next who asks tries again.
        entry.until = 0
      },
    )
    if (this.#cache.size >= MAX_CACHED) this.#cache.clear()
    this.#cache.set(key, entry)
    return current
  }

  /** Does not wait for the database while something is known that is not too old: SDKs ask all the time. */
  async lately(teamId: number, service: string): Promise<Current> {
    const known = this.#cache.get(keyOf(teamId, service))?.known
    const age = this.#elapsed() - (known?.at ?? Number.NEGATIVE_INFINITY)
    if (known === undefined || age >= MAX_SERVED_AGE_MILLIS) return this.of(teamId, service)
    if (age >= REFRESH_AGE_MILLIS) this.of(teamId, service).catch(() => {})
    return known.current
  }

  /** To be called after a change: the next who asks reads it. */
  forget(teamId: number, service: string): void {
    this.#cache.delete(keyOf(teamId, service))
  }
}

/** @param policies the newest active version and all newer ones, newest first */
export function currentOf(policies: readonly StoredPolicy[]): Current {
  const active = policies.find(({ stage }) => stage === 'active')
  const candidate = policies.find(isOnTheWay)
  return { active, candidate, newest: policies[0]?.version ?? 0 }
}

function keyOf(teamId: number, service: string): string {
  return `${teamId} ${service}`
}
