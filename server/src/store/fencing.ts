import { AsyncLocalStorage } from 'node:async_hooks'
import { CompiledQuery, type DatabaseConnection } from 'kysely'

/** The one lease that there is. */
export const LEADER = 'leader'

/** A transaction of a leader whose place another has taken. Nothing of it was written. */
export class FencedError extends Error {
  constructor() {
    super('another replica leads: nothing was written')
  }
}

const current = new AsyncLocalStorage<number>()

/** Does work as the leader that was given this token: each transaction within it holds only while no other leads. */
export function fencedBy<Result>(token: number, work: () => Result): Result {
  return current.run(token, work)
}

/**
 * To be called at the begin of each transaction.
 *
 * @param lock SQL after which nobody can take the lease over until the transaction ends
 * @throws FencedError when it is the work of a leader that leads no more
 */
export async function checkFence(connection: DatabaseConnection, lock: string): Promise<void> {
  const token = current.getStore()
  if (token === undefined) return
  const text = `SELECT fence FROM leases WHERE name = '${LEADER}' AND fence = ${Math.trunc(token)} ${lock}`
  const { rows } = await connection.executeQuery(CompiledQuery.raw(text))
  if (rows.length === 0) throw new FencedError()
}
