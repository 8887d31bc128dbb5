import type { Store } from '../store/store.js'
import type { PatternTraffic } from './policy-model.js'
import type { PastHour } from './replay.js'

const HOUR_SECONDS = 3_600
const MINUTES_PER_HOUR = 60
const REPLAYED_HOURS = 7 * 24
const MAX_PATTERNS = 1_000

/** What a service logged in the past week, by hours and patterns; hours without anything are left out. */
export async function pastHours(store: Store, serviceId: number, firstSeen: number, now: number): Promise<PastHour[]> {
  const end = Math.floor(now / HOUR_SECONDS)
  const start = Math.max(Math.floor(firstSeen / HOUR_SECONDS), end - REPLAYED_HOURS)
  const hours: PastHour[] = []
  for (let hour = start; hour < end; hour++) {
    const from = hour * HOUR_SECONDS
    const traffic = await trafficOf(store, serviceId, from, from + HOUR_SECONDS, MAX_PATTERNS)
    if (traffic.length > 0) hours.push({ time: from, traffic })
  }
  return hours
}

/** Means over a time. */
export async function trafficOf(
  store: Store,
  serviceId: number,
  from: number,
  to: number,
  limit = MAX_PATTERNS,
): Promise<PatternTraffic[]> {
  const minutes = ((to - from) / HOUR_SECONDS) * MINUTES_PER_HOUR
  const activity = await store.patterns.activity(serviceId, { from, to }, limit)
  return activity.map(({ signature, severity, seen, kept, bytes, keptBytes, errors }) => ({
    signature,
    severity,
    errorShare: errors / Math.max(1, seen),
    perMinute: seen / minutes,
    cost: kept > 0 ? keptBytes / kept : bytes / Math.max(1, seen),
  }))
}
