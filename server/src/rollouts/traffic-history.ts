import type { EpochSeconds } from '../internal/clock.js'
import { patternName, type Store } from '../store/store.js'
import type { PatternTraffic } from './policy-model.js'
import type { TrafficHour } from './replay.js'

const HOUR_SECONDS = 3_600
const MINUTES_PER_HOUR = 60
const MAX_REPLAYED_HOURS = 7 * 24
const MAX_PATTERNS = 1_000

/** Returns what a service logged in the past week, by hours and patterns. Hours without records are left out. */
export async function trafficHistory(
  store: Store,
  serviceId: number,
  firstSeen: EpochSeconds,
  now: EpochSeconds,
): Promise<TrafficHour[]> {
  const end = Math.floor(now / HOUR_SECONDS)
  const start = Math.max(Math.floor(firstSeen / HOUR_SECONDS), end - MAX_REPLAYED_HOURS)
  const hours: TrafficHour[] = []
  for (let hour = start; hour < end; hour++) {
    const from = hour * HOUR_SECONDS
    const traffic = await trafficOf(store, serviceId, from, from + HOUR_SECONDS, MAX_PATTERNS)
    if (traffic.length > 0) hours.push({ time: from, traffic })
  }
  return hours
}

/** Returns the mean traffic of each pattern over a time. */
export async function trafficOf(
  store: Store,
  serviceId: number,
  from: EpochSeconds,
  to: EpochSeconds,
  limit = MAX_PATTERNS,
): Promise<PatternTraffic[]> {
  const minutes = ((to - from) / HOUR_SECONDS) * MINUTES_PER_HOUR
  const activity = await store.patterns.activity(serviceId, { from, to }, limit)
  return activity.map(({ signature, check, severity, seen, kept, bytes, keptBytes, errors }) => ({
    signature: patternName({ signature, check }),
    severity,
    errorShare: errors / Math.max(1, seen),
    perMinute: seen / minutes,
    cost: kept > 0 ? keptBytes / kept : bytes / Math.max(1, seen),
  }))
}
