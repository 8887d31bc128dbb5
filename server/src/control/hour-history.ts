import { FLAT_PROFILE, type HourProfile, learnHourProfile } from '../budgets/hour-profile.js'
import type { EpochSeconds } from '../internal/clock.js'
import type { ServiceRow, Store } from '../store/store.js'
import type { HourVolume } from './service-state.js'

const PROFILE_DAYS = 14
const HOUR_SECONDS = 3_600
const HOURS_PER_DAY = 24

/** A service's volume by hour, and the profile that was learnt from it. */
export interface LearntHours {
  readonly hours: readonly HourVolume[]
  readonly profile: HourProfile
}

interface Known extends LearntHours {
  /** Of the service: a backfill may make it earlier. */
  readonly firstSeen: EpochSeconds
  /** Hours since the epoch. */
  readonly hour: number
}

/** The hours of the last two weeks by service, read once an hour. */
export interface HourHistory {
  of(service: ServiceRow, now: EpochSeconds): Promise<LearntHours>
  /** Lets go of all services but these. */
  keepOnly(ids: ReadonlySet<number>): void
}

export function createHourHistory({ sums }: Pick<Store, 'sums'>): HourHistory {
  const services = new Map<number, Known>()

  return {
    async of({ id, firstSeen }, now) {
      const hour = Math.floor(now / HOUR_SECONDS)
      const known = services.get(id)
      if (known?.hour === hour && known.firstSeen === firstSeen) return known
      // The hour in which it began is not whole.
      const firstHour = Math.ceil(firstSeen / HOUR_SECONDS)
      const from = Math.max(firstHour, hour - PROFILE_DAYS * HOURS_PER_DAY) * HOUR_SECONDS
      const period = { from, to: hour * HOUR_SECONDS }
      if (period.to <= period.from) return { hours: [], profile: FLAT_PROFILE }
      const points = await sums.timeline([id], 'hour', period)
      const hours = points.map(({ time, bytes }) => ({ time, volume: bytes }))
      const learnt = { firstSeen, hour, hours, profile: hours.length === 0 ? FLAT_PROFILE : learnHourProfile(hours) }
      services.set(id, learnt)
      return learnt
    },
    keepOnly(ids) {
      for (const id of services.keys()) if (!ids.has(id)) services.delete(id)
    },
  }
}
