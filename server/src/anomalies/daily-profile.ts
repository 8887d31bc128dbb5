import { HOURS_PER_DAY } from './hours-per-day.js'
import type { SeriesPlace } from './series-place.js'

const MINUTES_PER_HOUR = 60
/** Weight of a new day in an hour's mean. */
const NEW_DAY_WEIGHT = 0.3
const MIN_DAYS = 2
const MIN_FACTOR = 0.05
/** Which of its numbers is what. The mean is of the hours' means; 0: there is no profile yet. */
const MEAN = 0
const HOUR = 1
const SUM = 2
const MINUTES = 3
const HOURS_SEEN = 4
export const PROFILE_NUMBERS = 5

/** How the hours of a day differ, as factors around 1; all 1 until two days were seen. */
export class DailyProfile {
  readonly #place: SeriesPlace
  readonly #slots: number
  readonly #numbers: number

  /** @param slots from here on 24 slots of a series are its own, and {@link PROFILE_NUMBERS} from `numbers` on */
  constructor(place: SeriesPlace, slots: number, numbers: number) {
    this.#place = place
    this.#slots = slots
    this.#numbers = numbers
  }

  /** Begins with nothing. */
  reset(): void {
    const { slots, slot } = this.#place
    slots.fill(Number.NaN, slot + this.#slots, slot + this.#slots + HOURS_PER_DAY)
    for (let which = 0; which < PROFILE_NUMBERS; which++) this.#set(which, 0)
    this.#set(HOUR, -1)
  }

  /** Returns the factor at a minute since the epoch, on straight lines between the middles of hours. */
  factorAt(minute: number): number {
    const mean = this.#get(MEAN)
    if (mean === 0) return 1
    const at = (minute / MINUTES_PER_HOUR - 0.5 + HOURS_PER_DAY) % HOURS_PER_DAY
    const before = Math.floor(at)
    const share = at - before
    return this.#factor(before, mean) * (1 - share) + this.#factor((before + 1) % HOURS_PER_DAY, mean) * share
  }

  add(minute: number, count: number): void {
    const hour = Math.floor(minute / MINUTES_PER_HOUR)
    if (hour !== this.#get(HOUR)) {
      this.#close()
      this.#set(HOUR, hour)
    }
    this.#set(SUM, this.#get(SUM) + count)
    this.#set(MINUTES, this.#get(MINUTES) + 1)
  }

  #factor(hour: number, mean: number): number {
    const own = this.#place.slots[this.#place.slot + this.#slots + hour]!
    return Number.isNaN(own) ? 1 : Math.max(MIN_FACTOR, own / mean)
  }

  #close(): void {
    const minutes = this.#get(MINUTES)
    // An hour of which less than half was seen says little.
    if (minutes >= MINUTES_PER_HOUR / 2) {
      const { slots, slot } = this.#place
      const of = slot + this.#slots + (this.#get(HOUR) % HOURS_PER_DAY)
      const mean = this.#get(SUM) / minutes
      const before = slots[of]!
      slots[of] = Number.isNaN(before) ? mean : before + NEW_DAY_WEIGHT * (mean - before)
      const seen = this.#get(HOURS_SEEN) + 1
      this.#set(HOURS_SEEN, seen)
      if (seen >= MIN_DAYS * HOURS_PER_DAY) this.#refresh()
    }
    this.#set(SUM, 0)
    this.#set(MINUTES, 0)
  }

  #refresh(): void {
    const { slots, slot } = this.#place
    let known = 0
    let all = 0
    for (let i = 0; i < HOURS_PER_DAY; i++) {
      const mean = slots[slot + this.#slots + i]!
      if (Number.isNaN(mean)) continue
      known++
      all += mean
    }
    this.#set(MEAN, all / known)
  }

  #get(which: number): number {
    return this.#place.numbers[this.#place.number + this.#numbers + which]!
  }

  #set(which: number, value: number): void {
    this.#place.numbers[this.#place.number + this.#numbers + which] = value
  }
}
