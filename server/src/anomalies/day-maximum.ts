export const HOURS_PER_DAY = 24
const MINUTES_PER_HOUR = 60

/** The greatest value of the last 24 hours, by hours. */
export class DayMaximum {
  readonly #slots: Float32Array
  readonly #at: number
  #hour = -1
  value = 0

  /** @param slots 24 of them from `at` on are its own: many small arrays would take more than what is in them */
  constructor(slots: Float32Array, at: number) {
    this.#slots = slots
    this.#at = at
  }

  add(minute: number, value: number): void {
    const hour = Math.floor(minute / MINUTES_PER_HOUR)
    if (hour !== this.#hour) {
      // Hours without anything pass too.
      for (let passed = Math.max(this.#hour + 1, hour - HOURS_PER_DAY + 1); passed <= hour; passed++)
        this.#slots[this.#at + (passed % HOURS_PER_DAY)] = 0
      this.#hour = hour
      this.value = 0
      for (let i = 0; i < HOURS_PER_DAY; i++) this.value = Math.max(this.value, this.#slots[this.#at + i]!)
    }
    const slot = this.#at + (hour % HOURS_PER_DAY)
    if (value <= this.#slots[slot]!) return
    this.#slots[slot] = value
    this.value = Math.max(this.value, value)
  }
}
