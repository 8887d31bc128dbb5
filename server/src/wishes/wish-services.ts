import type { EpochSeconds } from '../internal/clock.js'
import type { ServiceRow, Store } from '../store/store.js'
import type { WishService } from './changes.js'

/** What was not logged in a week is meant by no wish. */
const WEEK_SECONDS = 7 * 86_400
/** By bytes, of each service. */
const MAX_PATTERNS = 5_000

/** Returns services with what they logged in the past week. */
export async function wishServices(
  { patterns, overrides }: Pick<Store, 'patterns' | 'overrides'>,
  teamId: number,
  all: readonly ServiceRow[],
  names: readonly string[],
  now: EpochSeconds,
): Promise<WishService[]> {
  const period = { from: now - WEEK_SECONDS, to: now + 1 }
  const meant = all.filter(({ name }) => names.includes(name))
  return Promise.all(
    meant.map(async ({ name }) => {
      const query = { teamId, service: name, period, sort: 'bytes', descending: true, offset: 0 } as const
      const [page, own] = await Promise.all([
        patterns.list({ ...query, limit: MAX_PATTERNS }),
        overrides.list(teamId, name, now),
      ])
      return { name, patterns: page.patterns, overrides: own }
    }),
  )
}
