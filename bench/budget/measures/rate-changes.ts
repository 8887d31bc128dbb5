import { SECONDS_PER_DAY } from '../traffic/load.ts'

/** A smaller change is none. */
const NOTICEABLE = 0.01

/** How often the probability of a pattern is another at the end of an interval than at the end of the one before. */
export interface RateChanges {
  endInterval(probabilityOf: (key: number) => number): void
  /** Mean of all patterns that had a probability; NaN where none had. */
  perPatternAndDay(seconds: number): number
}

export function createRateChanges(patterns: number): RateChanges {
  const last = new Float64Array(patterns).fill(Number.NaN)
  let changes = 0
  return {
    endInterval(probabilityOf) {
      for (let key = 0; key < patterns; key++) {
        const probability = probabilityOf(key)
        if (Math.abs(probability / last[key]! - 1) > NOTICEABLE) changes++
        last[key] = probability
      }
    },
    perPatternAndDay(seconds) {
      const drawn = last.filter((probability) => !Number.isNaN(probability)).length
      return drawn === 0 ? Number.NaN : (changes / drawn) * (SECONDS_PER_DAY / seconds)
    },
  }
}
