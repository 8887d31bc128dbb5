import type { Elapsed } from '../internal/clock.js'
import type { PostHogToggleStore, StoredToggle } from '../store/contracts/posthog-toggle.js'

/** What is older than this is read anew, in the background. */
const REFRESH_AGE_MILLIS = 3_000
/** What is older than this does not count: SDKs wait for the database. */
const MAX_AGE_MILLIS = 10_000
const MAX_CACHED = 10_000

interface Known {
  readonly toggle: StoredToggle | undefined
  readonly at: number
}

/** What flags of teams say, kept in memory for some seconds: SDKs ask all the time. */
export class RecentToggles {
  readonly #store: Pick<PostHogToggleStore, 'toggle'>
  readonly #elapsed: Elapsed
  /** What was read last is last. */
  readonly #known = new Map<number, Known>()
  readonly #reading = new Map<number, Promise<StoredToggle | undefined>>()

  constructor(store: Pick<PostHogToggleStore, 'toggle'>, elapsed: Elapsed) {
    this.#store = store
    this.#elapsed = elapsed
  }

  /** Does not wait for the database while something is known that is not too old. */
  async lately(teamId: number): Promise<StoredToggle | undefined> {
    const known = this.#known.get(teamId)
    const age = this.#elapsed() - (known?.at ?? Number.NEGATIVE_INFINITY)
    if (known === undefined || age >= MAX_AGE_MILLIS) return this.of(teamId)
    // What is known goes on to count; the next who asks tries again.
    if (age >= REFRESH_AGE_MILLIS) this.of(teamId).catch(() => {})
    return known.toggle
  }

  /** Reads it. */
  of(teamId: number): Promise<StoredToggle | undefined> {
    const reading = this.#reading.get(teamId) ?? this.#read(teamId)
    this.#reading.set(teamId, reading)
    return reading
  }

  async #read(teamId: number): Promise<StoredToggle | undefined> {
    try {
      const toggle = await this.#store.toggle(teamId)
      this.#known.delete(teamId)
      this.#known.set(teamId, { toggle, at: this.#elapsed() })
      for (const oldest of this.#known.keys()) if (this.#known.size > MAX_CACHED) this.#known.delete(oldest)
      return toggle
    } finally {
      this.#reading.delete(teamId)
    }
  }
}
