import type { StoredConnection } from '../store/contracts/posthog.js'
import type { Store } from '../store/store.js'
import { NONE_REMOVED, type Removal, removeMade } from './made-things.js'
import { type LoadPostHog, type OpenPostHog, PATIENCE } from './open-posthog.js'
import type { Refused } from './refused.js'

const REMOVAL_MILLIS = 60_000

export interface RemovalParts {
  readonly store: Pick<Store, 'posthog'>
  readonly open: OpenPostHog
  readonly load: LoadPostHog
}

/** Removes what was made in PostHog for a team. What cannot be removed is still noted. */
export async function removeAllOf(
  { store: { posthog }, open, load }: RemovalParts,
  connection: StoredConnection,
): Promise<Removal | Refused> {
  const { teamId } = connection
  const things = await posthog.made(teamId)
  if (things.length === 0) return nothingRemoved(0)
  const api = await open(connection, { ...PATIENCE, signal: AbortSignal.timeout(REMOVAL_MILLIS) })
  if ('problem' in api) return stays(things.length, api.problem)
  const removal = await removeMade(api, await load(), posthog, teamId, things).finally(() => api.close())
  return removal.problem === undefined ? removal : stays(removal.left, removal.problem)
}

export const nothingRemoved = (left: number): Removal => ({
  removed: NONE_REMOVED,
  problem: undefined,
  left,
})

const stays = (left: number, problem: string): Refused => ({
  refused: 'conflict',
  problem: `${left} things that were made in PostHog could not be removed: ${problem}`,
})
