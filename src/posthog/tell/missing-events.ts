import { mapOutcome, type Outcome, ok } from '../api/contract/outcome.js'
import type { PostHogApi } from '../api/contract/posthog-api.js'
import { hogql } from '../api/hogql.js'
import type { SavingsEvent } from './savings-events.js'
import { SAVINGS_EVENT, told } from './told-columns.js'

/** As many rows as one query answers; a day of the default limit has 500. */
const MAX_KEYS = 50_000

/**
 * Returns which events PostHog does not have: it answers 200 to events that it throws away, so that reading them is the only proof. One
 * query; scope `query:read`. It shows events some seconds to minutes after it took them.
 */
export async function missingEvents(
  api: Pick<PostHogApi, 'query'>,
  events: readonly SavingsEvent[],
): Promise<Outcome<readonly SavingsEvent[]>> {
  if (events.length === 0) return ok([])
  const times = events.map(({ timestamp }) => timestamp.getTime())
  const [from, to] = [times.reduce((a, b) => Math.min(a, b)), times.reduce((a, b) => Math.max(a, b))]
  const answer = await api.query(
    hogql`SELECT ${told('key')} AS key FROM events WHERE event = ${SAVINGS_EVENT} AND timestamp >= ${new Date(from)} AND timestamp <= ${new Date(to)} GROUP BY key LIMIT ${MAX_KEYS}`,
    { name: 'lipservice savings told' },
  )
  return mapOutcome(answer, ({ rows }) => {
    const there = new Set(rows.map(([key]) => key))
    return events.filter(({ key }) => !there.has(key))
  })
}
