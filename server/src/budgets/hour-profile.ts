const HOURS_PER_DAY = 24
const HOUR_SECONDS = 3_600
/** Days of history that a forecast takes. */
const MIN_DAYS = 2
/** No hour is forecast at less than this part of the mean. */
const MIN_HOUR_WEIGHT = 0.05

/** How a day's volume is spread over its hours (UTC): the mean is 1. */
export interface HourProfile {
  /** Whether it was learnt; otherwise every hour is the same. */
  readonly isLearnt: boolean
  at(seconds: number): number
  /** Returns the sum over a time, in hours of the mean. */
  between(from: number, to: number): number
}

export const FLAT_PROFILE: HourProfile = profileOf(new Array<number>(HOURS_PER_DAY).fill(1), false)

/**
 * Learns from volumes by hour, oldest first, with the start of each. Returns `FLAT_PROFILE` until two days were seen.
 */
export function learnHourProfile(hours: readonly { readonly time: number; readonly volume: number }[]): HourProfile {
  const first = hours[0]?.time
  const last = hours.at(-1)?.time
  if (first === undefined || last! + HOUR_SECONDS - first < MIN_DAYS * HOURS_PER_DAY * HOUR_SECONDS) return FLAT_PROFILE
  const sums = new Array<number>(HOURS_PER_DAY).fill(0)
  // Hours without counts count as zero: days are counted by the clock.
  for (const { time, volume } of hours) sums[hourOf(time)]! += volume
  const days = new Array<number>(HOURS_PER_DAY).fill(0)
  for (let time = first; time <= last!; time += HOUR_SECONDS) days[hourOf(time)]!++
  const means = sums.map((sum, hour) => sum / Math.max(1, days[hour]!))
  const mean = means.reduce((a, b) => a + b, 0) / HOURS_PER_DAY
  if (!(mean > 0)) return FLAT_PROFILE
  return profileOf(
    means.map((volume) => Math.max(MIN_HOUR_WEIGHT, volume / mean)),
    true,
  )
}

function profileOf(weights: readonly number[], isLearnt: boolean): HourProfile {
  const mean = weights.reduce((a, b) => a + b, 0) / HOURS_PER_DAY
  const at = (seconds: number) => weights[hourOf(seconds)]! / mean
  return {
    isLearnt,
    at,
    between(from, to) {
      let sum = 0
      for (let start = from; start < to; ) {
        const end = Math.min(to, (Math.floor(start / HOUR_SECONDS) + 1) * HOUR_SECONDS)
        sum += at(start) * ((end - start) / HOUR_SECONDS)
        start = end
      }
      return sum
    },
  }
}

function hourOf(seconds: number): number {
  return Math.floor(seconds / HOUR_SECONDS) % HOURS_PER_DAY
}
