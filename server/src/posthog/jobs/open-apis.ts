import type { PostHogApi } from 'lipservice/posthog-api'
import type { StoredConnection } from '../../store/contracts/posthog.js'
import type { OpenPostHog } from '../open-posthog.js'

/** Teams whose connections are held open. */
const MAX_OPEN = 64

interface Held {
  readonly opened: ReturnType<OpenPostHog>
  readonly revision: number
  users: number
}

/** APIs of teams, one a team: all that asks for a team keeps one pace. Bounded: those that nobody uses leave, the longest unused first. */
export class OpenApis {
  readonly #open: OpenPostHog
  readonly #held = new Map<number, Held>()

  constructor(open: OpenPostHog) {
    this.#open = open
  }

  /** Does work with the API of a connection. Returns why there is none. */
  async use<T>(connection: StoredConnection, work: (api: PostHogApi) => Promise<T>): Promise<T | { problem: string }> {
    const { teamId, revision } = connection
    let held = this.#held.get(teamId)
    if (held?.revision !== revision) {
      // What is on its way by a connection that has changed ends.
      if (held !== undefined) void close(held)
      held = { opened: this.#open(connection), revision, users: 0 }
    }
    this.#held.delete(teamId)
    this.#held.set(teamId, held)
    held.users++
    try {
      const api = await held.opened
      if (!('problem' in api)) return await work(api)
      if (this.#held.get(teamId) === held) this.#held.delete(teamId)
      return { problem: api.problem }
    } finally {
      held.users--
      await this.#makeRoom()
    }
  }

  async #makeRoom(): Promise<void> {
    for (const [teamId, held] of this.#held) {
      if (this.#held.size <= MAX_OPEN) return
      if (held.users > 0) continue
      this.#held.delete(teamId)
      await close(held)
    }
  }

  /** Ends all that is on its way. */
  async close(): Promise<void> {
    const all = [...this.#held.values()]
    this.#held.clear()
    await Promise.all(all.map(close))
  }
}

async function close({ opened }: Held): Promise<void> {
  const api = await opened.catch(() => undefined)
  if (api !== undefined && !('problem' in api)) await api.close()
}
