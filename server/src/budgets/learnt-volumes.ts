import type { EpochSeconds } from '../internal/clock.js'
import type { ServicePoint, ServiceSumsStore } from '../store/contracts/service-sums.js'

const PROFILE_DAYS = 14
const HOUR_SECONDS = 3_600
/** Teams whose hours are remembered. */
const MAX_TEAMS = 100

export interface HourOfServices {
  readonly time: EpochSeconds
  readonly volume: number
}

/** Volumes of a team's services by the hour, of the last two weeks; read once an hour. */
export interface LearntVolumes {
  /** Returns a function that adds the volumes of some services up, oldest hour first. */
  of(
    teamId: number,
    serviceIds: readonly number[],
    now: EpochSeconds,
  ): Promise<(ids: ReadonlySet<number>) => HourOfServices[]>
}

export function createLearntVolumes(sums: Pick<ServiceSumsStore, 'timeline'>): LearntVolumes {
  const teams = new Map<number, { readonly hour: number; readonly points: readonly ServicePoint[] }>()

  async function pointsOf(teamId: number, serviceIds: readonly number[], hour: number) {
    const known = teams.get(teamId)
    if (known?.hour === hour) return known.points
    const period = { from: (hour - PROFILE_DAYS * 24) * HOUR_SECONDS, to: hour * HOUR_SECONDS }
    const points = await sums.timeline(serviceIds, 'hour', period)
    teams.delete(teamId)
    if (teams.size >= MAX_TEAMS) teams.delete(teams.keys().next().value!)
    teams.set(teamId, { hour, points })
    return points
  }

  return {
    async of(teamId, serviceIds, now) {
      const points = await pointsOf(teamId, serviceIds, Math.floor(now / HOUR_SECONDS))
      return (ids) => {
        const byTime = new Map<EpochSeconds, number>()
        for (const { time, serviceId, bytes } of points)
          if (ids.has(serviceId)) byTime.set(time, (byTime.get(time) ?? 0) + bytes)
        return [...byTime].map(([time, volume]) => ({ time, volume }))
      }
    },
  }
}
