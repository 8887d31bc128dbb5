import { epochSeconds, type Now } from '../internal/clock.js'
import type { ConnectionFinding, StoredConnection } from '../store/contracts/posthog.js'
import { findingOf } from './found-state.js'
import { type LoadPostHog, type OpenPostHog, PATIENCE } from './open-posthog.js'
import { busy, type Refused } from './refused.js'

const PROBE_MILLIS = 25_000
/** Of all teams: a probe is up to 17 requests. */
const MAX_PROBES = 8

export interface ProbeParts {
  readonly open: OpenPostHog
  readonly load: LoadPostHog
  readonly now: Now
}

/** Asks for all that a project may have: one probe of a team at a time, and a few of all. Nothing is written in PostHog. */
export type Prober = (connection: StoredConnection) => Promise<ConnectionFinding | Refused>

export function createProber({ open, load, now }: ProbeParts): Prober {
  const asking = new Set<number>()

  async function find(connection: StoredConnection): Promise<ConnectionFinding> {
    const api = await open(connection, { ...PATIENCE, signal: AbortSignal.timeout(PROBE_MILLIS) })
    if ('problem' in api) return { state: 'refused', problem: api.problem, at: epochSeconds(now), capabilities: [] }
    const capabilities = await (await load()).probe(api, now()).finally(() => api.close())
    return findingOf(capabilities, epochSeconds(now))
  }

  return async (connection) => {
    const { teamId } = connection
    if (asking.has(teamId)) return busy('PostHog is being asked for this team already')
    if (asking.size >= MAX_PROBES) return busy('PostHog is being asked for other teams')
    asking.add(teamId)
    try {
      return await find(connection)
    } finally {
      asking.delete(teamId)
    }
  }
}
