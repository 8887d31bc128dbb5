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
/** Of documents and forecasts, a byte a character. */
const MAX_CHARACTERS = 64 * 1024 * 1024

interface Cached {
  readonly current: Promise<Current>
  until: number
  /** What was there last, and when. */
  known: { readonly current: Current; readonly at: number } | undefined
  /** Of what is known. */
  characters: number
}

/** The current versions of each service, kept in memory for some seconds. */
export class CurrentPolicies {
  readonly #policies: Pick<PolicyStore, 'current'>
  readonly #elapsed: Elapsed
  /** What was read last is last. */
  readonly #cache = new Map<string, Cached>()
  #characters = 0

  constructor(policies: Pick<PolicyStore, 'current'>, elapsed: Elapsed) {
    this.#policies = policies
    this.#elapsed = elapsed
  }

  of(teamId: number, service: string): Promise<Current> {
    const key = keyOf(teamId, service)
    const cached = this.#cache.get(key)
    if (cached !== undefined && cached.until > this.#elapsed()) return cached.current
    const current = this.#policies.current(teamId, service, versionsIn(cached?.known?.current)).then(currentOf)
    const { known, characters = 0 } = cached ?? {}
    const entry: Cached = { current, known, characters, until: this.#elapsed() + MAX_AGE_MILLIS }
    current.then(
      (now) => {
        entry.known = { current: now, at: this.#elapsed() }
        if (this.#cache.get(key) === entry) this.#weigh(entry, now)
      },
      () => {
        // What is known goes on to be served; the next who asks tries again.
        entry.until = 0
      },
    )
    this.#cache.delete(key)
    this.#cache.set(key, entry)
    this.#makeRoom()
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
    this.#drop(keyOf(teamId, service))
  }

  #weigh(entry: Cached, { active, candidate }: Current): void {
    const characters = [active, candidate].reduce(
      (sum, policy) => sum + (policy?.document.length ?? 0) + (policy?.forecast?.length ?? 0),
      0,
    )
    this.#characters += characters - entry.characters
    entry.characters = characters
    this.#makeRoom()
  }

  /** Lets go of those that were read the longest ago; one alone may be as large as it is. */
  #makeRoom(): void {
    for (const key of this.#cache.keys()) {
      const fits = this.#cache.size <= MAX_CACHED && this.#characters <= MAX_CHARACTERS
      if (fits || this.#cache.size === 1) return
      this.#drop(key)
    }
  }

  #drop(key: string): void {
    this.#characters -= this.#cache.get(key)?.characters ?? 0
    this.#cache.delete(key)
  }
}

/** @param policies the newest active version and all newer ones, newest first */
export function currentOf(policies: readonly StoredPolicy[]): Current {
  const active = policies.find(({ stage }) => stage === 'active')
  const candidate = policies.find(isOnTheWay)
  return { active, candidate, newest: policies[0]?.version ?? 0 }
}

/** Returns what need not be read again. */
function versionsIn({ active, candidate }: Partial<Current> = {}): StoredPolicy[] {
  return [active, candidate].filter((policy) => policy !== undefined)
}

function keyOf(teamId: number, service: string): string {
  return `${teamId} ${service}`
}
