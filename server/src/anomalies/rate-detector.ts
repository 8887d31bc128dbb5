import { DailyProfile } from './daily-profile.js'
import { DayMaximum, HOURS_PER_DAY } from './day-maximum.js'
import { logOfNone, upperTail } from './negative-binomial.js'

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

/**
 * Finds minutes in which one series of counts does what it never does. The model is a negative binomial with learned
 * dispersion around a level times an hourly profile. A spike is two unlikely minutes in a row, at least twice the
 * expected, and above all minutes of the last day.
 *
 * For counts before sampling: one number a minute, in order. About 1.1 KB a series.
 */
export class RateDetector {
  readonly #slots = new Float32Array(3 * HOURS_PER_DAY)
  readonly #profile = new DailyProfile(this.#slots, 0)
  readonly #highWater = new DayMaximum(this.#slots, HOURS_PER_DAY)
  readonly #longestPause = new DayMaximum(this.#slots, 2 * HOURS_PER_DAY)
  #level = Number.NaN
  #dispersion = INITIAL_DISPERSION
  #minutes = 0
  #suspicious = 0
  #zeros = 0
  /** The highest minute of a spike under way: not yet what is normal. */
  #aside = 0

  /** @param minute minutes since the epoch */
  step(minute: number, count: number): Reading {
    const factor = this.#profile.factorAt(minute)
    if (Number.isNaN(this.#level)) this.#level = count
    const expected = this.#level * factor
    const warm = this.#minutes++ >= WARM_UP_MINUTES
    const pause = this.#zeros
    this.#zeros = count === 0 ? pause + 1 : 0
    const silent = warm && this.#isSilent(expected)
    const high = warm && this.#isHigh(count, expected)
    this.#suspicious = high || silent ? this.#suspicious + 1 : 0

    const isNormal = this.#suspicious === 0 || this.#suspicious > MAX_ANOMALY_MINUTES
    // A pause is known when it is over, whatever it was taken for.
    if (count > 0 && pause > 0) this.#longestPause.add(minute, pause)
    if (isNormal) this.#learn(minute, count, factor, expected)
    else this.#aside = Math.max(this.#aside, count)
    const anomaly = silent ? 'silence' : high && this.#suspicious >= 2 ? 'spike' : undefined
    return { anomaly: isNormal ? undefined : anomaly, expected }
  }

  /**
   * Returns whether a minute is a spike beyond doubt, though it may not be over yet: more can only come. Learns
   * nothing.
   *
   * @param minute one that `step` has not seen
   */
  peek(minute: number, count: number): Reading {
    const expected = Number.isNaN(this.#level) ? 0 : this.#level * this.#profile.factorAt(minute)
    const isDrastic =
      this.#minutes >= WARM_UP_MINUTES &&
      count >= MIN_DRASTIC_COUNT &&
      count >= MIN_DRASTIC_RATIO * expected &&
      count > MIN_HIGH_WATER_RATIO * this.#highWater.value &&
      upperTail(count, expected, this.#dispersion) < MAX_DRASTIC_P
    return { anomaly: isDrastic ? 'spike' : undefined, expected }
  }

  #isHigh(count: number, expected: number): boolean {
    if (count < MIN_SPIKE_COUNT || count < MIN_SPIKE_RATIO * expected) return false
    if (count <= MIN_HIGH_WATER_RATIO * this.#highWater.value) return false
    return upperTail(count, expected, this.#dispersion) < MAX_SPIKE_P
  }

  #isSilent(expected: number): boolean {
    if (this.#zeros < 2 || expected < MIN_SILENCE_EXPECTED) return false
    if (this.#zeros <= MAX_PAUSE_RATIO * this.#longestPause.value + MAX_PAUSE_EXTRA_MINUTES) return false
    return this.#zeros * logOfNone(expected, this.#dispersion) < MAX_SILENCE_LOG_P
  }

  #learn(minute: number, count: number, factor: number, expected: number): void {
    this.#highWater.add(minute, Math.max(count, this.#aside))
    this.#aside = 0
    this.#profile.add(minute, count)
    if (expected > 0) {
      const beyondChance = ((count - expected) ** 2 - expected) / expected ** 2
      this.#dispersion += DISPERSION_WEIGHT * (Math.min(MAX_DISPERSION, beyondChance) - this.#dispersion)
      this.#dispersion = Math.max(0, this.#dispersion)
    }
    this.#level += LEVEL_WEIGHT * (count / factor - this.#level)
  }
}
