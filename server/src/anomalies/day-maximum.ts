import { HOURS_PER_DAY } from './hours-per-day.js'
import type { SeriesPlace } from './series-place.js'

const MINUTES_PER_HOUR = 60
/** Which of its numbers is what. */
const HOUR = 0
const VALUE = 1
export const MAXIMUM_NUMBERS = 2

/** The greatest value of the last 24 hours, by hours. */
export class DayMaximum {
  readonly #place: SeriesPlace
  readonly #slots: number
  readonly #numbers: number

  /** @param slots from here on 24 slots of a series are its own, and {@link MAXIMUM_NUMBERS} from `numbers` on */
  constructor(place: SeriesPlace, slots: number, numbers: number) {
    this.#place = place
    this.#slots = slots
    this.#numbers = numbers
  }

  /** Begins with nothing. */
  reset(): void {
    this.#set(HOUR, -1)
    this.#set(VALUE, 0)
    const { slots, slot } = this.#place
    slots.fill(0, slot + this.#slots, slot + this.#slots + HOURS_PER_DAY)
  }

  get value(): number {
    return this.#get(VALUE)
  }

  add(minute: number, value: number): void {
    const { slots } = this.#place
    const at = this.#place.slot + this.#slots
    const hour = Math.floor(minute / MINUTES_PER_HOUR)
    const before = this.#get(HOUR)
    if (hour !== before) {
      // Hours without anything pass too.
      for (let passed = Math.max(before + 1, hour - HOURS_PER_DAY + 1); passed <= hour; passed++)
        slots[at + (passed % HOURS_PER_DAY)] = 0
      let greatest = 0
      for (let i = 0; i < HOURS_PER_DAY; i++) greatest = Math.max(greatest, slots[at + i]!)
      this.#set(HOUR, hour)
      this.#set(VALUE, greatest)
    }
    const slot = at + (hour % HOURS_PER_DAY)
    if (value <= slots[slot]!) return
    slots[slot] = value
    this.#set(VALUE, Math.max(this.value, value))
  }

  #get(which: number): number {
    return this.#place.numbers[this.#place.number + this.#numbers + which]!
  }

  #set(which: number, value: number): void {
    this.#place.numbers[this.#place.number + this.#numbers + which] = value
  }
}
