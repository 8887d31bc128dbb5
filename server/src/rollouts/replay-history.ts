import type { Policy } from 'lipservice/protocol'
import { protectedBy } from '../allocation/worth.js'
import type { HourProfile } from '../budgets/hour-profile.js'
import type { EpochSeconds } from '../internal/clock.js'
import { patternName, type ServiceRow, type Store } from '../store/store.js'
import { type Replay, replay } from './replay.js'
import { trafficHistory } from './traffic-history.js'

const WEEK_SECONDS = 7 * 86_400
const MAX_INCIDENTS = 100
const MAX_PATTERNS = 10_000

/** What is replayed, and for whom. */
export interface ReplayRequest {
  readonly service: ServiceRow
  readonly document: object
  readonly profile: HourProfile
  readonly instances: number
  readonly bytesPerDay: number | undefined
}

/** Replays a document over the past week of a service. */
export async function replayHistory(
  store: Store,
  { service, document, profile, instances, bytesPerDay }: ReplayRequest,
  now: EpochSeconds,
): Promise<Replay> {
  const { patterns, overrides, incidents } = store
  const week = { from: now - WEEK_SECONDS, to: now }
  const [hours, own, lately, found] = await Promise.all([
    trafficHistory(store, service.id, service.firstSeen, now),
    overrides.list(service.teamId, service.name, now),
    patterns.activity(service.id, week, MAX_PATTERNS),
    incidents.list({ teamId: service.teamId, service: service.name, limit: MAX_INCIDENTS }),
  ])
  const recent = found.filter(({ lastAt }) => lastAt > week.from)
  return replay({
    policy: { version: 1, ...document } as Policy,
    hours,
    instances,
    profile,
    now,
    bytesPerDay,
    protectedSignatures: protectedBy(lately, own),
    incidentSignatures: new Set(recent.flatMap(({ findings }) => findings.map(patternName))),
  })
}
