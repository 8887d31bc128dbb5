import { type SavedHour, together } from './saved-hour.js'

/** What services are told as that have no event of their own. */
export const OTHER_SERVICES = 'other'

const HOURS_PER_DAY = 24
const DAY_SECONDS = 86_400
const dayOf = (hour: number): number => Math.floor(hour / DAY_SECONDS)

/**
 * Returns hours with so few services that a day has no more than `eventsPerDay`; all that have no place are one, `other`, so that sums
 * stay what they are. Who has a place is settled for a whole day by what the day before had, the largest first, then by name: a service
 * must not be told by itself at first and within `other` when the hour is told again.
 */
export function withinLimit(hours: readonly SavedHour[], eventsPerDay: number): readonly SavedHour[] {
  const places = Math.max(1, Math.floor(eventsPerDay / HOURS_PER_DAY))
  const byDay = Map.groupBy(hours, ({ hour }) => dayOf(hour))
  return [...byDay].flatMap(([day, ofDay]) => {
    const services = new Set(ofDay.map(({ service }) => service))
    if (services.size <= places) return ofDay
    const before = Map.groupBy(byDay.get(day - 1) ?? [], ({ service }) => service)
    const bytesBefore = (service: string) =>
      (before.get(service) ?? []).reduce((sum, { seenBytes }) => sum + seenBytes, 0)
    const named = new Set(
      [...services]
        .filter((service) => service !== OTHER_SERVICES)
        .toSorted((a, b) => bytesBefore(b) - bytesBefore(a) || (a < b ? -1 : 1))
        .slice(0, places - 1),
    )
    return merged(ofDay, named)
  })
}

function merged(hours: readonly SavedHour[], named: ReadonlySet<string>): readonly SavedHour[] {
  const others = new Map<number, SavedHour>()
  const own: SavedHour[] = []
  for (const one of hours) {
    if (named.has(one.service)) {
      own.push(one)
      continue
    }
    const sum = others.get(one.hour)
    const { topPatterns: _, ...counts } = one
    others.set(
      one.hour,
      sum === undefined ? { ...counts, service: OTHER_SERVICES } : together(OTHER_SERVICES, sum, one),
    )
  }
  return [...own, ...others.values()]
}
