import type { Policy } from 'lipservice/protocol'
import type { HourProfile } from '../budgets/hour-profile.js'
import type { EpochSeconds } from '../internal/clock.js'
import { type Forecast, withoutGain } from '../policies/forecast.js'
import type { ReplayFigures } from '../policies/rollout-desk.js'
import { patternName, type ServiceRow, type Store } from '../store/store.js'
import { replay } from './replay.js'
import { trafficHistory } from './traffic-history.js'

const WEEK_SECONDS = 7 * 86_400
const MAX_INCIDENTS = 100

/** What is replayed, and for whom. */
export interface ReplayRequest {
  readonly service: ServiceRow
  readonly document: object
  /** What was expected of it when it was made. */
  readonly forecast?: Forecast
  readonly profile: HourProfile
  readonly instances: number
  readonly bytesPerDay: number | undefined
  /** What must be kept whole: what a person exempted, and of what words say as much as fits. */
  readonly protectedSignatures: ReadonlySet<string>
}

/** Replays a document over the past week of a service. */
export async function replayHistory(
  store: Store,
  { service, document, forecast = {}, profile, instances, bytesPerDay, protectedSignatures }: ReplayRequest,
  now: EpochSeconds,
): Promise<ReplayFigures> {
  const { incidents } = store
  const [hours, found] = await Promise.all([
    trafficHistory(store, service.id, service.firstSeen, now),
    incidents.list({ teamId: service.teamId, service: service.name, limit: MAX_INCIDENTS }),
  ])
  const recent = found.filter(({ lastAt }) => lastAt > now - WEEK_SECONDS)
  return replay({
    policy: { version: 1, ...document } as Policy,
    hours,
    instances,
    profile,
    now,
    bytesPerDay,
    budgetFactor: withoutGain(forecast),
    protectedSignatures,
    incidentSignatures: new Set(recent.flatMap(({ findings }) => findings.map(patternName))),
  })
}
