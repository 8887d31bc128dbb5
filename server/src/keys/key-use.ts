import type { EpochSeconds } from '../internal/clock.js'
import type { KeyStore } from '../store/store.js'

/** Keys whose use waits to be written. Of more, it is not written down. */
const MAX_KEYS = 10_000

interface Use {
  lastUsedAt: EpochSeconds | undefined
  refusedReports: number
}

/** When keys were used, and how many reports were refused: in memory until it is written, which no request waits for. */
export class KeyUses {
  #uses = new Map<string, Use>()

  used(id: string, at: EpochSeconds): void {
    const use = this.#of(id)
    if (use !== undefined) use.lastUsedAt = Math.max(use.lastUsedAt ?? 0, at)
  }

  refusedReport(id: string): void {
    const use = this.#of(id)
    if (use !== undefined) use.refusedReports++
  }

  /** To be called every minute. @throws what the database does; it is then written the next time */
  async write(store: Pick<KeyStore, 'used'>): Promise<void> {
    if (this.#uses.size === 0) return
    const uses = this.#uses
    this.#uses = new Map()
    try {
      await store.used([...uses].map(([id, use]) => ({ id, ...use })))
    } catch (error) {
      for (const [id, { lastUsedAt, refusedReports }] of uses) {
        const since = this.#of(id)
        if (since === undefined) continue
        since.lastUsedAt ??= lastUsedAt
        since.refusedReports += refusedReports
      }
      throw error
    }
  }

  #of(id: string): Use | undefined {
    const known = this.#uses.get(id)
    if (known !== undefined || this.#uses.size >= MAX_KEYS) return known
    const use: Use = { lastUsedAt: undefined, refusedReports: 0 }
    this.#uses.set(id, use)
    return use
  }
}
