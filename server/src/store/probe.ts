import { randomUUID } from 'node:crypto'
import type { EpochSeconds } from '../internal/clock.js'
import type { Engine } from './engine.js'
import { SECONDS } from './tables.js'

const PREFIX = 'probe '

/** A write that tells nothing but that writing works. */
export interface Probe {
  write(now: EpochSeconds): Promise<void>
  forget(): Promise<void>
  /** Removes the rows of processes that were killed. */
  forgetOthers(now: EpochSeconds): Promise<void>
}

/** Each process has a row of its own: one that is stopped in the middle of a write holds up no other. */
export function createProbe({ db }: Engine): Probe {
  const name = `${PREFIX}${randomUUID()}`
  let written = false
  return {
    async write(now) {
      written = true
      await db
        .insertInto('progress')
        .values({ name, until: now })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ until: now }))
        .execute()
    },
    async forget() {
      if (!written) return
      // Whoever closes a database that takes no writes leaves it to the next maintenance.
      await db
        .deleteFrom('progress')
        .where('name', '=', name)
        .execute()
        .catch(() => {})
    },
    async forgetOthers(now) {
      await db
        .deleteFrom('progress')
        .where('name', 'like', `${PREFIX}%`)
        .where('until', '<', now - SECONDS.day)
        .execute()
    },
  }
}
