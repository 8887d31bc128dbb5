const SLOTS = 24
const MINUTES = 60

/** The greatest value of the last 24 hours, by hours. */
export class DayMaximum {
  readonly #slots = new Float64Array(SLOTS)
  #hour = -1
  value = 0

  add(minute: number, value: number): void {
    const hour = Math.floor(minute / MINUTES)
    if (hour !== this.#hour) {
      // Hours without anything pass too.
      for (let passed = Math.max(this.#hour + 1, hour - SLOTS + 1); passed <= hour; passed++)
        this.#slots[passed % SLOTS] = 0
      this.#hour = hour
      this.value = Math.max(...this.#slots)
    }
    const slot = hour % SLOTS
    if (value <= this.#slots[slot]!) return
    this.#slots[slot] = value
    this.value = Math.max(this.value, value)
  }
}
