import type { HourProfile } from './hour-profile.js'

const DAY_SECONDS = 86_400
const MINUTES_PER_HOUR = 60
/** The pace is at most and at least so many times the mean. */
const MAX_PACE_RATIO = 2
const MIN_PACE_RATIO = 0.25
/**
 * What was spent too much or too little is made up for over at least so many mean hours: the end of a day is no cliff.
 */
const MIN_CATCH_UP_HOURS = 1

/**
 * Returns what may be kept per minute from now on: the day's budget, spread as the forecast says. What was spent too
 * much or too little until now is spread over the rest of the day.
 *
 * @param spentToday since midnight UTC, in the budget's unit
 * @param now epoch seconds
 */
export function pacePerMinute(perDay: number, spentToday: number, profile: HourProfile, now: number): number {
  const end = (Math.floor(now / DAY_SECONDS) + 1) * DAY_SECONDS
  const perHour = perDay / 24
  const toCome = profile.between(now, end)
  const saved = perDay - spentToday - perHour * toCome
  const pace = perHour + saved / Math.max(toCome, MIN_CATCH_UP_HOURS)
  const bounded = Math.min(MAX_PACE_RATIO * perHour, Math.max(MIN_PACE_RATIO * perHour, pace))
  return (bounded / MINUTES_PER_HOUR) * profile.at(now)
}

/** Returns what a minute of this hour gets of the day's budget, whatever was spent until now. */
export function usualPerMinute(perDay: number, profile: HourProfile, now: number): number {
  return (perDay / 24 / MINUTES_PER_HOUR) * profile.at(now)
}
