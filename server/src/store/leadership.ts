import type { Kysely } from 'kysely'
import type { Elapsed } from '../internal/clock.js'
import { fencedBy, LEADER } from './fencing.js'
import type { Leadership } from './store.js'
import type { Tables } from './tables.js'

/** A lease that has not been renewed for so long is taken over. */
export const STALE_MILLIS = 8_000
/** A leader that could not renew it for so long leads no more: before another can. */
const LOST_MILLIS = 6_000

export interface LeaseParts {
  readonly db: Kysely<Tables>
  /** Who leads, for people. */
  readonly holder: string
  readonly elapsed: Elapsed
  /** 0: whoever had it before is known to be dead. */
  readonly staleMillis: number
}

/**
 * Leads by a lease in the database that is renewed again and again. Nobody's wall clock counts: a lease is stale when this
 * process has seen it unchanged for some time. Each leader has a higher token than those before it, and what an earlier one still
 * writes is refused by its own (`fencing.ts`).
 *
 * @returns a function that tries to lead; it answers `undefined` while another leads
 */
export function leaseOn({ db, holder, elapsed, staleMillis }: LeaseParts): () => Promise<Leadership | undefined> {
  let seen: { readonly fence: number; readonly beat: number; readonly at: number } | undefined

  async function take(): Promise<number | undefined> {
    const lease = await db
      .selectFrom('leases')
      .select(['fence', 'beat', 'holder'])
      .where('name', '=', LEADER)
      .executeTakeFirst()
    if (lease === undefined) {
      const made = await db
        .insertInto('leases')
        .values({ name: LEADER, fence: 1, beat: 0, holder })
        .onConflict((conflict) => conflict.doNothing())
        .returning('fence')
        .executeTakeFirst()
      return made?.fence
    }
    const isSame = seen?.fence === lease.fence && seen.beat === lease.beat
    if (seen === undefined || !isSame) seen = { fence: lease.fence, beat: lease.beat, at: elapsed() }
    const isFree = lease.holder === '' || elapsed() - seen.at >= staleMillis
    if (!isFree) return undefined
    const taken = await db
      .updateTable('leases')
      .set({ fence: lease.fence + 1, beat: 0, holder })
      .where('name', '=', LEADER)
      .where('fence', '=', lease.fence)
      .where('beat', '=', lease.beat)
      .returning('fence')
      .executeTakeFirst()
    return taken?.fence
  }

  return async () => {
    const asked = elapsed()
    const token = await take()
    if (token === undefined) return undefined
    let renewedAt = asked
    let lost = false
    const mine = () => db.updateTable('leases').where('name', '=', LEADER).where('fence', '=', token)
    return {
      token,
      isHeld: () => !lost && elapsed() - renewedAt < LOST_MILLIS,
      async renew() {
        const at = elapsed()
        const rows = await mine()
          .set((eb) => ({ beat: eb('beat', '+', 1) }))
          .returning('fence')
          .execute()
        if (rows.length === 0) lost = true
        else renewedAt = at
      },
      run: (work) => fencedBy(token, work),
      async release() {
        lost = true
        await mine().set({ holder: '' }).execute()
      },
    }
  }
}
