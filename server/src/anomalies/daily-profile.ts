import { HOURS } from './day-maximum.js'

const MINUTES = 60
/** Weight of a new day in an hour's mean. */
const NEW_DAY = 0.3
const DAYS_NEEDED = 2
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
    slots.fill(Number.NaN, at, at + HOURS)
  }

  /** The factor at a minute since the epoch, straight lines between the middles of hours. */
  factorAt(minute: number): number {
    if (this.#mean === 0) return 1
    const at = (minute / MINUTES - 0.5 + HOURS) % HOURS
    const before = Math.floor(at)
    const share = at - before
    return this.#factor(before) * (1 - share) + this.#factor((before + 1) % HOURS) * share
  }

  add(minute: number, count: number): void {
    const hour = Math.floor(minute / MINUTES)
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
    // An hour that was not seen whole says little.
    if (this.#minutes >= MINUTES / 2) {
      const of = this.#at + (this.#hour % HOURS)
      const mean = this.#sum / this.#minutes
      const before = this.#means[of]!
      this.#means[of] = Number.isNaN(before) ? mean : before + NEW_DAY * (mean - before)
      this.#hoursSeen++
      if (this.#hoursSeen >= DAYS_NEEDED * HOURS) this.#refresh()
    }
    this.#sum = 0
    this.#minutes = 0
  }

  #refresh(): void {
    let known = 0
    let all = 0
    for (let i = 0; i < HOURS; i++) {
      const mean = this.#means[this.#at + i]!
      if (Number.isNaN(mean)) continue
      known++
      all += mean
    }
    this.#mean = all / known
  }
}
