import type { Policy } from 'lipservice/protocol'
import { protectedBy } from '../allocation/worth.js'
import type { HourProfile } from '../budgets/hour-profile.js'
import type { ServiceRow, Store } from '../store/store.js'
import { pastHours } from './past.js'
import { type Replay, replay } from './replay.js'

const WEEK_SECONDS = 7 * 86_400
const INCIDENTS = 100
const MAX_PATTERNS = 10_000

export interface PastInput {
  readonly service: ServiceRow
  readonly document: object
  readonly profile: HourProfile
  readonly instances: readonly string[]
  readonly bytesPerDay: number | undefined
}

/** Replays a document over the past week of a service. */
export async function replayPast(
  store: Store,
  { service, document, profile, instances, bytesPerDay }: PastInput,
  now: number,
): Promise<Replay> {
  const { patterns, overrides, incidents } = store
  const week = { from: now - WEEK_SECONDS, to: now }
  const [hours, own, lately, found] = await Promise.all([
    pastHours(store, service.id, service.firstSeen, now),
    overrides.list(service.teamId, service.name, now),
    patterns.activity(service.id, week, MAX_PATTERNS),
    incidents.list({ teamId: service.teamId, service: service.name, limit: INCIDENTS }),
  ])
  const recent = found.filter(({ lastAt }) => lastAt > week.from)
  return replay({
    policy: { version: 1, ...document } as Policy,
    hours,
    instances: instances.length,
    profile,
    now,
    bytesPerDay,
    protectedSignatures: protectedBy(lately, own),
    incidentSignatures: new Set(recent.flatMap(({ findings }) => findings.map(({ signature }) => signature))),
  })
}
