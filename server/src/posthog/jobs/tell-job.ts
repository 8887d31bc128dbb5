import type { SavedHour, SavedPattern } from 'lipservice/posthog-api'
import { after, epochSeconds, type Now, systemElapsed } from '../../internal/clock.js'
import type { Store } from '../../store/store.js'
import type { PostHogJob } from './posthog-job.js'

const HOUR = 3_600
const DAY = 24 * HOUR
/** Reports of an hour come for so long after it. */
const LATE_SECONDS = 600
/** Who has an event of its own is settled by the day before: both are looked at. */
const DAYS = 2
/** How long PostHog may take until an event that it took is seen. */
const SETTLE_MILLIS = 60_000
/** Patterns of a day are told in the hour that ends it, while that is news. */
const PATTERNS_NEWS_SECONDS = 3 * HOUR
const MAX_PATTERNS = 10
const MAX_SERVICES_WITH_PATTERNS = 50

export interface TellParts {
  readonly store: Pick<Store, 'services' | 'sums' | 'patterns'>
  /** What a GB costs a team, and where that is from. */
  readonly priceOf: (teamId: number) => Promise<{ readonly usdPerGb: number; readonly label: string }>
  readonly eventsPerDay: number
  readonly now: Now
}

/**
 * Tells PostHog every hour what was saved, as events. What it has already is not sent, and what it took and threw away in silence is sent
 * once more: each run looks at two days.
 */
export function createTellJob({ store, priceOf, eventsPerDay, now }: TellParts): PostHogJob {
  const clock = {
    now,
    monotonic: systemElapsed,
    after: (millis: number, work: () => void) => ({ cancel: after(millis, work) }),
  }

  async function hoursOf(teamId: number, until: number): Promise<SavedHour[]> {
    const services = await store.services.ofTeam(teamId)
    const nameOf = new Map(services.map(({ id, name }) => [id, name]))
    const period = { from: Math.floor(until / DAY) * DAY - (DAYS - 1) * DAY, to: until }
    const points = await store.sums.timeline([...nameOf.keys()], 'hour', period)
    const hours: SavedHour[] = []
    for (const { time, serviceId, seen, kept, bytes, keptBytes, overheadBytes } of points) {
      const service = nameOf.get(serviceId)
      if (service === undefined || seen === 0) continue
      const topPatterns = services.length > MAX_SERVICES_WITH_PATTERNS ? [] : await patternsOf(teamId, service, time)
      const sent = keptBytes + overheadBytes
      hours.push({
        service,
        hour: time,
        seenRecords: seen,
        keptRecords: kept,
        seenBytes: bytes,
        keptBytes: sent,
        topPatterns,
      })
    }
    return hours
  }

  /** Returns the largest patterns of the day that an hour ends, if it does and that is news. */
  async function patternsOf(teamId: number, service: string, hour: number): Promise<SavedPattern[]> {
    const to = hour + HOUR
    if (to % DAY !== 0 || epochSeconds(now) - to > PATTERNS_NEWS_SECONDS) return []
    const page = { sort: 'bytes', descending: true, limit: MAX_PATTERNS, offset: 0 } as const
    const { patterns } = await store.patterns.list({ teamId, service, period: { from: to - DAY, to }, ...page })
    return patterns.map(({ template, seen, kept, bytes, keptBytes }) => ({
      template,
      seenRecords: seen,
      keptRecords: kept,
      seenBytes: bytes,
      keptBytes,
    }))
  }

  return {
    name: 'tell',
    maxSeconds: 600,
    async run({ connection: { teamId, keys, projectKey }, api, posthog }) {
      const at = epochSeconds(now)
      const until = Math.floor((at - LATE_SECONDS) / HOUR) * HOUR
      const nextSeconds = until + HOUR + LATE_SECONDS - at
      // Without a key of the project there is nobody to tell.
      if (keys === 'stored' && projectKey === undefined) return { outcome: 'idle', nextSeconds }
      const { usdPerGb, label } = await priceOf(teamId)
      const options = { source: `team ${teamId}`, usdPerGb, priceSource: label, eventsPerDay }
      const events = posthog.savingsEvents(await hoursOf(teamId, until), options)
      if (events.length === 0) return { outcome: 'idle', nextSeconds }
      const told = await posthog.tellSavings(api, events, { clock, settleMillis: SETTLE_MILLIS })
      if (told.failure !== undefined) return told.failure
      const { sent, known, dropped, lost } = told
      if (lost > 0)
        return {
          outcome: 'refused',
          message: `PostHog took ${lost} events and threw them away, twice: are events over quota?`,
        }
      return { outcome: 'ok', counts: { sent, known, dropped }, nextSeconds }
    },
  }
}
