import type { Policy } from 'lipservice/protocol'
import type { HourProfile } from '../budgets/hour-profile.js'
import type { EpochSeconds } from '../internal/clock.js'
import type { ReplayFigures } from '../policies/rollout-desk.js'
import { modelOf, type PatternTraffic } from './policy-model.js'

/** What a service logged in one hour. */
export interface TrafficHour {
  /** Start of the hour. */
  readonly time: EpochSeconds
  readonly traffic: readonly PatternTraffic[]
}

export interface ReplayInput {
  readonly policy: Policy
  readonly hours: readonly TrafficHour[]
  readonly instances: number
  readonly profile: HourProfile
  /** When the policy was made: its budget is that of this hour. */
  readonly now: EpochSeconds
  /** Names of patterns that must be kept whole. */
  readonly protectedSignatures: ReadonlySet<string>
  /** Names of patterns that took part in incidents: of each something must be kept in every hour. */
  readonly incidentSignatures: ReadonlySet<string>
  readonly bytesPerDay: number | undefined
  /** Factor on the budget in every hour. Default: 1. */
  readonly budgetFactor?: number
}

const MINUTES_PER_HOUR = 60
const HOURS_PER_DAY = 24

export function replay(input: ReplayInput): ReplayFigures {
  const { policy, hours, instances, profile, now, protectedSignatures, incidentSignatures, bytesPerDay } = input
  const { budgetFactor: always = 1 } = input
  const errors: number[] = []
  const thinned = new Set<string>()
  const lost = new Set<string>()
  let seenBytes = 0
  let keptBytes = 0
  let misses = 0
  for (const { time, traffic } of hours) {
    const budgetFactor = (always * profile.at(time)) / profile.at(now)
    const outcomes = modelOf({ policy, traffic, instances, budgetFactor })
    for (const [i, { signature, kept, p, isWhole }] of outcomes.entries()) {
      const { perMinute, cost } = traffic[i]!
      seenBytes += perMinute * MINUTES_PER_HOUR * cost
      keptBytes += kept * MINUTES_PER_HOUR * cost
      const records = perMinute * MINUTES_PER_HOUR
      if (p < 1 && records > 0) errors.push(Math.sqrt((1 - p) / (records * p)))
      if (kept * MINUTES_PER_HOUR < 1 && records >= 1) {
        misses++
        if (incidentSignatures.has(signature)) lost.add(signature)
      }
      if (protectedSignatures.has(signature) && !isWhole && p < 1) thinned.add(signature)
    }
  }
  const days = Math.max(1, hours.length) / HOURS_PER_DAY
  errors.sort((a, b) => a - b)
  return {
    hours: hours.length,
    bytesPerDay: seenBytes / days,
    keptBytesPerDay: keptBytes / days,
    budgetError: bytesPerDay === undefined ? undefined : keptBytes / days / bytesPerDay - 1,
    medianError: errors[errors.length >> 1] ?? 0,
    worstError: errors.at(-1) ?? 0,
    misses,
    problem: problemOf(thinned, lost),
  }
}

function problemOf(thinned: ReadonlySet<string>, lost: ReadonlySet<string>): string | undefined {
  if (thinned.size > 0) return `it thins protected patterns: ${[...thinned].slice(0, 3).join(', ')}`
  if (lost.size > 0)
    return `it leaves nothing of patterns that took part in incidents: ${[...lost].slice(0, 3).join(', ')}`
  return undefined
}
