import { DailyProfile, PROFILE_NUMBERS } from './daily-profile.js'
import { DayMaximum, MAXIMUM_NUMBERS } from './day-maximum.js'
import { HOURS_PER_DAY } from './hours-per-day.js'
import { logOfNone, upperTail } from './negative-binomial.js'
import { SeriesPlace } from './series-place.js'

export type RateAnomaly = 'spike' | 'silence'

/** What one minute looks like. */
export interface Reading {
  /** `undefined`: nothing is wrong. An anomaly is returned for each minute that it lasts. */
  readonly anomaly: RateAnomaly | undefined
  /** Expected records per minute. */
  readonly expected: number
}

/** A minute as likely as this, twice in a row, is a spike. */
const MAX_SPIKE_P = 1e-4
const MIN_SPIKE_COUNT = 10
const MIN_SPIKE_RATIO = 2
/** A spike is so many times the highest minute of the last day: what happens every day is not news. */
const MIN_HIGH_WATER_RATIO = 1.3
/** ln 10⁻⁶: a run of empty minutes as unlikely as this. */
const MAX_SILENCE_LOG_P = Math.log(1e-6)
const MIN_SILENCE_EXPECTED = 3
/** Silence is longer than the longest pause of the last day, by half and two minutes. */
const MAX_PAUSE_RATIO = 1.5
const MAX_PAUSE_EXTRA_MINUTES = 2

/**
 * A drastic minute needs no second one: at most so likely, at least so many times the expected, and at least so many.
 */
const MAX_DRASTIC_P = 1e-9
const MIN_DRASTIC_RATIO = 5
const MIN_DRASTIC_COUNT = 30

const WARM_UP_MINUTES = 60
/** Weight of a minute in the level: a half-life of an hour. */
const LEVEL_WEIGHT = 1 - 2 ** (-1 / 60)
/** Weight of a minute in the dispersion: a half-life of a day. */
const DISPERSION_WEIGHT = 1 - 2 ** (-1 / 1_440)
const INITIAL_DISPERSION = 0.1
/** One minute says no more than this of the dispersion. */
const MAX_DISPERSION = 4
/** What lasts longer is the new normal. */
const MAX_ANOMALY_MINUTES = 120

/** Which of a series' numbers is what. */
const LEVEL = 0
const DISPERSION = 1
const MINUTES = 2
const SUSPICIOUS = 3
const ZEROS = 4
/** The highest minute of a spike under way: not yet what is normal. */
const ASIDE = 5
const PROFILE = 6
const HIGH_WATER = PROFILE + PROFILE_NUMBERS
const LONGEST_PAUSE = HIGH_WATER + MAXIMUM_NUMBERS
/** Numbers from here on are of whoever keeps the series. */
export const DETECTOR_NUMBERS = LONGEST_PAUSE + MAXIMUM_NUMBERS

/**
 * Finds minutes in which one series of counts does what it never does. The model is a negative binomial with learned
 * dispersion around a level times an hourly profile. A spike is two unlikely minutes in a row, at least twice the
 * expected, and above all minutes of the last day.
 *
 * For counts before sampling: one number a minute, in order.
 */
export class RateDetector {
  readonly #place: SeriesPlace
  readonly #profile: DailyProfile
  readonly #highWater: DayMaximum
  readonly #longestPause: DayMaximum

  /** @param place of the series that it looks at; where it is moved to one that begins, {@link reset} is to be called */
  constructor(place: SeriesPlace = new SeriesPlace()) {
    this.#place = place
    this.#profile = new DailyProfile(place, 0, PROFILE)
    this.#highWater = new DayMaximum(place, HOURS_PER_DAY, HIGH_WATER)
    this.#longestPause = new DayMaximum(place, 2 * HOURS_PER_DAY, LONGEST_PAUSE)
    this.reset()
  }

  /** Begins with nothing. */
  reset(): void {
    this.#profile.reset()
    this.#highWater.reset()
    this.#longestPause.reset()
    this.#set(LEVEL, Number.NaN)
    this.#set(DISPERSION, INITIAL_DISPERSION)
    for (const which of [MINUTES, SUSPICIOUS, ZEROS, ASIDE]) this.#set(which, 0)
  }

  /** @param minute minutes since the epoch */
  step(minute: number, count: number): Reading {
    const factor = this.#profile.factorAt(minute)
    if (Number.isNaN(this.#get(LEVEL))) this.#set(LEVEL, count)
    const expected = this.#get(LEVEL) * factor
    const seen = this.#get(MINUTES)
    const warm = seen >= WARM_UP_MINUTES
    this.#set(MINUTES, seen + 1)
    const pause = this.#get(ZEROS)
    this.#set(ZEROS, count === 0 ? pause + 1 : 0)
    const silent = warm && this.#isSilent(expected)
    const high = warm && this.#isHigh(count, expected)
    const suspicious = high || silent ? this.#get(SUSPICIOUS) + 1 : 0
    this.#set(SUSPICIOUS, suspicious)

    const isNormal = suspicious === 0 || suspicious > MAX_ANOMALY_MINUTES
    // A pause is known when it is over, whatever it was taken for.
    if (count > 0 && pause > 0) this.#longestPause.add(minute, pause)
    if (isNormal) this.#learn(minute, count, factor, expected)
    else this.#set(ASIDE, Math.max(this.#get(ASIDE), count))
    const anomaly = silent ? 'silence' : high && suspicious >= 2 ? 'spike' : undefined
    return { anomaly: isNormal ? undefined : anomaly, expected }
  }

  /**
   * Returns whether a minute is a spike beyond doubt, though it may not be over yet: more can only come. Learns
   * nothing.
   *
   * @param minute one that `step` has not seen
   */
  peek(minute: number, count: number): Reading {
    const level = this.#get(LEVEL)
    const expected = Number.isNaN(level) ? 0 : level * this.#profile.factorAt(minute)
    const isDrastic =
      this.#get(MINUTES) >= WARM_UP_MINUTES &&
      count >= MIN_DRASTIC_COUNT &&
      count >= MIN_DRASTIC_RATIO * expected &&
      count > MIN_HIGH_WATER_RATIO * this.#highWater.value &&
      upperTail(count, expected, this.#get(DISPERSION)) < MAX_DRASTIC_P
    return { anomaly: isDrastic ? 'spike' : undefined, expected }
  }

  #isHigh(count: number, expected: number): boolean {
    if (count < MIN_SPIKE_COUNT || count < MIN_SPIKE_RATIO * expected) return false
    if (count <= MIN_HIGH_WATER_RATIO * this.#highWater.value) return false
    return upperTail(count, expected, this.#get(DISPERSION)) < MAX_SPIKE_P
  }

  #isSilent(expected: number): boolean {
    const zeros = this.#get(ZEROS)
    if (zeros < 2 || expected < MIN_SILENCE_EXPECTED) return false
    if (zeros <= MAX_PAUSE_RATIO * this.#longestPause.value + MAX_PAUSE_EXTRA_MINUTES) return false
    return zeros * logOfNone(expected, this.#get(DISPERSION)) < MAX_SILENCE_LOG_P
  }

  #learn(minute: number, count: number, factor: number, expected: number): void {
    this.#highWater.add(minute, Math.max(count, this.#get(ASIDE)))
    this.#set(ASIDE, 0)
    this.#profile.add(minute, count)
    if (expected > 0) {
      const beyondChance = Math.min(MAX_DISPERSION, ((count - expected) ** 2 - expected) / expected ** 2)
      const dispersion = this.#get(DISPERSION)
      this.#set(DISPERSION, Math.max(0, dispersion + DISPERSION_WEIGHT * (beyondChance - dispersion)))
    }
    const level = this.#get(LEVEL)
    this.#set(LEVEL, level + LEVEL_WEIGHT * (count / factor - level))
  }

  #get(which: number): number {
    return this.#place.numbers[this.#place.number + which]!
  }

  #set(which: number, value: number): void {
    this.#place.numbers[this.#place.number + which] = value
  }
}
