import { zoned } from '../format/times.js'

interface TimeTick {
  /** Epoch seconds. */
  readonly at: number
  readonly midnight: boolean
}

const DAY = 86_400
const HOURS = [0.25, 0.5, 1, 2, 3, 6, 12]
const DAYS = [1, 2, 5, 10]
/** Room that a label needs, pixels. */
const LABEL = 84

/**
 * Returns times of a span that are round there, few enough to be read: quarters of an hour up to every tenth day of a
 * month. Where clocks change, the hours stay round.
 *
 * @param zone its name, as `Asia/Kolkata`: midnight there is at half past six (UTC)
 */
export function timeTicks(from: number, to: number, width: number, zone: string): TimeTick[] {
  const most = Math.max(2, Math.floor(width / LABEL))
  const hours = HOURS.find((one) => (to - from) / (one * 3_600) <= most)
  const days = hours === undefined ? (DAYS.find((one) => (to - from) / (one * DAY) <= most) ?? DAYS.at(-1)!) : 1
  const step = (hours ?? 24) * 3_600
  const ticks: TimeTick[] = []
  const add = (at: number): void => {
    const { day, hour, minute } = zoned(at, zone)
    if (day % days === 0) ticks.push({ at, midnight: hour === 0 && minute === 0 })
  }
  // No zone is off by less than a quarter of an hour.
  let at = Math.ceil(from / 900) * 900
  let last = at - 1
  while (at <= to) {
    const over = secondsOfDay(at, zone) % step
    const earlier = at - over
    // An hour that was skipped on the way: the round time is behind.
    const found = over === 0 || (earlier > last && secondsOfDay(earlier, zone) % step === 0)
    if (found) {
      add(earlier)
      last = earlier
      at = earlier + step
    } else at += step - over
  }
  return ticks
}

function secondsOfDay(at: number, zone: string): number {
  const { hour, minute } = zoned(at, zone)
  return hour * 3_600 + minute * 60
}
