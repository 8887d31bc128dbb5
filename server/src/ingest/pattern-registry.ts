import type { EpochSeconds } from '../internal/clock.js'
import type { PatternStore } from '../store/store.js'
import { isWarning, type KnownPattern, type KnownPatterns } from './known-patterns.js'

/** Part of a service's patterns that only WARN and above may be. */
const WARNING_SHARE = 0.2
/** From this part of the bound on, patterns leave that nobody uses, until this part is left. */
const FULL_SHARE = 0.9
const ROOM_SHARE = 0.8
const HOUR_SECONDS = 3_600
const MONTH_SECONDS = 30 * 86_400
/** When a pattern was last seen is known to so many seconds. */
const TOUCH_SECONDS = 600

/** Returns whether a service may have one more pattern. */
export function hasRoom(patterns: KnownPatterns, severity: string, max: number): boolean {
  if (patterns.size >= max) return false
  return isWarning({ severity }) || patterns.size - patterns.warnings < max - Math.floor(max * WARNING_SHARE)
}

/**
 * Lets patterns of a full service leave: what has been silent for as long as it was there, at least an hour and at most a month; those
 * below WARN first, and the longest silent first. What other replicas have seen meanwhile stays. Their counts stay in all sums.
 *
 * @returns how many left
 */
export async function reclaimPatterns(
  store: Pick<PatternStore, 'forget'>,
  serviceId: number,
  patterns: KnownPatterns,
  max: number,
  now: EpochSeconds,
): Promise<number> {
  const reserved = Math.floor(max * WARNING_SHARE)
  const others = patterns.size - patterns.warnings
  const excess = (share: number) =>
    Math.max(Math.ceil(patterns.size - max * share), Math.ceil(others - (max - reserved) * share))
  if (excess(FULL_SHARE) <= 0) return 0
  const leaving = [...patterns]
    .filter((pattern) => isSilent(pattern, now))
    .toSorted((a, b) => Number(isWarning(a)) - Number(isWarning(b)) || a.lastSeen - b.lastSeen)
    .slice(0, excess(ROOM_SHARE))
  if (leaving.length === 0) return 0
  const byKey = new Map(leaving.map((pattern) => [pattern.key, pattern]))
  const forgotten = await store.forget(serviceId, [...byKey.keys()], now - HOUR_SECONDS)
  for (const key of forgotten) patterns.remove(byKey.get(key)!)
  return forgotten.length
}

function isSilent({ firstSeen, lastSeen }: KnownPattern, now: EpochSeconds): boolean {
  const known = lastSeen - firstSeen
  return now - lastSeen >= Math.min(MONTH_SECONDS, Math.max(HOUR_SECONDS, known)) + TOUCH_SECONDS
}
