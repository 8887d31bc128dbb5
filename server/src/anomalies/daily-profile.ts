import { HOURS_PER_DAY } from './day-maximum.js'

const MINUTES_PER_HOUR = 60
/** Weight of a new day in an hour's mean. */
const NEW_DAY_WEIGHT = 0.3
const MIN_DAYS = 2
const MIN_FACTOR = 0.05

/** How the hours of a day differ, as factors around 1; all 1 until two days were seen. */
export class DailyProfile {
  readonly #means: Float32Array
  readonly #at: number
  /** Mean of the hours' means; 0: there is no profile yet. */
  #mean = 0
  #hour = -1
  #sum = 0
  #minutes = 0
  #hoursSeen = 0

  /** @param slots 24 of them from `at` on are its own */
  constructor(slots: Float32Array, at: number) {
    this.#means = slots
    this.#at = at
    slots.fill(Number.NaN, at, at + HOURS_PER_DAY)
  }

  /** Returns the factor at a minute since the epoch, on straight lines between the middles of hours. */
  factorAt(minute: number): number {
    if (this.#mean === 0) return 1
    const at = (minute / MINUTES_PER_HOUR - 0.5 + HOURS_PER_DAY) % HOURS_PER_DAY
    const before = Math.floor(at)
    const share = at - before
    return this.#factor(before) * (1 - share) + this.#factor((before + 1) % HOURS_PER_DAY) * share
  }

  add(minute: number, count: number): void {
    const hour = Math.floor(minute / MINUTES_PER_HOUR)
    if (hour !== this.#hour) {
      this.#close()
      this.#hour = hour
    }
    this.#sum += count
    this.#minutes++
  }

  #factor(hour: number): number {
    const mean = this.#means[this.#at + hour]!
    return Number.isNaN(mean) ? 1 : Math.max(MIN_FACTOR, mean / this.#mean)
  }

  #close(): void {
    // An hour of which less than half was seen says little.
    if (this.#minutes >= MINUTES_PER_HOUR / 2) {
      const of = this.#at + (this.#hour % HOURS_PER_DAY)
      const mean = this.#sum / this.#minutes
      const before = this.#means[of]!
      this.#means[of] = Number.isNaN(before) ? mean : before + NEW_DAY_WEIGHT * (mean - before)
      this.#hoursSeen++
      if (this.#hoursSeen >= MIN_DAYS * HOURS_PER_DAY) this.#refresh()
    }
    this.#sum = 0
    this.#minutes = 0
  }

  #refresh(): void {
    let known = 0
    let all = 0
    for (let i = 0; i < HOURS_PER_DAY; i++) {
      const mean = this.#means[this.#at + i]!
      if (Number.isNaN(mean)) continue
      known++
      all += mean
    }
    this.#mean = all / known
  }
}
