const HOURS = 24
const MINUTES = 60
/** Weight of a new day in an hour's mean. */
const NEW_DAY = 0.3
const DAYS_NEEDED = 2

/** How the hours of a day differ, as factors around 1; all 1 until two days were seen. */
export class DailyProfile {
  readonly #means = new Float64Array(HOURS).fill(Number.NaN)
  readonly #factors = new Float64Array(HOURS).fill(1)
  #hour = -1
  #sum = 0
  #minutes = 0
  #hoursSeen = 0

  /** The factor at a minute since the epoch, straight lines between the middles of hours. */
  factorAt(minute: number): number {
    const at = (minute / MINUTES - 0.5 + HOURS) % HOURS
    const before = Math.floor(at)
    const share = at - before
    return this.#factors[before]! * (1 - share) + this.#factors[(before + 1) % HOURS]! * share
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

  #close(): void {
    // An hour that was not seen whole says little.
    if (this.#minutes >= MINUTES / 2) {
      const of = this.#hour % HOURS
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
    const known = this.#means.filter((mean) => !Number.isNaN(mean))
    const all = known.reduce((sum, mean) => sum + mean, 0) / known.length
    for (let hour = 0; hour < HOURS; hour++) {
      const mean = this.#means[hour]!
      this.#factors[hour] = all > 0 && !Number.isNaN(mean) ? Math.max(MIN_FACTOR, mean / all) : 1
    }
  }
}

const MIN_FACTOR = 0.05
