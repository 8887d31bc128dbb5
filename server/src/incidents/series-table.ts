import { DETECTOR_NUMBERS, RateDetector, type Reading } from '../anomalies/rate-detector.js'
import { NUMBERS, SeriesPlace, SLOTS } from '../anomalies/series-place.js'

/** Series of one block. */
const BLOCK_SERIES = 1_024
/** Which of a series' numbers is what: its first minute, the last with records, and the records of its first minutes. */
const SINCE = DETECTOR_NUMBERS
const LAST = SINCE + 1
const EARLY = SINCE + 2

interface Block {
  readonly slots: Float32Array
  readonly numbers: Float64Array
}

/**
 * What detectors know of series, by number: at most so many, at about 430 bytes each, in blocks and not in objects, of which the garbage
 * collector would have to look at a million.
 */
export class SeriesTable {
  readonly #max: number
  readonly #place = new SeriesPlace()
  readonly #detector = new RateDetector(this.#place)
  readonly #blocks: Block[] = []
  readonly #free: number[] = []
  /** Series that there ever were. */
  #begun = 0

  constructor(max: number) {
    this.#max = max
  }

  get size(): number {
    return this.#begun - this.#free.length
  }

  get isFull(): boolean {
    return this.size >= this.#max
  }

  /** Begins a series. Returns its number. */
  add(minute: number): number {
    const series = this.#free.pop() ?? this.#begun++
    if (this.#blocks[Math.floor(series / BLOCK_SERIES)] === undefined)
      this.#blocks.push({
        slots: new Float32Array(BLOCK_SERIES * SLOTS),
        numbers: new Float64Array(BLOCK_SERIES * NUMBERS),
      })
    this.#goTo(series)
    this.#detector.reset()
    this.#set(SINCE, minute)
    this.#set(LAST, minute)
    this.#set(EARLY, 0)
    return series
  }

  /** Its number will be another's. */
  remove(series: number): void {
    this.#free.push(series)
  }

  step(series: number, minute: number, observed: number, earlyMinutes: number): Reading {
    this.#goTo(series)
    if (observed > 0) this.#set(LAST, minute)
    if (minute - this.#get(SINCE) < earlyMinutes) this.#set(EARLY, this.#get(EARLY) + observed)
    return this.#detector.step(minute, observed)
  }

  /** Learns nothing. */
  peek(series: number, minute: number, observed: number): Reading {
    this.#goTo(series)
    return this.#detector.peek(minute, observed)
  }

  /** Returns the last minute that had records, or its first. */
  lastOf(series: number): number {
    this.#goTo(series)
    return this.#get(LAST)
  }

  /** Returns the records of its first minutes. */
  earlyOf(series: number): number {
    this.#goTo(series)
    return this.#get(EARLY)
  }

  #goTo(series: number): void {
    const { slots, numbers } = this.#blocks[Math.floor(series / BLOCK_SERIES)]!
    const within = series % BLOCK_SERIES
    this.#place.slots = slots
    this.#place.slot = within * SLOTS
    this.#place.numbers = numbers
    this.#place.number = within * NUMBERS
  }

  #get(which: number): number {
    return this.#place.numbers[this.#place.number + which]!
  }

  #set(which: number, value: number): void {
    this.#place.numbers[this.#place.number + which] = value
  }
}
