import type { HourProfile } from './hour-profile.js'

const DAY_SECONDS = 86_400
const MINUTES_PER_HOUR = 60
/** What was spent too much or too little changes the pace at most so much, so that the end of a day is no cliff. */
const FASTEST = 2
const SLOWEST = 0.25

/**
 * What may be kept per minute from now on: what is left of the day, over what is still to come of it by the forecast.
 *
 * @param spentToday since midnight UTC, in the budget's unit
 */
export function pacePerMinute(perDay: number, spentToday: number, profile: HourProfile, now: number): number {
  const end = (Math.floor(now / DAY_SECONDS) + 1) * DAY_SECONDS
  const usual = (perDay / 24 / MINUTES_PER_HOUR) * profile.at(now)
  const toCome = profile.between(now, end)
  const pace = ((perDay - spentToday) / Math.max(toCome, 1e-9) / MINUTES_PER_HOUR) * profile.at(now)
  return Math.min(FASTEST * usual, Math.max(SLOWEST * usual, pace))
}

/** What a whole day will have taken at this pace by the forecast, from what it has taken so far. */
export function projectedDay(spentToday: number, perMinute: number, profile: HourProfile, now: number): number {
  const end = (Math.floor(now / DAY_SECONDS) + 1) * DAY_SECONDS
  return spentToday + (perMinute * MINUTES_PER_HOUR * profile.between(now, end)) / profile.at(now)
}
